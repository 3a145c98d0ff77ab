from django.core.management.base import BaseCommand

from benchmarks.link_hosts import host_names
from resources.batches import batches
from resources.models import Organization, Resource, Status, Term, Vocabulary

BATCH = 1000


class Command(BaseCommand):
    help = "Make entries whose links lead to hosts of this machine, and nothing else."

    def add_arguments(self, parser):
        parser.add_argument("--links", type=int, required=True)
        parser.add_argument("--hosts", type=int, required=True)
        parser.add_argument("--port", type=int, required=True)

    def handle(self, *, links, hosts, port, **options):
        publisher = Organization.objects.create(
            name="Benchmark",
            slug="benchmark",
            kind=a_term("organization-kind"),
            region=a_term("region"),
        )
        entries = self.entries(publisher, links, host_names(hosts), port)
        for batch in batches(entries, BATCH):
            Resource.objects.bulk_create(batch)

    def entries(self, publisher, links, hosts, port):
        for number in range(links):
            yield Resource(
                organization=publisher,
                slug=f"entry-{number}",
                title_en=f"Families first, part {number}",
                summary_en="How families and schools agree on two goals.",
                url=f"http://{hosts[number % len(hosts)]}:{port}/guides/{number}",
                status=Status.PUBLISHED,
            )


def a_term(vocabulary):
    of, _is_new = Vocabulary.objects.get_or_create(
        slug=vocabulary, defaults={"name_en": vocabulary}
    )
    return Term.objects.create(vocabulary=of, slug="any", label_en="Any")
