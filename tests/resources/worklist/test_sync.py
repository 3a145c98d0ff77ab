"""The worklist follows the change journal in batches and misses no change."""

import random
from io import StringIO
from itertools import count

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from resources.journal import reader
from resources.models import Resource, WorkItem, WorklistPosition
from resources.worklist import sync
from resources.worklist.sync import catch_up
from tests.make import make_organization, make_resource

from .work import item_for, reasons_for

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def listed():
    found = WorkItem.objects.values_list(
        "content_type__model", "object_id", "reason", "subject_hash"
    )
    return set(found)


def all_caught_up():
    while catch_up():
        pass
    return listed()


def rebuilt():
    """The list after it was emptied and all entries were looked at again."""
    WorkItem.objects.all().delete()
    WorklistPosition.objects.all().delete()
    return all_caught_up()


def test_it_returns_how_many_entries_are_left_to_look_at():
    organization = make_organization()
    entries = [make_resource(organization=organization) for _ in range(5)]
    assert catch_up(2) == 4  # of five resources and their publisher
    assert catch_up(2) == 2
    assert catch_up(2) == 0
    assert {key for _model, key, reason, _ in listed() if reason == "review"} == {
        entry.pk for entry in entries
    }


def test_raw_sql_is_followed_too():
    resource = make_resource()
    all_caught_up()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE resources_resource SET summary_es = '' WHERE id = %s", [resource.pk])
    assert "missing" in reasons_for(resource)


def test_the_items_of_a_deleted_entry_are_deleted():
    resource = make_resource()
    all_caught_up()
    Resource.objects.filter(pk=resource.pk).delete()
    assert not [
        key for model, key, *_ in all_caught_up() if (model, key) == ("resource", resource.pk)
    ]


def test_a_change_during_a_round_is_looked_at():
    organization = make_organization()
    first, *_others = [make_resource(organization=organization) for _ in range(4)]
    catch_up(2)
    Resource.objects.filter(pk=first.pk).update(summary_es="")
    assert ("resource", first.pk, "missing", "") in all_caught_up()


def test_starting_over_after_large_changes_keeps_assignees(admin_user):
    resource = make_resource()
    item = item_for(resource, "review")
    WorkItem.objects.filter(pk=item.pk).update(assignee=admin_user)
    gone = WorkItem.objects.create(
        reason="orphan", content_type=item.content_type, object_id=10**9, priority=1
    )
    reader.record_everything()
    before = listed()
    assert all_caught_up() == before - {("resource", 10**9, "orphan", "")}
    assert not WorkItem.objects.filter(pk=gone.pk).exists()
    assert item_for(resource, "review").assignee == admin_user


def test_following_step_by_step_gives_the_same_as_a_rebuild():
    chance = random.Random(4)  # noqa: S311 - repeatable on purpose
    publishers = [make_organization() for _ in range(2)]
    titles = ["A guide for families", "A guide for the families", "Using data"]
    entries = []
    for _ in range(12):
        for _ in range(3):
            entry = chance.choice(entries) if entries and chance.random() < 0.6 else make_resource()
            entries.append(entry)
            entry.title_en = chance.choice(titles)
            entry.organization = chance.choice(publishers)
            entry.url = f"https://example.org/{chance.randrange(4)}"
            entry.summary_es = chance.choice(["", "Un resumen."])
            entry.save()
        catch_up(chance.choice([1, 2, 50]))
    assert all_caught_up() == rebuilt()


def test_a_step_that_another_process_took_meanwhile_is_not_stored_twice(monkeypatch):
    make_resource()
    find_issues, keys_of_another = sync.find_issues, count(10**6)

    def find_while_another_finishes(kind, keys):
        WorklistPosition.objects.update(cursor=f"resource:{next(keys_of_another)}")
        return find_issues(kind, keys)

    monkeypatch.setattr(sync, "find_issues", find_while_another_finishes)
    catch_up()
    assert not listed()


def test_a_step_costs_the_same_queries_at_any_length():
    organization = make_organization()

    def cost_of(length):
        all_caught_up()
        for _ in range(length):
            make_resource(organization=organization, summary_es="")
        with CaptureQueriesContext(connection) as queries:
            catch_up()
        return len(queries)

    cost_of(1)  # fills the caches of Django
    assert cost_of(2) == cost_of(30)


def test_the_command_looks_at_everything():
    make_resource()
    out = StringIO()
    call_command("refresh_worklist", stdout=out)
    assert "up to date" in out.getvalue()
    assert listed()
    assert catch_up() == 0
