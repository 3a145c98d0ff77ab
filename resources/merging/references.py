"""The columns that point at a record, found through the models of all apps.

They are of two kinds: foreign keys, those of many-to-many tables included, and the generic
references of the subclasses of EntryRecord. LinkOccurrence and WorkItem have generic references
too. They are left out, because their rows are derived again from the entries.
"""

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef

from resources.models.workflow import EntryRecord


@dataclass(frozen=True)
class ReferenceColumn:
    """A foreign key of `model` that points at the records in question."""

    model: type[models.Model]
    column: str

    @property
    def field(self):
        return self.model._meta.get_field(self.column)

    def values_for(self, record):
        """{column: value} of a row that points at `record`."""
        return {self.column: record}

    def rows(self, record):
        return self.model._base_manager.filter(**self.values_for(record))

    @cached_property
    def visible_field(self):
        """(model, field) as curators know this column.

        For a many-to-many table, these are the entry's model and its many-to-many field. They are
        (None, "") if that field belongs to the record itself.
        """
        if not self.model._meta.auto_created:
            return self.model, self.column
        [other] = [f for f in self.model._meta.fields if f.remote_field and f.name != self.column]
        for field in other.related_model._meta.many_to_many:
            if field.remote_field.through is self.model:
                return other.related_model, field.name
        return None, ""  # a many-to-many field of the record itself

    def referring_records(self, record):
        """The records that point at `record`."""
        model, field = self.visible_field
        return list(model._base_manager.filter(**{field: record})) if model else []

    @property
    def blocks_deletion(self):
        """True if rows in this column make a record count as in use."""
        if self.model._meta.auto_created:
            return self.visible_field[0] is not None
        return self.field.remote_field.on_delete is not models.CASCADE

    def counts(self, records):
        """{key of a record: number of rows that point at it}, without zeros."""
        rows = self.model._base_manager.filter(**{f"{self.column}__in": records}).order_by()
        return dict(rows.values_list(self.column).annotate(models.Count("pk")))

    def conflicting_row(self, row, record):
        """The row of `record` that would break a unique constraint together with `row`.

        None if there is none.
        """
        others = self.rows(record)
        for names in self.unique_with:
            if found := others.filter(**{name: getattr(row, name) for name in names}).first():
                return found
        return None

    def conflicting_rows(self, old, new):
        """The rows of `old` that a unique constraint keeps from pointing at `new`."""
        conflicts = models.Q(pk__in=[])
        for names in self.unique_with:
            same = self.rows(new).filter(**{name: OuterRef(name) for name in names})
            conflicts |= models.Q(Exists(same))
        return self.rows(old).filter(conflicts)

    @cached_property
    def unique_with(self):
        """The other columns of each unique constraint on the column."""
        meta = self.model._meta
        rules = [constraint.fields for constraint in meta.total_unique_constraints]
        rules += [[*fields] for fields in meta.unique_together]
        rules += [[self.column]] if self.field.unique else []
        fixed = set(self.values_for(None))
        return [[n for n in names if n not in fixed] for names in rules if self.column in names]


class GenericReferenceColumn(ReferenceColumn):
    """The content type and key by which a table refers to entries of any kind."""

    blocks_deletion = False

    def referring_records(self, record):
        return list(self.rows(record))

    def values_for(self, record):
        kind = ContentType.objects.get_for_model(record) if record else None
        return {"content_type": kind, "object_id": record and record.pk}


def references_to(model):
    """The columns that may point at a record of `model`. See the module for what is left out."""
    relations = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    ]
    found = [ReferenceColumn(r.related_model, r.field.name) for r in relations]
    about_entries = [m for m in apps.get_models() if issubclass(m, EntryRecord)]
    return [*found, *(GenericReferenceColumn(m, "object_id") for m in about_entries)]


@dataclass(frozen=True)
class Usage:
    """The number of records of `model` that point at a record with their field `field`."""

    model: type[models.Model]
    field: str
    count: int


def usages_of(records):
    """{record: its Usages}, without unused ones. The number of queries does not grow."""
    records = list(records)
    found = {}
    for reference in references_to(type(records[0])) if records else ():
        counts = reference.counts(records) if reference.blocks_deletion else {}
        for record in records:
            if count := counts.get(record.pk):
                found.setdefault(record, []).append(Usage(*reference.visible_field, count))
    return found
