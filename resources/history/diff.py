"""The difference of two states of an entry, by field and row, for people to read."""

from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst

from .labels import Labels
from .owners import parts_of_model
from .text_diff import DiffPiece, word_diff


@dataclass(frozen=True)
class FieldChange:
    """How a field changed. If `is_list`, each piece is an item of the list."""

    label: str
    pieces: list[DiffPiece]
    is_list: bool = False
    language: str = ""


@dataclass(frozen=True)
class RowChange:
    """A row of a part that was added, removed or changed, with the fields that differ."""

    kind: str  # "new", "gone" or "changed"
    model_name: str
    name: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class Difference:
    fields: list[FieldChange]
    rows: list[RowChange]

    def __bool__(self):
        return bool(self.fields or self.rows)


def difference(model, old, new, *, exclude=()):
    """The Difference of two EntryStates, without the fields named in `exclude`."""
    labels = Labels(rows_of_states(model, [old, new]))
    fields = field_changes(model, old.fields, new.fields, labels, exclude)
    rows = [
        change
        for part in parts_of_model(model)
        for change in row_changes(part, old.parts[part.name], new.parts[part.name], labels)
    ]
    return Difference(fields, rows)


def changed_fields(model, old, new):
    """The names of the fields and parts that differ, in the order of the model."""
    names = [f.name for f in editable_fields(model) if is_changed(f, old.fields, new.fields)]
    parts = [part.name for part in parts_of_model(model)]
    return [*names, *(name for name in parts if old.parts[name] != new.parts[name])]


def field_label(model, name):
    """The verbose name of a field or part of `model`."""
    field = model._meta.get_field(name)
    if field.auto_created and not field.concrete:
        return str(field.related_model._meta.verbose_name_plural)
    return str(field.verbose_name)


def rows_of_states(model, states):
    """Yields (model, fields) of the entry and each row of its parts, for `Labels`."""
    for state in states:
        yield model, state.fields
        for part in parts_of_model(model):
            yield from ((part.model, row) for row in state.parts[part.name].values())


def editable_fields(model):
    """The fields that people can edit, many-to-many fields last."""
    opts = model._meta
    fields = [*opts.concrete_fields, *opts.local_many_to_many]
    return [field for field in fields if field.editable and not field.primary_key]


def is_changed(field, old, new):
    """True if both states have the field and differ. An old version may lack a new column."""
    return field.name in old and field.name in new and old[field.name] != new[field.name]


def field_changes(model, old, new, labels, exclude=()):
    return [
        field_change(field, old[field.name], new[field.name], labels)
        for field in editable_fields(model)
        if field.name not in exclude and is_changed(field, old, new)
    ]


def field_change(field, old, new, labels):
    label = capfirst(field.verbose_name)
    language = field.name[-2:] if field.name.endswith(("_en", "_es")) else ""
    if has_word_diff(field):
        return FieldChange(label, word_diff(old, new), language=language)
    old, new = labels.display_values(field, old), labels.display_values(field, new)
    removed = [DiffPiece("out", text) for text in old if text not in new]
    added = [DiffPiece("in", text) for text in new if text not in old]
    return FieldChange(label, [*removed, *added], is_list=field.many_to_many)


def has_word_diff(field):
    """True for free text, which is compared word by word."""
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not field.choices


def row_changes(part, old, new, labels):
    """Yields the RowChanges between two {key: fields} of a part."""
    for key in sorted({**old, **new}):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        name = row_label(part, after or before, labels)
        model_name = capfirst(part.model._meta.verbose_name)
        if before and after:
            changes = field_changes(part.model, before, after, labels)
            if changes:
                yield RowChange("changed", model_name, name, changes)
        else:
            kind = "new" if after else "gone"
            changes = changes_of_whole_row(part, before, after, labels)
            yield RowChange(kind, model_name, name, changes)


def changes_of_whole_row(part, before, after, labels):
    """The FieldChanges of an added or removed row, without owner and empty fields."""
    present = after or before
    empty = {name: [] if isinstance(value, list) else "" for name, value in present.items()}
    old, new = before or empty, after or empty
    skipped = [part.owner, *(name for name, value in present.items() if value in (None, ""))]
    return field_changes(part.model, old, new, labels, skipped)


def row_label(part, fields, labels):
    """The text that identifies the row to a curator: `Families · pp. 28–33`."""
    columns = [(part.model._meta.get_field(name), fields.get(name)) for name in part.label_fields]
    texts = [text for column in columns for text in labels.display_values(*column)]
    return " · ".join(texts)
