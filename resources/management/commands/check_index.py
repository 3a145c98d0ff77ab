from django.core.management.base import BaseCommand, CommandError

from resources.search import follower
from resources.search.verify import differences

MOST_NAMED = 100


class Command(BaseCommand):
    help = "Compare the search index with the database, and name each difference."

    def handle(self, **options):
        view = follower.caught_up()
        found = 0
        for difference in differences(view):
            found += 1
            if found <= MOST_NAMED:
                self.stdout.write(difference)
        if found:
            raise CommandError(
                f"{found} differences, of which the first {min(found, MOST_NAMED)} are named."
                " `manage.py rebuild_index` reads everything anew."
            )
        entries = len(view.listed) + len(view.closed)
        self.stdout.write(f"{entries} entries compared: the index is what the database says.")
