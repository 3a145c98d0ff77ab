"""Reading the change journal: its head, and the entries changed since a position.

The database's triggers write the journal (resources/journal/triggers.py). Only
`record_everything` adds a line of its own. Read the journal outside a transaction that writes,
because what such a transaction sees may be rolled back.

**SQLite** has one writer at a time, so lines are committed in the order of their numbers. The
highest number ever given is the position. (Numbers are never given twice: the column counts on
even when the last line is removed.)

**PostgreSQL** gives lines and transactions their numbers before it commits them. So the numbers
do not follow the order of commits, and a position is a PostgreSQL snapshot: the set of
transactions committed by then. The head is shorter. One statement reads its three values:

1. M, the highest transaction number among the committed lines
2. the transactions below M that are still open
3. the number of the highest committed line

Say that a transaction T commits after one head is read and before another.

- T is above the first M: then the second M is at least T. If a later transaction has already
  replaced T's lines, the same holds for that transaction.
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
from typing import Any, NamedTuple

from django.db import connection


class ChangedEntry(NamedTuple):
    """An entry by the slug of its kind, and its key as text, as in `Change`."""

    kind: str
    key: str


@dataclass(frozen=True)
class Changes:
    """The journal's head, the next position, and the entries changed until then.

    `entries` may name an entry that changed after `position`. The next call then names it again.
    """

    head: str
    position: str
    entries: set[ChangedEntry]


class PositionUnknown(Exception):  # noqa: N818 - a caller expects it, and starts over
    """This database never was at the position. Start over, and read everything."""


def head() -> str:
    """A short text, equal on every server, that differs after every committed change."""
    return _single_value(_queries().head)


def read_changes(position: str | None) -> Changes:
    """The entries changed since the `position` of an earlier call. None for None.

    Raises PositionUnknown for a position of another database, or ahead of this one.
    """
    # In this order, a change committed meanwhile is read twice and never missed.
    first, current = head(), _single_value(_queries().position)
    if position is None:
        return Changes(first, current, set())
    with connection.cursor() as cursor:
        cursor.execute(_queries().since, {"moment": _moment_in(position, current)})
        return Changes(first, current, {ChangedEntry(*row) for row in cursor.fetchall()})


def record_everything() -> None:
    """Record that anything may have changed. All readers then start over."""
    with connection.cursor() as cursor:
        cursor.execute(_queries().everything)


def _moment_in(position: str, current: str) -> str:
    """The part of `position` to compare lines with. Raises PositionUnknown."""
    past, now = (_queries().pattern.fullmatch(text) for text in (position, current))
    if not past or not now:
        raise PositionUnknown(position)
    if past["origin"] != now["origin"] or int(past["reach"]) > int(now["reach"]):
        raise PositionUnknown(position)
    return past["moment"]


def _single_value(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def _queries() -> "JournalQueries":
    return QUERIES_BY_VENDOR[connection.vendor]


@dataclass(frozen=True)
class JournalQueries:
    """The queries in one database's SQL, and the pattern of its positions.

    In the pattern, `origin` names the database's past, `moment` is compared with lines, and
    `reach` is the part of the moment that only ever grows.
    """

    head: str
    position: str
    since: str
    everything: str
    pattern: re.Pattern[str]


ORIGIN = "(SELECT coalesce(max(key), '') FROM resources_change WHERE kind = 'origin')"

SQLITE_MOMENT = f"""
    SELECT {ORIGIN} || ':' || coalesce(
        (SELECT seq FROM sqlite_sequence WHERE name = 'resources_change'), 0
    )
"""

# A transaction sees its own lines but may write more, so in its own positions it counts as open.
OWN_TRANSACTION = "pg_current_xact_id_if_assigned()"

QUERIES_BY_VENDOR = {
    "sqlite": JournalQueries(
        head=SQLITE_MOMENT,
        position=SQLITE_MOMENT,
        since="SELECT kind, key FROM resources_change WHERE sequence > %(moment)s",
        everything="""
            INSERT INTO resources_change (kind, key, at, "transaction")
            VALUES ('everything', '', strftime('%Y-%m-%d %H:%M:%f', 'now'), 0)
        """,
        pattern=re.compile(r"(?P<origin>\w*):(?P<moment>(?P<reach>\d+))"),
    ),
    "postgresql": JournalQueries(
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
                ':', {ORIGIN}, least(pg_snapshot_xmin(now), {OWN_TRANSACTION}),
                pg_snapshot_xmax(now), (
                    SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '') FROM (
                        SELECT pg_snapshot_xip(now) UNION SELECT {OWN_TRANSACTION}
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
