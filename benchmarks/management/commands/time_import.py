import csv
import io
import json
import resource
import tempfile
import time

from django.core.management.base import BaseCommand
from django.db import transaction

from resources.batches import silent
from resources.importing.apply import apply_plan
from resources.importing.columns import ColumnTable
from resources.importing.csv_files import write_csv
from resources.importing.export import export_rows
from resources.importing.plan import make_plan
from resources.models import FormerSlug, Organization, Resource, Term, Vocabulary

TABLES = [Resource, Resource.terms.through, Organization, Term, Vocabulary, FormerSlug]
TIMES = 3


class Command(BaseCommand):
    help = "Time imports of as many rows as there are entries; print the figures as JSON."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="And without the comparisons.")

    def handle(self, *, once, **options):
        times = 1 if once else TIMES
        mixed, new = files()
        seconds = {"plan": best(lambda: make_plan(mixed, name="mixed.csv"), times)}
        megabytes = {"plan": peak()}
        if not once:
            seconds |= {"csv": best(lambda: read(mixed), times), "queries": best(query, times)}
            seconds["bulk_create"] = best(create, times, before=copies)
            undo()
        made = make_plan(new, name="new.csv")
        seconds["apply"] = best(apply_plan, times, before=lambda: undo(made))
        megabytes["apply"] = peak()
        told = {"rows": made.number_of("new"), "seconds": seconds, "megabytes": megabytes}
        self.stdout.write(json.dumps(told))


def peak():
    """The peak memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def best(work, times, *, before=None):
    """The seconds of the fastest run. `work` takes the result of `before`, which is not timed."""
    found = []
    for _ in range(times):
        given = [before()] if before else []
        started = time.perf_counter()
        work(*given)
        found.append(time.perf_counter() - started)
    return min(found)


def files():
    """A file of unchanged, changed and new rows, and one of new rows alone."""
    return written(mixed), written(renamed)


def written(change):
    """A file of all entries, each row changed. It is on disk, so it does not count as memory."""
    table, keys = ColumnTable(), list(Resource.objects.order_by("pk").values_list("pk", flat=True))
    rows = enumerate(export_rows(keys, table, silent))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is gone with the process
    for part in write_csv(table.names, (change(number, row) for number, row in rows)):
        file.write(part.encode())
    return file


def mixed(number, row):
    if number % 3 == 1:
        return row | {"title_en": f"{row['title_en']} revised"}
    return renamed(number, row) if number % 3 == 2 else row


def renamed(number, row):
    address = f"https://new.example.org/{number}"
    return row | {"id": f"new-{number}", "url": address, "title_en": f"{number} {row['title_en']}"}


def read(file):
    file.seek(0)
    return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))


def query():
    for model in TABLES:
        list(model.objects.values_list())


def copies():
    """Unsaved copies of all entries, and their terms."""
    undo()
    resources = {record.pk: record for record in Resource.objects.all()}
    terms = list(Resource.terms.through.objects.values_list("resource_id", "term_id"))
    for number, record in enumerate(resources.values()):
        record.pk, record.slug = None, f"new-{number}"
    return list(resources.values()), [(resources[key], term) for key, term in terms]


@transaction.atomic
def create(records):
    resources, terms = records
    Resource.objects.bulk_create(resources)
    uses = Resource.terms.through
    uses.objects.bulk_create(uses(resource_id=r.pk, term_id=term) for r, term in terms)


def undo(made=None):
    """Delete the new entries, so that the plan `made` can be applied again."""
    Resource.objects.filter(slug__startswith="new-").delete()
    if made:
        type(made).objects.filter(pk=made.pk).update(applied_at=None)
    return made
