import time

from django.core.management.base import BaseCommand

from resources.worklist.following import AT_ONCE_UNATTENDED, catch_up

SECONDS_BETWEEN_LINES = 2


class Command(BaseCommand):
    help = "Look at every entry that changed since, and bring the worklist up to date."

    def handle(self, **options):
        started = told = time.monotonic()
        done, left = 0, 1
        while left:
            left = catch_up(AT_ONCE_UNATTENDED)
            done += AT_ONCE_UNATTENDED
            if left and time.monotonic() - told > SECONDS_BETWEEN_LINES:
                told = time.monotonic()
                rate = done / (told - started)
                self.stderr.write(
                    f"{done} entries, {rate:.0f} a second, {left} and {left / rate:.0f} s left"
                )
        seconds = time.monotonic() - started
        self.stdout.write(f"The worklist is up to date, after {seconds:.1f} s.")
