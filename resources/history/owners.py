"""Models with versions, and the rows of other tables that belong to entries."""

from resources.entry_kinds import kind_of, kinds


def has_versions(model):
    kind = kind_of(model)
    return bool(kind and kind.history)


def parts_of_model(model):
    """The `Part`s of this model's entries, none for a model without versions."""
    return kind_of(model).parts if has_versions(model) else []


def is_in_versions(model):
    """True if a change of its records goes into a version, their own or their owner's."""
    return has_versions(model) or any(
        part.model is model for kind in kinds.values() for part in kind.parts
    )


def owning_entries(records):
    """The entries that these records are or belong to, each once.

    If a record was moved to another owner and not saved yet, both owners are included.
    """
    entries = {}
    for record in records:
        if has_versions(type(record)) and record.pk is not None:
            entries[type(record), record.pk] = record
    for kind in kinds.values():
        for part in kind.parts:
            rows = [record for record in records if isinstance(record, part.model)]
            for key in keys_of_owners(rows, part):
                entries.setdefault((kind.model, key), kind.model(pk=key))
    return list(entries.values())


def keys_of_owners(rows, part):
    """Keys of the owners in the database, and of those set on unsaved rows."""
    if not rows:
        return set()
    attribute = part.model._meta.get_field(part.owner).attname
    stored = part.model._base_manager.filter(pk__in=[row.pk for row in rows if row.pk])
    given = {getattr(row, attribute) for row in rows}
    return given.union(stored.values_list(attribute, flat=True)) - {None}


def part_rows(entry):
    """Yields all rows that belong to an entry."""
    for part in parts_of_model(type(entry)):
        yield from part.model._base_manager.filter(**{part.owner: entry})
