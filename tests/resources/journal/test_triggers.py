"""The change journal has a line for every change, however it is made."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from resources.models import (
    Change,
    DismissedSearch,
    FailedSearch,
    FormerSlug,
    FormerTerm,
    HostClaim,
    ImportPlan,
    LinkMonth,
    LinkOccurrence,
    LinkVisit,
    MergedEntry,
    PlannedRow,
    Resource,
    SenderCount,
    StatusChange,
    SynonymGroup,
    VisitorMessage,
    WorkItem,
    WorklistPosition,
)
from tests.journal_lines import recorded, run, ways_of_writing
from tests.make import make_link, make_organization, make_resource, make_term, make_vocabulary

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOT_PUBLIC = {
    Change,
    FormerSlug,
    HostClaim,
    LinkOccurrence,
    LinkVisit,
    MergedEntry,
    ImportPlan,
    PlannedRow,
    DismissedSearch,
    FailedSearch,
    SenderCount,
    StatusChange,
    VisitorMessage,
    WorkItem,
    WorklistPosition,
}
ENTRIES = {
    "link": make_link,
    "linkmonth": lambda: LinkMonth.objects.create(month=date(2026, 11, 1), counts={}),
    "organization": make_organization,
    "resource": make_resource,
    "synonyms": lambda: SynonymGroup.objects.create(slug="truancy", english="truancy\nabsence"),
    "term": make_term,
    "vocabulary": make_vocabulary,
}

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no TRUNCATE."
)


@pytest.mark.parametrize("kind", ENTRIES)
def test_every_way_of_writing_an_entry_is_recorded(kind):
    entry, _other = ENTRIES[kind](), make_resource()
    line = (kind, str(entry.pk))

    for way, write in ways_of_writing(entry):
        assert recorded(write) == {line}, way


def test_a_resource_changes_with_its_terms():
    first, second = make_term(), make_term()
    resource, bystander = make_resource(), make_resource()
    line = {("resource", str(resource.pk))}

    assert recorded(lambda: resource.terms.add(first)) == line
    assert recorded(lambda: resource.terms.set([second])) == line
    assert recorded(lambda: resource.terms.remove(second)) == line
    assert recorded(lambda: first.resources.add(resource, bystander)) > line
    assert recorded(resource.terms.clear) == line
    assert recorded(resource.terms.clear) == set()


def test_a_changed_key_is_recorded_as_it_was_and_as_it_is():
    make_vocabulary("old-name")

    change = "UPDATE resources_vocabulary SET slug = 'new-name' WHERE slug = 'old-name'"

    assert recorded(lambda: run(change)) == {
        ("vocabulary", "old-name"),
        ("vocabulary", "new-name"),
    }


def test_the_slug_of_a_merged_term_is_recorded_with_the_term_it_leads_to():
    term = make_term()

    def write():
        FormerTerm.objects.create(vocabulary=term.vocabulary, slug="old", term=term)

    assert recorded(write) == {("term", str(term.pk))}


def test_a_change_of_many_is_recorded_for_each():
    resources = [make_resource() for _ in range(3)]

    assert recorded(lambda: Resource.objects.update(year=2009)) == {
        ("resource", str(resource.pk)) for resource in resources
    }


def test_what_changes_nothing_is_not_recorded():
    resource = make_resource()

    assert recorded(lambda: Resource.objects.filter(pk=0).update(year=2009)) == set()
    assert recorded(Resource.objects.filter(pk=0).delete) == set()
    again = [Resource.objects.get(pk=resource.pk)]
    ignored = recorded(lambda: Resource.objects.bulk_create(again, ignore_conflicts=True))
    assert ignored == set()


def test_searches_without_result_are_not_recorded():
    def count():
        FailedSearch.objects.create(day=timezone.localdate(), text="xyzzy")

    assert recorded(count) == set()


def test_what_is_rolled_back_is_not_recorded():
    resource = make_resource()

    def change_your_mind():
        with transaction.atomic():
            resource.save()
            transaction.set_rollback(True)

    assert recorded(change_your_mind) == set()


def test_an_entry_keeps_only_its_newest_line():
    resource = make_resource()
    for year in range(2000, 2010):
        Resource.objects.update(year=year)
        resource.terms.set([make_term()])

    assert Change.objects.filter(kind="resource", key=resource.pk).count() == 1


def test_a_line_knows_its_moment():
    before = timezone.now()
    make_resource()
    line = Change.objects.filter(kind="resource").last()

    a_millisecond = timedelta(milliseconds=1)  # SQLite's clock counts no finer
    assert before - a_millisecond <= line.at <= timezone.now() + a_millisecond


def test_the_number_of_a_removed_line_is_not_given_again():
    resource = make_resource()
    number = Change.objects.last().sequence
    Change.objects.filter(sequence=number).delete()
    resource.save()

    assert Change.objects.last().sequence > number


def test_an_emptied_journal_starts_anew_with_another_name():
    name = Change.objects.get(kind=Change.ORIGIN).key
    Change.objects.all().delete()
    line = Change.objects.get()

    assert line.kind == Change.ORIGIN
    assert len(line.key) == 32
    assert line.key != name


@only_postgresql
def test_an_emptied_table_is_recorded_once_as_everything():
    for _ in range(2):
        assert recorded(lambda: run("TRUNCATE partnerships_finding, partnerships_obstacle")) == {
            (Change.EVERYTHING, "")
        }

    assert Change.objects.filter(kind=Change.EVERYTHING).count() == 1


@only_postgresql
def test_a_journal_emptied_at_once_starts_anew():
    name = Change.objects.get(kind=Change.ORIGIN).key
    run("TRUNCATE resources_change")

    assert Change.objects.get(kind=Change.ORIGIN).key != name


def public_tables():
    models = [
        *apps.get_app_config("resources").get_models(include_auto_created=True),
        *apps.get_app_config("partnerships").get_models(include_auto_created=True),
    ]
    return [model._meta.db_table for model in models if model not in NOT_PUBLIC]


def triggers():
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize("table", public_tables())
def test_every_table_is_recorded_unless_it_is_not_public(table):
    events = ["insert", "update", "delete"]
    if connection.vendor == "postgresql":
        events.append("truncate")

    assert {f"record_{event}_of_{table}" for event in events} <= triggers()


@pytest.mark.django_db(transaction=True)
def test_the_journal_can_be_taken_away_and_brought_back():
    with_journal = triggers()
    call_command("migrate", "resources", "0001", verbosity=0)
    without_journal = triggers()
    call_command("migrate", verbosity=0)

    assert not [name for name in without_journal if "record_" in name or "restart_" in name]
    assert triggers() == with_journal
    assert recorded(make_resource)
