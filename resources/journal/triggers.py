"""Migration operations for the triggers that write the change journal.

Each recorded table has triggers on insert, update and delete. They write to `resources_change`
which entries the changed rows belong to, and remove the lines that the new ones supersede. For
rows that a REPLACE pushes out, SQLite fires them only because settings.py turns
`recursive_triggers` on.

SQLite silently drops the triggers of a table when a migration rebuilds it. Before such a
migration, remove them (`RecordChanges(...)` reversed), and record the table again after it. If
`resources_change` itself is rebuilt, do so for every table.
"""

# ruff: noqa: S608
# The SQL is put together from names that migrations give.

from collections.abc import Iterable
from typing import Any

from django.db.migrations.operations.base import Operation

ROWS_SEEN_BY_EVENT = {  # whether a trigger sees the row before the event, after it, or both
    "insert": ["new"],
    "update": ["old", "new"],
    "delete": ["old"],
}


class DatabaseOperation(Operation):
    """Runs SQL for the database in use, and leaves the models as they are."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self.run("forwards", schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self.run("backwards", schema_editor)

    def run(self, direction: str, schema_editor: Any) -> None:
        """Run the statements of the method `<direction>_in_<database>`."""
        statements = getattr(self, f"{direction}_in_{schema_editor.connection.vendor}")
        for statement in statements():
            schema_editor.execute(statement, params=None)


class StartJournal(DatabaseOperation):
    """Write the journal's first line, and again whenever the journal is emptied.

    Its key identifies this database, so that a position of another one is recognised.
    """

    def describe(self) -> str:
        return "Start the change journal"

    def forwards_in_sqlite(self) -> Iterable[str]:
        origin = """
            INSERT INTO resources_change (kind, "key", at, "transaction")
            VALUES ('origin', lower(hex(randomblob(16))), strftime('%Y-%m-%d %H:%M:%f', 'now'), 0)
        """
        return [
            f"""CREATE TRIGGER restart_journal AFTER DELETE ON resources_change
                WHEN OLD.kind = 'origin' BEGIN {origin}; END""",
            origin,
        ]

    def backwards_in_sqlite(self) -> Iterable[str]:
        return ["DROP TRIGGER restart_journal", "DELETE FROM resources_change"]

    def forwards_in_postgresql(self) -> Iterable[str]:
        origin = """
            INSERT INTO resources_change (kind, key, at, transaction)
            VALUES ('origin', replace(gen_random_uuid()::text, '-', ''),
                    clock_timestamp(), pg_current_xact_id()::text::bigint)
        """
        return [
            RECORD_CHANGES,
            f"""CREATE FUNCTION restart_journal() RETURNS trigger LANGUAGE plpgsql
                SET search_path FROM CURRENT AS $$ BEGIN {origin}; RETURN NULL; END $$""",
            """CREATE TRIGGER restart_journal AFTER DELETE ON resources_change
               FOR EACH ROW WHEN (OLD.kind = 'origin') EXECUTE FUNCTION restart_journal()""",
            """CREATE TRIGGER restart_emptied_journal AFTER TRUNCATE ON resources_change
               FOR EACH STATEMENT EXECUTE FUNCTION restart_journal()""",
            origin,
        ]

    def backwards_in_postgresql(self) -> Iterable[str]:
        return [
            "DROP TRIGGER restart_emptied_journal ON resources_change",
            "DROP TRIGGER restart_journal ON resources_change",
            "DROP FUNCTION restart_journal()",
            "DROP FUNCTION record_changes()",
            "DELETE FROM resources_change",
        ]


# The argument is a query for the (kind, key) of all that a statement changed. The function never
# makes a writer wait: it skips superseded lines that another transaction is removing. Under a
# stricter isolation, where even skipping may fail, it leaves all of them to the next change.
# It sets the search path because that is empty while a dump is restored.
RECORD_CHANGES = """
CREATE FUNCTION record_changes() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    EXECUTE format($query$
        WITH changed AS (
            SELECT DISTINCT kind, key FROM (%s) AS entry (kind, key) WHERE key IS NOT NULL
        ),
        superseded AS (
            SELECT sequence FROM resources_change JOIN changed USING (kind, key)
            WHERE current_setting('transaction_isolation') = 'read committed'
            FOR UPDATE OF resources_change SKIP LOCKED
        ),
        pruned AS (
            DELETE FROM resources_change WHERE sequence IN (SELECT sequence FROM superseded)
        )
        INSERT INTO resources_change (kind, key, at, transaction)
        SELECT kind, key, clock_timestamp(), pg_current_xact_id()::text::bigint FROM changed
    $query$, TG_ARGV[0]);
    RETURN NULL;
