import time

from django.core.management.base import BaseCommand

from resources.batches import Progress
from resources.search.snapshot import rebuild_index


class Command(BaseCommand):
    help = "Build a new search index from the whole database. Every running server then uses it."

    def handle(self, **options):
        started = time.monotonic()
        snapshot = rebuild_index(Progress(self.stderr.write, "entries indexed"))
        entries = len(snapshot.listed) + len(snapshot.closed)
        self.stdout.write(f"{entries} entries in {time.monotonic() - started:.1f} s.")
