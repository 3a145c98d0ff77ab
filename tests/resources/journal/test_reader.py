"""Reading the change journal: its head, and what changed since a position."""

import pytest
from django.db import transaction

from resources.journal import reader
from resources.models import Change, Resource
from tests.make import make_resource

FAR = 10**15  # no database here ever wrote so many lines

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def here():
    return reader.read_changes(None).position


def changed_since(position):
    return reader.read_changes(position).entries


def entry(resource):
    return ("resource", str(resource.pk))


def test_a_read_names_what_changed_since_the_last_one():
    first, second = make_resource(), make_resource()
    start = here()
    assert changed_since(start) == set()

    first.save()
    after_first = here()
    second.save()

    assert changed_since(start) == {entry(first), entry(second)}
    assert changed_since(after_first) == {entry(second)}


def test_a_first_read_names_only_the_position_to_continue_from():
    make_resource()
    changes = reader.read_changes(None)

    assert changes.entries == set()
    assert changes.head == reader.head()
    assert changed_since(changes.position) == set()


def test_an_entry_that_changed_twice_is_named_to_a_reader_behind_both():
    resource = make_resource()
    start = here()
    resource.save()
    resource.save()

    assert changed_since(start) == {entry(resource)}


def test_the_head_differs_after_every_change_and_only_then():
    resource = make_resource()
    heads = [reader.head()]
    for year in (2007, 2008, 2009):
        Resource.objects.update(year=year)
        heads.append(reader.head())
        assert reader.head() == heads[-1]
    resource.delete()
    heads.append(reader.head())

    assert len(set(heads)) == 5


def test_within_a_transaction_the_head_differs_after_every_change_too():
    resource = make_resource()
    heads = []
    with transaction.atomic():
        for _ in range(3):
            resource.save()
            heads.append(reader.head())

    assert len(set(heads)) == 3


def test_what_is_rolled_back_leaves_the_head_and_the_position_as_they_were():
    resource = make_resource()
    head, start = reader.head(), here()

    with transaction.atomic():
        resource.save()
        transaction.set_rollback(True)

    assert reader.head() == head
    assert changed_since(start) == set()


def test_the_head_costs_one_query_and_a_read_three(django_assert_num_queries):
    start = here()
    with django_assert_num_queries(1):
        reader.head()
    with django_assert_num_queries(3):
        reader.read_changes(start)


@pytest.mark.parametrize(
    "change",
    [
        lambda origin, moment: f"{'0' * 32}:{moment}",
        lambda origin, moment: (
            f"{origin}:9{moment}" if ":" not in moment else f"{origin}:1:{10**15}:"
        ),
        lambda origin, moment: f"{origin}:",
        lambda origin, moment: "",
        lambda origin, moment: f"{origin}:{moment} or else",
    ],
    ids=["of another database", "ahead of this one", "cut short", "empty", "something else"],
)
def test_a_position_that_is_not_in_the_past_is_unknown(change):
    start = here()
    position = change(*start.split(":", maxsplit=1))

    with pytest.raises(reader.PositionUnknown):
        reader.read_changes(position)
    assert changed_since(start) == set()


def test_a_position_from_before_the_journal_was_emptied_is_unknown():
    start = here()
    Change.objects.all().delete()

    with pytest.raises(reader.PositionUnknown):
        reader.read_changes(start)
