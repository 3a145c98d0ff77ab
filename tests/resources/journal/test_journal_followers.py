"""A follower of the change journal learns of every committed change, and of nothing else."""

import random
from contextlib import ExitStack, closing

import pytest
from django.db import connection, connections, transaction

from partnerships.models import Recommendation
from resources.journal import reader
from resources.models import Change, Resource, Term
from tests.make import make_recommendation, make_resource, make_term

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time."
)


def rows_of_entries():
    """{(kind, key): all rows} of each resource and term."""
    found = {("resource", str(row["id"])): [row] for row in Resource.objects.values()}
    found |= {("term", str(row["id"])): [row] for row in Term.objects.values()}
    for model in (Resource.terms.through, Recommendation):
        for row in model.objects.order_by("pk").values():
            found["resource", str(row["resource_id"])].append(row)
    return found


def differences(before, after):
    return {
        entry for entry in before.keys() | after.keys() if before.get(entry) != after.get(entry)
    }


class Editor:
    """Makes random changes. Each leaves the rows it touches different."""

    def __init__(self, chance):
        self.chance = chance
        self.terms = [make_term("need") for _ in range(3)]
        self.years = iter(range(1900, 2100))
        make_recommendation(), make_resource()

    def change_something(self):
        resource = self.chance.choice(Resource.objects.all())
        term = self.chance.choice(self.terms)
        one, year = Resource.objects.filter(pk=resource.pk), next(self.years)
        self.chance.choice(
            [
                make_resource,
                lambda: one.update(year=year),
                lambda: Resource.objects.update(year=year),
                lambda: resource.terms.add(term),
                lambda: resource.terms.remove(term),
                lambda: Term.objects.filter(pk=term.pk).update(order=year),
                lambda: make_recommendation(resource=resource),
                one.filter(recommendations=None).delete,
            ]
        )()

    def work(self):
        """Make up to three changes and perhaps roll them back. Returns what changed."""
        touched, undone = set(), self.chance.random() < 0.3
        with transaction.atomic():
            for _ in range(self.chance.randint(1, 3)):
                before = rows_of_entries()
                self.change_something()
                touched |= differences(before, rows_of_entries())
            transaction.set_rollback(undone)
        return set() if undone else touched


@pytest.mark.parametrize("seed", range(3))
def test_a_follower_learns_exactly_what_changed_whenever_it_reads(seed):
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    editor, changes, unread = Editor(chance), reader.read_changes(None), set()

    for _ in range(50):
        head = reader.head()
        touched = editor.work()
        unread |= touched
        assert reader.head() != head or not touched
        if chance.random() < 0.3:
            changes = reader.read_changes(changes.position)
            assert {e for e in changes.entries if e[0] in ("resource", "term")} == unread
            unread = set()


class Session:
    """A connection of its own, whose transaction stays open until `commit`.

    It never waits for another one: what would make it wait fails.
    """

    def __init__(self, isolation="read committed"):
        self.connection = connections.create_connection("default")
        self.connection.set_autocommit(False)
        self.execute("SET lock_timeout = '1s'")
        self.commit()
        self.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
        self.touched = set()

    def execute(self, sql, *values):
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.rowcount

    def change(self, resource):
        self.touched.add(("resource", str(resource.pk)))
        self.execute("UPDATE resources_resource SET year = 2009 WHERE id = %s", resource.pk)

    def switch(self, resource, term):
        """Remove the term from the resource, or add it."""
        self.touched.add(("resource", str(resource.pk)))
        values = (resource.pk, term.pk)
        removed = self.execute(
            "DELETE FROM resources_resource_terms WHERE (resource_id, term_id) = (%s, %s)", *values
        )
        if not removed:
            self.execute(
                "INSERT INTO resources_resource_terms (resource_id, term_id) VALUES (%s, %s)",
                *values,
            )

    def commit(self):
        self.connection.commit()

    def close(self):
        self.connection.close()


@only_postgresql
def test_a_transaction_that_commits_late_is_not_missed():
    early, late = make_resource(), make_resource()
    heads = [reader.head()]
    with closing(Session()) as session:
        session.change(late)  # takes its numbers now
        early.save()
        heads.append(reader.head())
        between = reader.read_changes(None)
        session.commit()
        heads.append(reader.head())

    assert len(set(heads)) == 3
    assert reader.read_changes(between.position).entries == {("resource", str(late.pk))}


@only_postgresql
@pytest.mark.parametrize("isolation", ["read committed", "repeatable read", "serializable"])
def test_two_may_change_one_entry_without_waiting_for_each_other(isolation):
    resource, first, second = make_resource(), make_term(), make_term()
    lines = Change.objects.filter(kind="resource", key=resource.pk)
    with closing(Session(isolation)) as one, closing(Session()) as two:
        one.execute("SELECT count(*) FROM resources_change")  # what it sees is settled now
        resource.save()  # removes a line that it sees
        one.switch(resource, first)
        two.switch(resource, second)
        two.commit()
        one.commit()

    assert lines.count() == 2
    resource.save()
    assert lines.count() == 1


@only_postgresql
def test_what_a_transaction_writes_after_it_read_is_not_missed():
    resource, other = make_resource(), make_resource()
    with closing(Session()) as session, transaction.atomic():
        resource.save()
        session.change(other)
        session.commit()  # its number is higher, and it has ended
        position = reader.read_changes(None).position
        resource.save()

        assert ("resource", str(resource.pk)) in reader.read_changes(position).entries
    assert ("resource", str(resource.pk)) in reader.read_changes(position).entries


@only_postgresql
@pytest.mark.parametrize("seed", range(3))
def test_a_follower_of_several_writers_learns_exactly_what_they_committed(seed):
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    shared = [make_resource() for _ in range(3)]
    with ExitStack() as stack:
        sessions = [stack.enter_context(closing(Session())) for _ in range(3)]
        terms = {session: make_term() for session in sessions}
        changes, unread, commits, seen = reader.read_changes(None), set(), 0, {}
        for _ in range(300):
            session, action = chance.choice(sessions), chance.random()
            if action < 0.6:
                session.switch(chance.choice(shared), terms[session])
            elif action < 0.7:
                session.connection.rollback()
                session.touched = set()
            else:
                session.commit()
                unread |= session.touched
                commits += bool(session.touched)
                session.touched = set()
            assert seen.setdefault(reader.head(), commits) == commits
            if chance.random() < 0.2:
                changes = reader.read_changes(changes.position)
                assert changes.entries == unread
                unread = set()
