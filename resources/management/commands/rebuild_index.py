import time

from django.core.management.base import BaseCommand

from resources.catalogue.following import rebuilt

SECONDS_BETWEEN_LINES = 2


class Command(BaseCommand):
    help = "Read the whole database into a new search index, which every running server takes up."

    def handle(self, **options):
        self.started = self.told = time.monotonic()
        view = rebuilt(self.tell)
        entries = len(view.listed) + len(view.closed)
        seconds = time.monotonic() - self.started
        self.stdout.write(f"{entries} entries in {seconds:.1f} s.")

    def tell(self, done, total):
        now = time.monotonic()
        if now - self.told < SECONDS_BETWEEN_LINES:
            return
        self.told = now
        rate = done / (now - self.started)
        left = max(total - done, 0) / rate
        self.stderr.write(f"{done} of {total} entries, {rate:.0f} a second, {left:.0f} s left")
