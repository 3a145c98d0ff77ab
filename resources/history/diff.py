"""What two states of an entry differ in: field by field, row by row, in words."""

from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst

from .labels import Labels
from .registry import parts_of_model
from .text_diff import Piece, compared


@dataclass(frozen=True)
class FieldChange:
    """A field with how its value changed; the pieces of a list are its items."""

    label: str
    pieces: list[Piece]
    is_list: bool = False
    language: str = ""


@dataclass(frozen=True)
class RowChange:
    """A row of an entry's parts that is new, gone or changed, with the fields that say so."""

    kind: str  # "new", "gone" or "changed"
    of: str
    name: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class Difference:
    fields: list[FieldChange]
    rows: list[RowChange]

    def __bool__(self):
        return bool(self.fields or self.rows)


def difference(model, old, new, *, leaving_out=()):
    """From the state `old` to the state `new`; without the fields `leaving_out` names."""
    labels = Labels(rows_with_names(model, [old, new]))
    fields = field_changes(model, old.fields, new.fields, labels, leaving_out)
    rows = [
        change
        for part in parts_of_model(model)
        for change in row_changes(part, old.parts[part.name], new.parts[part.name], labels)
    ]
    return Difference(fields, rows)


def changed_fields(model, old, new):
    """The fields and the parts (by their names) that differ, in the order of the columns."""
    names = [f.name for f in shown_fields(model) if is_changed(f, old.fields, new.fields)]
    parts = [part.name for part in parts_of_model(model)]
    return [*names, *(name for name in parts if old.parts[name] != new.parts[name])]


def label_of(model, name):
    """A field or part of `model` as curators know it."""
    field = model._meta.get_field(name)
    if field.auto_created and not field.concrete:
        return str(field.related_model._meta.verbose_name_plural)
    return str(field.verbose_name)


def rows_with_names(model, states):
    """(model, fields) of the entry and each of its parts, for `Labels`."""
    for state in states:
        yield model, state.fields
        for part in parts_of_model(model):
            yield from ((part.model, row) for row in state.parts[part.name].values())


def shown_fields(model):
    opts = model._meta
    fields = [*opts.concrete_fields, *opts.local_many_to_many]
    return [field for field in fields if field.editable and not field.primary_key]


def is_changed(field, old, new):
    """A column that is newer than a version did not change with it."""
    return field.name in old and field.name in new and old[field.name] != new[field.name]


def field_changes(model, old, new, labels, leaving_out=()):
    return [
        field_change(field, old[field.name], new[field.name], labels)
        for field in shown_fields(model)
        if field.name not in leaving_out and is_changed(field, old, new)
    ]


def field_change(field, old, new, labels):
    label = capfirst(field.verbose_name)
    language = field.name[-2:] if field.name.endswith(("_en", "_es")) else ""
    if is_prose(field):
        return FieldChange(label, compared(old, new), language=language)
    old, new = labels.shown(field, old), labels.shown(field, new)
    gone = [Piece("out", text) for text in old if text not in new]
    come = [Piece("in", text) for text in new if text not in old]
    return FieldChange(label, [*gone, *come], is_list=field.many_to_many)


def is_prose(field):
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not field.choices


def row_changes(part, old, new, labels):
    for key in sorted({**old, **new}):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        name = row_name(part, after or before, labels)
        of = capfirst(part.model._meta.verbose_name)
        if before and after:
            changes = field_changes(part.model, before, after, labels)
            if changes:
                yield RowChange("changed", of, name, changes)
        else:
            kind = "new" if after else "gone"
            yield RowChange(kind, of, name, filled_fields(part, before, after, labels))


def filled_fields(part, before, after, labels):
    """All that a new row brings, or a gone one took along; its owner goes without saying."""
    present = after or before
    empty = {name: [] if isinstance(value, list) else "" for name, value in present.items()}
    old, new = before or empty, after or empty
    skipped = [part.owner, *(name for name, value in present.items() if value in (None, ""))]
    return field_changes(part.model, old, new, labels, skipped)


def row_name(part, fields, labels):
    """How a curator tells it from the others: `Families · pp. 28–33`."""
    found = [labels.shown(part.model._meta.get_field(n), fields.get(n)) for n in part.named_by]
    return " · ".join(words for shown in found for words in shown)
