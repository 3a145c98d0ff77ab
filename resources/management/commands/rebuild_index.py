import time

from django.core.management.base import BaseCommand

from resources.batches import Progress
from resources.search.sync import rebuilt


class Command(BaseCommand):
    help = "Read the whole database into a new search index, which every running server takes up."

    def handle(self, **options):
        started = time.monotonic()
        view = rebuilt(Progress(self.stderr.write, "entries indexed"))
        entries = len(view.listed) + len(view.closed)
        self.stdout.write(f"{entries} entries in {time.monotonic() - started:.1f} s.")
