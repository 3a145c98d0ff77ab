"""Everything that points at a record, found by asking the models: what is added later is not lost.

Three kinds of things point at one: a reference of another table (lists of terms and the like are
tables of references, too), and what is kept about an entry of any kind (see AboutEntry).
"""

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef

from resources.models.workflow import AboutEntry


@dataclass(frozen=True)
class Reference:
    """The column of a model by which its rows point at records of another."""

    model: type[models.Model]
    column: str

    @property
    def field(self):
        return self.model._meta.get_field(self.column)

    def naming(self, record):
        """The values a row has that points at `record`."""
        return {self.column: record}

    def rows(self, record):
        return self.model._base_manager.filter(**self.naming(record))

    @cached_property
    def owner(self):
        """(model, field) that curators know it by: of a list of terms, the entry's it is."""
        if not self.model._meta.auto_created:
            return self.model, self.column
        [other] = [f for f in self.model._meta.fields if f.remote_field and f.name != self.column]
        for field in other.related_model._meta.many_to_many:
            if field.remote_field.through is self.model:
                return other.related_model, field.name
        return None, ""  # the record's own list

    def owners(self, record):
        """The records that point at `record`."""
        model, field = self.owner
        return list(model._base_manager.filter(**{field: record})) if model else []

    @property
    def holds(self):
        """Whether deleting what it points at would take something from somebody."""
        if self.model._meta.auto_created:
            return self.owner[0] is not None
        return self.field.remote_field.on_delete is not models.CASCADE

    def counts(self, records):
        """{key of a record: how many rows point at it}, of those any row does."""
        rows = self.model._base_manager.filter(**{f"{self.column}__in": records}).order_by()
        return dict(rows.values_list(self.column).annotate(models.Count("pk")))

    def rival(self, row, record):
        """The row that stands where `row` would, if it pointed at `record`; None if there is none.

        Both cannot be: some rule of the table allows only one.
        """
        others = self.rows(record)
        for names in self.unique_with:
            if found := others.filter(**{name: getattr(row, name) for name in names}).first():
                return found
        return None

    def clashing(self, old, new):
        """The rows of `old` for which `new` has one in the same place."""
        clashes = models.Q(pk__in=[])
        for names in self.unique_with:
            same = self.rows(new).filter(**{name: OuterRef(name) for name in names})
            clashes |= models.Q(Exists(same))
        return self.rows(old).filter(clashes)

    @cached_property
    def unique_with(self):
        """For each rule that takes in the column: the other columns it takes in."""
        meta = self.model._meta
        rules = [constraint.fields for constraint in meta.total_unique_constraints]
        rules += [[*fields] for fields in meta.unique_together]
        rules += [[self.column]] if self.field.unique else []
        fixed = set(self.naming(None))
        return [[n for n in names if n not in fixed] for names in rules if self.column in names]


class ReferenceToAny(Reference):
    """What is kept about entries of any kind, by the kind and the key of the entry."""

    holds = False

    def owners(self, record):
        return list(self.rows(record))

    def naming(self, record):
        kind = ContentType.objects.get_for_model(record) if record else None
        return {"content_type": kind, "object_id": record and record.pk}


def references_to(model):
    """Every column, of whatever table, that may name a record of `model`."""
    relations = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    ]
    found = [Reference(r.related_model, r.field.name) for r in relations]
    kept_about = [m for m in apps.get_models() if issubclass(m, AboutEntry)]
    return [*found, *(ReferenceToAny(m, "object_id") for m in kept_about)]


@dataclass(frozen=True)
class Use:
    """How many records of `model` point at one by their field `field`."""

    model: type[models.Model]
    field: str
    count: int


def uses_of(records):
    """{record: its uses}, of those that are in use. As many queries for one as for a hundred."""
    records = list(records)
    found = {}
    for reference in references_to(type(records[0])) if records else ():
        counts = reference.counts(records) if reference.holds else {}
        for record in records:
            if count := counts.get(record.pk):
                found.setdefault(record, []).append(Use(*reference.owner, count))
    return found
