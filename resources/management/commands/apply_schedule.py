from django.core.management.base import BaseCommand, CommandError

from resources.publishing import schedule


class Command(BaseCommand):
    help = "Publish and close the entries whose day has come. Run it every few minutes."

    def handle(self, **options):
        left = 0
        for result in schedule.apply_due_steps():
            line = f"{result.step.label}: {result.entry}"
            if result.errors:
                left += 1
                self.stderr.write(f"{line}: left as it is. {' '.join(result.errors)}")
            else:
                self.stdout.write(line)
        if left:
            raise CommandError(f"{left} left as they are. Correct them, or call them off.")
