"""Reading the change journal: has anything changed, and which entries since a moment.

The database's triggers write it (resources/journal/triggers.py). Read it outside a transaction that
writes: what such a transaction sees may be undone.

**SQLite** has one writer at a time, so lines are committed in the order of their numbers. The
highest number ever given is the moment. (Numbers are never given twice: the column counts on even
when the last line is removed.)

**PostgreSQL** numbers lines and transactions before they are committed, in any order, so a moment
is a snapshot: the transactions committed by then. The head has to be shorter. It is made of three
values seen by one statement: the highest committed transaction M of the journal; the transactions
below M that are still open; the highest committed line. Say that a transaction T commits after
one head is read and before another.

- T is above the first M: so is the second M, or what superseded T's lines stands for T here.
- T is below the first M: T was open then and listed, and is not listed any more.
- T cannot equal the first M, which was committed.

So two heads never agree across a commit. The third value tells states apart within one
transaction, as in tests, and in a database restored from a dump, whose lines keep the higher
transaction numbers of the old server. (A head may differ without a change, when an open
transaction that has nothing to do with the journal ends. That costs a fresh answer, never a
wrong one.)
"""

# ruff: noqa: S608
# The SQL is put together from constants of this module.

import re
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Reading:
    """What a follower learns: the journal's head, where to go on, and what changed till then.

    `entries` holds (kind, key), as in `Change`. It may name an entry that changed after
    `position`; the next reading then names it again.
    """

    head: str
    position: str
    entries: set[tuple[str, str]]


class PositionUnknown(Exception):  # noqa: N818 - it is no mistake of anybody
    """The position is not in this database's past: start over, from everything."""


def head():
    """A short text, the same on every server, that differs after every committed change."""
    return _value(_dialect().head)


def read(position):
    """Which entries changed since `position`, an earlier reading's; with None, only where we are.

    Raises PositionUnknown for a position of another database, or ahead of this one.
    """
    # In this order, a change committed meanwhile is read once more and never missed.
    first, current = head(), _value(_dialect().position)
    if position is None:
        return Reading(first, current, set())
    with connection.cursor() as cursor:
        cursor.execute(_dialect().since, {"moment": _moment(position, current)})
        return Reading(first, current, set(cursor.fetchall()))


def record_everything():
    """Record that everything may have changed, so that every follower starts over."""
    with connection.cursor() as cursor:
        cursor.execute(_dialect().everything)


def _moment(position, current):
    past, now = (_dialect().pattern.fullmatch(text) for text in (position, current))
    if not past or past["origin"] != now["origin"] or int(past["reach"]) > int(now["reach"]):
        raise PositionUnknown(position)
    return past["moment"]


def _value(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def _dialect():
    return DIALECTS[connection.vendor]


@dataclass(frozen=True)
class Dialect:
    """The questions in a database's own words, and how its positions are written.

    `reach` is the part of a moment that only ever grows.
    """

    head: str
    position: str
    since: str
    everything: str
    pattern: re.Pattern


ORIGIN = "(SELECT coalesce(max(key), '') FROM resources_change WHERE kind = 'origin')"

SQLITE_MOMENT = f"""
    SELECT {ORIGIN} || ':' || coalesce(
        (SELECT seq FROM sqlite_sequence WHERE name = 'resources_change'), 0
    )
"""

# A transaction sees its own lines but may still write more: in its own readings it counts as open.
OWN = "pg_current_xact_id_if_assigned()"

DIALECTS = {
    "sqlite": Dialect(
        head=SQLITE_MOMENT,
        position=SQLITE_MOMENT,
        since="SELECT kind, key FROM resources_change WHERE sequence > %(moment)s",
        everything="""
            INSERT INTO resources_change (kind, key, at, "transaction")
            VALUES ('everything', '', strftime('%Y-%m-%d %H:%M:%f', 'now'), 0)
        """,
        pattern=re.compile(r"(?P<origin>\w*):(?P<moment>(?P<reach>\d+))"),
    ),
    "postgresql": Dialect(
        head=f"""
            SELECT concat_ws(':', {ORIGIN}, highest, (
                SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '')
                FROM pg_snapshot_xip(pg_current_snapshot()) AS id
                WHERE id < highest::text::xid8
            ), (SELECT max(sequence) FROM resources_change))
            FROM (SELECT max(transaction) AS highest FROM resources_change) AS journal
        """,
        position=f"""
            SELECT concat_ws(
                ':', {ORIGIN}, least(pg_snapshot_xmin(now), {OWN}), pg_snapshot_xmax(now), (
                    SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '') FROM (
                        SELECT pg_snapshot_xip(now) UNION SELECT {OWN}
                    ) AS open (id)
                    WHERE id < pg_snapshot_xmax(now)
                )
            )
            FROM pg_current_snapshot() AS now
        """,
        since="""
            SELECT kind, key FROM resources_change
            WHERE transaction >= pg_snapshot_xmin(%(moment)s)::text::bigint
                AND NOT pg_visible_in_snapshot(transaction::text::xid8, %(moment)s)
        """,
        everything="""
            INSERT INTO resources_change (kind, key, at, transaction)
            VALUES ('everything', '', clock_timestamp(),
                    pg_current_xact_id()::text::bigint)
        """,
        pattern=re.compile(r"(?P<origin>\w*):(?P<moment>\d+:(?P<reach>\d+):[\d,]*)"),
    ),
}
