"""Migration operations by which the database itself keeps the address an entry had before.

Whoever changes a slug that visitors know, by whatever way of writing, leaves the former one in
the same transaction. A slug that returns to its own entry is no former one any more. What
resources/journal/triggers.py says of tables that SQLite builds anew goes for these triggers too.
"""

# ruff: noqa: S608
# The SQL is put together from names that migrations give.

from .triggers import DatabaseOperation


class KeepFormer(DatabaseOperation):
    """`statements` are what happens on `condition`, in words both kinds of database understand."""

    condition = statements = table = ""

    def describe(self):
        return f"Keep former slugs of {self.table}"

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


class KeepFormerSlugs(KeepFormer):
    """Keep former slugs of the rows of `table`, entries of the kind `model` that have a status."""

    condition = "OLD.slug <> NEW.slug AND OLD.status IN ('published', 'closed')"

    def __init__(self, table, app_label, model):
        self.table = table
        self.app_label = app_label
        self.model = model

    @property
    def statements(self):
        kind = f"""(SELECT id FROM django_content_type
            WHERE app_label = '{self.app_label}' AND model = '{self.model}')"""
        return f"""
            DELETE FROM resources_formerslug WHERE content_type_id = {kind}
                AND (slug = OLD.slug OR slug = NEW.slug AND object_id = NEW.id);
            INSERT INTO resources_formerslug (content_type_id, object_id, slug)
                VALUES ({kind}, NEW.id, OLD.slug);
        """


class KeepFormerTerms(KeepFormer):
    """Keep former slugs of terms: the addresses of topics and roles, and of every filter."""

    table = "resources_term"
    condition = "OLD.slug <> NEW.slug AND OLD.vocabulary_id = NEW.vocabulary_id"
    statements = """
        DELETE FROM resources_formerterm WHERE vocabulary_id = NEW.vocabulary_id
            AND (slug = OLD.slug OR slug = NEW.slug AND term_id = NEW.id);
        INSERT INTO resources_formerterm (vocabulary_id, slug, term_id)
            VALUES (NEW.vocabulary_id, OLD.slug, NEW.id);
    """
