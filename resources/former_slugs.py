"""Migration operation by which the database itself keeps the address an entry had before.

Whoever changes the slug of an entry that visitors can open, by whatever way of writing, leaves a
`FormerSlug` in the same transaction. What resources/triggers.py says of tables that SQLite builds
anew goes for these triggers too.
"""

# ruff: noqa: S608
# The SQL is put together from names that migrations give.

from .triggers import DatabaseOperation

KNOWN_TO_VISITORS = "('published', 'closed')"


class KeepFormerSlugs(DatabaseOperation):
    """Keep former slugs of the rows of `table`, which are entries of the kind `model`.

    A slug that returns to its own entry is no former one any more.
    """

    def __init__(self, table, app_label, model):
        self.table = table
        self.app_label = app_label
        self.model = model

    def describe(self):
        return f"Keep former slugs of {self.table}"

    @property
    def statements(self):
        """What happens at a change, in words both kinds of database understand."""
        kind = f"""(SELECT id FROM django_content_type
            WHERE app_label = '{self.app_label}' AND model = '{self.model}')"""
        return f"""
            DELETE FROM resources_formerslug WHERE content_type_id = {kind}
                AND (slug = OLD.slug OR slug = NEW.slug AND object_id = NEW.id);
            INSERT INTO resources_formerslug (content_type_id, object_id, slug)
                VALUES ({kind}, NEW.id, OLD.slug);
        """

    condition = f"OLD.slug <> NEW.slug AND OLD.status IN {KNOWN_TO_VISITORS}"

    def forwards_in_sqlite(self):
        return [
            f"""CREATE TRIGGER keep_former_slug_of_{self.table} AFTER UPDATE OF slug ON {self.table}
                WHEN {self.condition} BEGIN {self.statements} END"""
        ]

    def backwards_in_sqlite(self):
        return [f"DROP TRIGGER keep_former_slug_of_{self.table}"]

    def forwards_in_postgresql(self):
        return [
            f"""CREATE FUNCTION keep_former_slug_of_{self.table}() RETURNS trigger
                LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
                BEGIN {self.statements} RETURN NULL; END $$""",
            f"""CREATE TRIGGER keep_former_slug AFTER UPDATE OF slug ON {self.table}
                FOR EACH ROW WHEN ({self.condition})
                EXECUTE FUNCTION keep_former_slug_of_{self.table}()""",
        ]

    def backwards_in_postgresql(self):
        return [
            f"DROP TRIGGER keep_former_slug ON {self.table}",
            f"DROP FUNCTION keep_former_slug_of_{self.table}()",
        ]
