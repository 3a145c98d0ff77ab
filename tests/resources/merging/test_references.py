"""All columns that point at a record are known, compared with the database's own list."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import connection
from reversion.models import Version

from resources.merging.references import references_to
from resources.models import LinkOccurrence, Organization, Resource, Term, Vocabulary, WorkItem

pytestmark = pytest.mark.both_databases

# These name what a record was, and go on naming it when it is gone.
OF_THE_PAST = {Version}
# These follow what the records say: what is told of one that is gone goes by itself.
DERIVED = {LinkOccurrence, WorkItem}


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Resource, Term, Vocabulary, Organization])
def test_every_column_by_which_the_database_refers_to_a_table_is_known(model):
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        referring = {
            (table, column)
            for table in tables
            for column, (_to, other) in connection.introspection.get_relations(
                cursor, table
            ).items()
            if other == model._meta.db_table
        }

    known = {(ref.model._meta.db_table, ref.field.column) for ref in references_to(model)}
    assert referring <= known


def test_every_table_about_entries_of_any_kind_is_known():
    kept_about = {
        model
        for model in apps.get_models()
        if any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields)
    }

    assert kept_about - OF_THE_PAST - DERIVED <= {
        reference.model for reference in references_to(Resource)
    }
