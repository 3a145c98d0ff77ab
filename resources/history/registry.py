"""Which kinds of entries are kept in versions, and which rows of other tables belong to one."""

from dataclasses import dataclass, field

import reversion
from django.db.models import Model


@dataclass(frozen=True)
class Part:
    """Rows that belong to an entry: `owner` is their field that names it.

    `named_by` lists the fields by which a curator tells one row from another.
    """

    name: str
    model: type[Model]
    owner: str
    named_by: tuple[str, ...]


@dataclass
class Kind:
    """A kind of entry.

    Going back to a version leaves the fields in `kept` as they are, and those of `kept_unless`,
    unless the field they are about (its key) goes back. `loads` is what its name needs. Visitors
    are told of changes of the fields and parts in `told`, and of no others.
    """

    model: type[Model]
    kept: frozenset[str]
    kept_unless: dict[str, list[str]]
    loads: tuple[str, ...]
    told: frozenset[str]
    parts: list[Part] = field(default_factory=list)


kinds = {}


def register(model, *, kept=(), kept_unless=None, loads=(), told=()):
    """Keep versions of this model's records. Each app does it in its `versioned.py`."""
    reversion.register(model)
    kinds[model] = Kind(model, frozenset(kept), kept_unless or {}, tuple(loads), frozenset(told))


def follow(model, relation, *named_by):
    """Count the rows of `relation` as part of an entry; what they refer to is not."""
    relation = model._meta.get_field(relation)
    part = Part(relation.name, relation.related_model, relation.remote_field.name, named_by)
    kinds[model].parts.append(part)


def is_kept(model):
    """Whether a change of its records ends up in a version: theirs, or that of an owner."""
    return model in kinds or any(
        part.model is model for kind in kinds.values() for part in kind.parts
    )


def entries_of(records):
    """The entries that these records are or belong to, each once: what a change of them changes.

    An owner that a record has just been given counts as well as the one the database knows.
    """
    entries = {}
    for record in records:
        if type(record) in kinds and record.pk is not None:
            entries[type(record), record.pk] = record
    for kind in kinds.values():
        for part in kind.parts:
            rows = [record for record in records if isinstance(record, part.model)]
            for key in owners_of(rows, part):
                entries.setdefault((kind.model, key), kind.model(pk=key))
    return list(entries.values())


def owners_of(rows, part):
    if not rows:
        return set()
    attribute = part.model._meta.get_field(part.owner).attname
    stored = part.model._base_manager.filter(pk__in=[row.pk for row in rows if row.pk])
    given = {getattr(row, attribute) for row in rows}
    return given.union(stored.values_list(attribute, flat=True)) - {None}


def rows_of_parts(entry):
    """Everything that belongs to an entry."""
    for part in kinds[type(entry)].parts if type(entry) in kinds else ():
        yield from part.model._base_manager.filter(**{part.owner: entry})
