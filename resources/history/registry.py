"""Which entries have versions, and which rows of other tables belong to one."""

from resources.entry_kinds import kind_of, kinds


def has_versions(model):
    kind = kind_of(model)
    return bool(kind and kind.history)


def parts_of_model(model):
    """The parts of entries of this model, each a `Part`."""
    return kind_of(model).parts if has_versions(model) else []


def is_in_versions(model):
    """Whether a change of its records ends up in a version: theirs, or that of an owner."""
    return has_versions(model) or any(
        part.model is model for kind in kinds.values() for part in kind.parts
    )


def entries_of(records):
    """The entries that these records are or belong to, each once: what a change of them changes.

    An owner that a record has just been given counts as well as the one the database knows.
    """
    entries = {}
    for record in records:
        if has_versions(type(record)) and record.pk is not None:
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
    for part in parts_of_model(type(entry)):
        yield from part.model._base_manager.filter(**{part.owner: entry})
