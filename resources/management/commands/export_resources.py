from django.core.management.base import BaseCommand, CommandError

from resources.batches import Progress
from resources.importing.export import export_file
from resources.importing.read import CSV, FORMATS
from resources.models import Resource, Term


class Command(BaseCommand):
    help = "Write the catalogue, or the entries of some topics, as a file that can be imported."

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=FORMATS, default=CSV)
        parser.add_argument(
            "--topic",
            action="append",
            default=[],
            metavar="SLUG",
            help="Only entries with this topic. It can be repeated.",
        )

    def handle(self, *, format, topic, **options):
        resources = Resource.objects.order_by("slug")
        topics = Term.objects.topics().filter(slug__in=topic)
        if unknown := set(topic) - {term.slug for term in topics}:
            raise CommandError(f"There is no topic {', '.join(sorted(unknown))}.")
        if topic:
            resources = resources.filter(terms__in=topics)
        for part in export_file(
            resources, format, progress=Progress(self.stderr.write, "rows exported")
        ):
            self.stdout.write(part, ending="")
