import json

from django.core.management.base import BaseCommand

from benchmarks.loading import load


class Command(BaseCommand):
    help = "Add synthetic entries up to a number, and print facts about the database as JSON."

    def add_arguments(self, parser):
        parser.add_argument("--entries", type=int, required=True)
        parser.add_argument("--seed", type=int, required=True)

    def handle(self, *, entries, seed, **options):
        self.stdout.write(json.dumps(load(entries=entries, seed=seed)))
