import time

from django.core.management.base import BaseCommand

from resources.batches import Progress
from resources.worklist.sync import COMMAND_BATCH, catch_up


class Command(BaseCommand):
    help = "Look at every entry that changed since, and bring the worklist up to date."

    def handle(self, **options):
        started, progress = time.monotonic(), Progress(self.stderr.write, "entries looked at")
        done, left = 0, 1
        while left:
            left = catch_up(COMMAND_BATCH)
            done += COMMAND_BATCH
            progress(done, done / (done + left))
        seconds = time.monotonic() - started
        self.stdout.write(f"The worklist is up to date, after {seconds:.1f} s.")
