from django.core.management.base import BaseCommand

from resources.messages import rate_limits
from resources.messages.receive import delete_old_messages


class Command(BaseCommand):
    help = (
        "Delete visitors' messages that were set aside as spam over 30 days ago, or decided over a"
        " year ago, and the counts of senders of earlier days. A new message deletes such messages"
        " too, and the first action of a sender on a day deletes such counts."
    )

    def handle(self, **options):
        rate_limits.delete_older_counts()
        self.stdout.write(f"{delete_old_messages()} messages forgotten.")
