import json

from django.core.management.base import BaseCommand

from benchmarks.catching_up import by_http, in_process


class Command(BaseCommand):
    help = "Measure how long an edit takes to show, in this process or by HTTP. Prints JSON."

    def add_arguments(self, parser):
        parser.add_argument(
            "--port", type=int, help="The site's port; without it, measure this process."
        )
        parser.add_argument("--workers", type=int, nargs="*", help="Ids of the site's processes.")

    def handle(self, *, port, workers, **options):
        measured = by_http(("127.0.0.1", port), workers) if port else in_process()
        self.stdout.write(json.dumps(measured))
