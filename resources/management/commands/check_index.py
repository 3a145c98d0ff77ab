from django.core.management.base import BaseCommand, CommandError

from resources.search import index_sync
from resources.search.verify import index_differences

MAX_LINES = 100


class Command(BaseCommand):
    help = "Compare the search index with the database, and name each difference."

    def handle(self, **options):
        snapshot = index_sync.wait_until_current()
        found = 0
        for difference in index_differences(snapshot):
            found += 1
            if found <= MAX_LINES:
                self.stdout.write(difference)
        if found:
            raise CommandError(
                f"{found} differences, of which the first {min(found, MAX_LINES)} are named."
                " `manage.py rebuild_index` builds a new index."
            )
        entries = len(snapshot.listed) + len(snapshot.closed)
        self.stdout.write(f"{entries} entries compared: the index is what the database says.")
