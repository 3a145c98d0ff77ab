"""Migration operations by which the database itself keeps the change journal.

Each recorded table has triggers on insert, update and delete that write to `resources_change`
which entries the changed rows belong to, and remove the lines this supersedes. SQLite fires them
for a row that a REPLACE pushes out only because settings.py turns `recursive_triggers` on.

Before a migration makes SQLite build a table anew, which drops its triggers without a word, take
them away by hand (`RecordChanges(...)` reversed), and record the table again after it; for
`resources_change` itself that means every table.
"""

# ruff: noqa: S608
# The SQL is put together from names that migrations give.

from django.db.migrations.operations.base import Operation

ROWS_OF = {  # what a trigger can see of the rows before and after
    "insert": ["new"],
    "update": ["old", "new"],
    "delete": ["old"],
}


class DatabaseOperation(Operation):
    """Statements for one kind of database; the models stay as they are."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.run("forwards", schema_editor)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self.run("backwards", schema_editor)

    def run(self, direction, schema_editor):
        """Run what the method `<direction>_in_<database>` lists."""
        statements = getattr(self, f"{direction}_in_{schema_editor.connection.vendor}")
        for statement in statements():
            schema_editor.execute(statement, params=None)


class StartJournal(DatabaseOperation):
    """Write the journal's first line, and another whenever it is lost with all the others.

    Its key is this database's identity, so that nobody goes on from where another one was.
    """

    def describe(self):
        return "Start the change journal"

    def forwards_in_sqlite(self):
        origin = """
            INSERT INTO resources_change (kind, "key", at, "transaction")
            VALUES ('origin', lower(hex(randomblob(16))), strftime('%Y-%m-%d %H:%M:%f', 'now'), 0)
        """
        return [
            f"""CREATE TRIGGER restart_journal AFTER DELETE ON resources_change
                WHEN OLD.kind = 'origin' BEGIN {origin}; END""",
            origin,
        ]

    def backwards_in_sqlite(self):
        return ["DROP TRIGGER restart_journal", "DELETE FROM resources_change"]

    def forwards_in_postgresql(self):
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

    def backwards_in_postgresql(self):
        return [
            "DROP TRIGGER restart_emptied_journal ON resources_change",
            "DROP TRIGGER restart_journal ON resources_change",
            "DROP FUNCTION restart_journal()",
            "DROP FUNCTION record_changes()",
            "DELETE FROM resources_change",
        ]


# The argument is a query for (kind, key) of what a statement changed. Superseded lines that
# somebody else is removing are left to them, and under a stricter isolation, where even skipping
# may fail, all are left to the next change: the journal never makes a writer wait.
# The search path is kept because a restore of a dump has an empty one.
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


def key_in(row, column):
    """The SQL for an entry's key; see `RecordChanges` for what `column` may be."""
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

    def __init__(self, table, **columns):
        self.table = table
        self.columns = columns

    def describe(self):
        return f"Record changes of {self.table}"

    @property
    def entries(self):
        return [(kind.replace("_", "-"), column) for kind, column in self.columns.items()]

    def forwards_in_sqlite(self):
        for event, rows in ROWS_OF.items():
            yield f"""CREATE TRIGGER record_{event}_of_{self.table} AFTER {event} ON {self.table}
                BEGIN {"".join(self.recorded_in_sqlite(rows))} END"""

    def recorded_in_sqlite(self, rows):
        """Statements of a row trigger. They never resolve a conflict: the outer statement's
        `OR IGNORE` would do it for them, and the line would be lost.
        """
        for kind, column in self.entries:
            for row in rows:
                key = key_in(row, column)
                where = f"{key} IS NOT NULL"
                if row != rows[-1]:  # an entry the row has left; else the new row says it
                    where += f" AND {key} IS NOT {key_in(rows[-1], column)}"
                yield f"""
                    DELETE FROM resources_change
                    WHERE kind = '{kind}' AND "key" = CAST({key} AS TEXT) AND {where};
                    INSERT INTO resources_change (kind, "key", at, "transaction")
                    SELECT '{kind}', CAST({key} AS TEXT), strftime('%Y-%m-%d %H:%M:%f', 'now'), 0
                    WHERE {where};
                """

    def backwards_in_sqlite(self):
        return [f"DROP TRIGGER record_{event}_of_{self.table}" for event in ROWS_OF]

    def forwards_in_postgresql(self):
        for event, rows in ROWS_OF.items():
            names = " ".join(f"{row} TABLE AS {row}_rows" for row in rows)
            query = " UNION ALL ".join(
                f"SELECT '{kind}', {key_in('r', column)}::text FROM {row}_rows AS r"
                for kind, column in self.entries
                for row in rows
            )
            yield self.statement_trigger(event, f"REFERENCING {names}", query)
        yield self.statement_trigger("truncate", "", "SELECT 'everything', ''")

    def statement_trigger(self, event, referencing, query):
        argument = query.replace("'", "''")
        return f"""CREATE TRIGGER record_{event}_of_{self.table} AFTER {event} ON {self.table}
            {referencing} FOR EACH STATEMENT EXECUTE FUNCTION record_changes('{argument}')"""

    def backwards_in_postgresql(self):
        return [
            f"DROP TRIGGER record_{event}_of_{self.table} ON {self.table}"
            for event in [*ROWS_OF, "truncate"]
        ]
