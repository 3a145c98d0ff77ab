from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from partnerkit.desk import second_factor


class Command(BaseCommand):
    help = "Remove the second factor of an account whose owner lost both phone and recovery codes."

    def add_arguments(self, parser):
        parser.add_argument("name", help="The name with which the account signs in.")

    def handle(self, *, name, **options):
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account named {name}.")
        if not second_factor.delete_second_factor(user):
            raise CommandError(f"{name} has no second factor.")
        self.stdout.write(f"{name} signs in with the password alone, and may set up a new phone.")
