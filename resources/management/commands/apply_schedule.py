from django.core.management.base import BaseCommand, CommandError

from resources.publishing import schedule


class Command(BaseCommand):
    help = "Publish and close the entries whose day has come. Run it every few minutes."

    def handle(self, **options):
        left = 0
        for outcome in schedule.apply_due():
            line = f"{outcome.step.label}: {outcome.entry}"
            if outcome.reasons:
                left += 1
                self.stderr.write(f"{line}: left as it is. {' '.join(outcome.reasons)}")
            else:
                self.stdout.write(line)
        if left:
            raise CommandError(f"{left} left as they are; correct them, or call them off.")
