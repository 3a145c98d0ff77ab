"""Migration operations for triggers that keep former slugs of entries and terms.

If a slug that visitors know changes, in whatever way, the trigger stores the former one in the
same transaction. If an entry takes a former slug of its own again, that is removed from the list.
SQLite drops triggers when it rebuilds a table: see resources/journal/triggers.py.
"""

# ruff: noqa: S608
# The SQL is put together from names that migrations give.

from .triggers import DatabaseOperation


class KeepFormer(DatabaseOperation):
    """A trigger on updates of a slug in `table`. Subclasses set the SQL.

    `statements` run for each row that meets `condition`.
    """

    condition: str = ""
    statements: str = ""
    table: str = ""

    def describe(self) -> str:
        return f"Keep former slugs of {self.table}"

    def forwards_in_sqlite(self) -> list[str]:
        return [
            f"""CREATE TRIGGER keep_former_slug_of_{self.table} AFTER UPDATE OF slug ON {self.table}
                WHEN {self.condition} BEGIN {self.statements} END"""
        ]

    def backwards_in_sqlite(self) -> list[str]:
        return [f"DROP TRIGGER keep_former_slug_of_{self.table}"]

    def forwards_in_postgresql(self) -> list[str]:
        return [
            f"""CREATE FUNCTION keep_former_slug_of_{self.table}() RETURNS trigger
                LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
                BEGIN {self.statements} RETURN NULL; END $$""",
            f"""CREATE TRIGGER keep_former_slug AFTER UPDATE OF slug ON {self.table}
                FOR EACH ROW WHEN ({self.condition})
                EXECUTE FUNCTION keep_former_slug_of_{self.table}()""",
        ]

    def backwards_in_postgresql(self) -> list[str]:
        return [
            f"DROP TRIGGER keep_former_slug ON {self.table}",
            f"DROP FUNCTION keep_former_slug_of_{self.table}()",
        ]


class KeepFormerSlugs(KeepFormer):
    """Keep the former slugs of published and closed entries, the rows of `table`."""

    condition = "OLD.slug <> NEW.slug AND OLD.status IN ('published', 'closed')"

    def __init__(self, table: str, app_label: str, model: str) -> None:
        self.table = table
        self.app_label = app_label
        self.model = model

    @property
    def statements(self) -> str:  # type: ignore[override]
        kind = f"""(SELECT id FROM django_content_type
            WHERE app_label = '{self.app_label}' AND model = '{self.model}')"""
        return f"""
            DELETE FROM resources_formerslug WHERE content_type_id = {kind}
                AND (slug = OLD.slug OR slug = NEW.slug AND object_id = NEW.id);
            INSERT INTO resources_formerslug (content_type_id, object_id, slug)
                VALUES ({kind}, NEW.id, OLD.slug);
        """


class KeepFormerTerms(KeepFormer):
    """Keep the former slugs of terms, which are in addresses of topics and filters."""

    table = "resources_term"
    condition = "OLD.slug <> NEW.slug AND OLD.vocabulary_id = NEW.vocabulary_id"
    statements = """
        DELETE FROM resources_formerterm WHERE vocabulary_id = NEW.vocabulary_id
            AND (slug = OLD.slug OR slug = NEW.slug AND term_id = NEW.id);
        INSERT INTO resources_formerterm (vocabulary_id, slug, term_id)
            VALUES (NEW.vocabulary_id, OLD.slug, NEW.id);
    """