END $$
"""


def key_in(row: str, column: str) -> str:
    """The SQL for an entry's key. `RecordChanges` says what `column` may be."""
    reference, _, target = column.partition(" > ")
    if not target:
        return f"{row}.{column}"
    table, _, column = target.partition(".")
    return f"(SELECT {column} FROM {table} WHERE id = {row}.{reference})"


class RecordChanges(DatabaseOperation):
    """Record in the journal which entries a change of this table's rows changes.

    `columns` names for each kind of entry the column that holds its key, with `_` for `-`:
    `RecordChanges("library_chapter", school_book="book_id")`. Where another table holds the key,
    `school_book="chapter_id > library_chapter.book_id"`. An empty column is no entry.
    """

    def __init__(self, table: str, **columns: str) -> None:
        self.table = table
        self.columns = columns

    def describe(self) -> str:
        return f"Record changes of {self.table}"

    @property
    def entries(self) -> list[tuple[str, str]]:
        """(kind, column of the key) of each kind of entry."""
        return [(kind.replace("_", "-"), column) for kind, column in self.columns.items()]

    def forwards_in_sqlite(self) -> Iterable[str]:
        for event, rows in ROWS_SEEN_BY_EVENT.items():
            yield f"""CREATE TRIGGER record_{event}_of_{self.table} AFTER {event} ON {self.table}
                BEGIN {"".join(self.row_statements_in_sqlite(rows))} END"""

    def row_statements_in_sqlite(self, rows: list[str]) -> Iterable[str]:
        """The statements of a row trigger, which must not meet a conflict.

        An `OR IGNORE` of the outer statement applies to them too, and would lose the line.
        """
        for kind, column in self.entries:
            for row in rows:
                key = key_in(row, column)
                where = f"{key} IS NOT NULL"
                if row != rows[-1]:  # record the entry that the row has left, too
                    where += f" AND {key} IS NOT {key_in(rows[-1], column)}"
                yield f"""
                    DELETE FROM resources_change
                    WHERE kind = '{kind}' AND "key" = CAST({key} AS TEXT) AND {where};
                    INSERT INTO resources_change (kind, "key", at, "transaction")
                    SELECT '{kind}', CAST({key} AS TEXT), strftime('%Y-%m-%d %H:%M:%f', 'now'), 0
                    WHERE {where};
                """

    def backwards_in_sqlite(self) -> Iterable[str]:
        return [f"DROP TRIGGER record_{event}_of_{self.table}" for event in ROWS_SEEN_BY_EVENT]

    def forwards_in_postgresql(self) -> Iterable[str]:
        for event, rows in ROWS_SEEN_BY_EVENT.items():
            names = " ".join(f"{row} TABLE AS {row}_rows" for row in rows)
            query = " UNION ALL ".join(
                f"SELECT '{kind}', {key_in('r', column)}::text FROM {row}_rows AS r"
                for kind, column in self.entries
                for row in rows
            )
            yield self.statement_trigger(event, f"REFERENCING {names}", query)
        yield self.statement_trigger("truncate", "", "SELECT 'everything', ''")

    def statement_trigger(self, event: str, referencing: str, query: str) -> str:
        argument = query.replace("'", "''")
        return f"""CREATE TRIGGER record_{event}_of_{self.table} AFTER {event} ON {self.table}
            {referencing} FOR EACH STATEMENT EXECUTE FUNCTION record_changes('{argument}')"""

    def backwards_in_postgresql(self) -> Iterable[str]:
        return [
            f"DROP TRIGGER record_{event}_of_{self.table} ON {self.table}"
            for event in [*ROWS_SEEN_BY_EVENT, "truncate"]
        ]
