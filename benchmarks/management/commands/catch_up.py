import json

from django.core.management.base import BaseCommand

from benchmarks.catching_up import by_http, in_process


class Command(BaseCommand):
    help = "Measure how soon an edit shows, in this process or at a port; print it as JSON."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, help="Where the site answers.")
        parser.add_argument("--workers", type=int, nargs="*", help="Its processes.")

    def handle(self, *, port, workers, **options):
        measured = by_http(("127.0.0.1", port), workers) if port else in_process()
        self.stdout.write(json.dumps(measured))
