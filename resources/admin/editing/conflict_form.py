"""Merges what a curator sent with what somebody else saved meanwhile.

A merge has three versions: the values the form was opened with, the current ones (theirs), and
those that were sent (mine). Where theirs and mine differ, the curator chooses.
"""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from resources.history.text_diff import DiffPiece, word_diff

from .form_values import (
    SAVE_ONLY_FIELDS,
    inner_widget,
    key_fields,
    posted_rows,
    posted_values,
    sign_values,
    unbound_values,
    values_from_signed,
)

OPENED, SEEN, CHOICE_PREFIX = "opened", "seen", "choice"
THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True)
class FieldConflict:
    """One input whose values differ.

    `default` is the side that changed it. It is "" if both did, so the curator has to choose.
    """

    name: str
    label: str
    theirs: list[DiffPiece]
    mine: list[DiffPiece]
    default: str
    is_list: bool = False


@dataclass(frozen=True)
class ConflictGroup:
    """The conflicts of the entry itself, with title "", or of one row of a formset."""

    title: str
    field_conflicts: list[FieldConflict]


class EditConflict:
    """Compares POST `data` with the current entry: unbound `form` and `formsets`."""

    def __init__(self, data, form, formsets):
        self.data, self.form, self.formsets = data, form, formsets
        self.current = unbound_values(form, formsets)
        self.opened = values_from_signed(data.get(OPENED, ""))
        self.rows = {formset.prefix: posted_rows(data, formset) for formset in formsets}

    def is_open(self):
        """True if somebody saved since the form was opened, and their values differ."""
        return self.opened != self.current and bool(self.groups)

    def is_resolved(self):
        """True if every choice was made on a page that showed the current values."""
        names = [conflict.name for group in self.groups for conflict in group.field_conflicts]
        has_seen = values_from_signed(self.data.get(SEEN, "")) == self.current
        return has_seen and all(self.data.get(name) in (THEIRS, MINE) for name in names)

    @cached_property
    def groups(self):
        mine = posted_values(self.data, self.current[""])
        of_entry = self.field_conflicts(
            self.form, "", self.current[""], mine, self.opened_values("")
        )
        groups = [ConflictGroup("", of_entry)]
        for formset in self.formsets:
            rows = {str(row.instance.pk): row for row in formset.initial_forms}
            for key, prefix in self.rows[formset.prefix][0].items():
                if key in rows:
                    groups.append(self.changed_row(formset, rows[key], key, prefix))
                else:
                    groups.append(self.deleted_row(formset, key, prefix))
        return [group for group in groups if group.field_conflicts]

    def opened_values(self, part, key=None):
        """The values of a part, or of its row, when the form was opened. {} if unknown."""
        values = (self.opened or {}).get(part, {})
        return values if key is None else values.get(key, {})

    def field_conflicts(self, form, name, current, mine, opened):
        """A FieldConflict for each input of one form whose values differ.

        A row that one side deletes and the other changed gets no default.
        """
        deletes = "DELETE" in mine and mine["DELETE"] != current["DELETE"]
        known = {} if deletes and opened != current else opened
        return [
            FieldConflict(
                name=f"{CHOICE_PREFIX}:{name}:{key}",
                label=input_label(form, key),
                **diff_sides(input_field(form, key), theirs, mine[key]),
                default=side_that_changed(known.get(key), theirs, mine[key]),
            )
            for key, theirs in current.items()
            if theirs != mine[key]
        ]

    def changed_row(self, formset, form, key, prefix):
        current = self.current[formset.prefix][key]
        mine = posted_values(self.data, current, prefix)
        opened = self.opened_values(formset.prefix, key)
        name = f"{formset.prefix}:{key}"
        conflicts = self.field_conflicts(form, name, current, mine, opened)
        return ConflictGroup(row_title(formset, form.instance), conflicts)

    def deleted_row(self, formset, key, prefix):
        """A row that somebody deleted: it stays deleted, or is restored as it was sent."""
        form, opened = formset.empty_form, self.opened_values(formset.prefix, key)
        keys = [n for n in form.fields if n not in {*key_fields(formset), *SAVE_ONLY_FIELDS}]
        mine = posted_values(self.data, keys, prefix)
        texts = [text for n in keys for text in display_values(form.fields[n], mine[n])]
        conflict = FieldConflict(
            name=f"{CHOICE_PREFIX}:{formset.prefix}:{key}",
            label=_("the whole row"),
            theirs=[DiffPiece("out", _("removed"))],
            mine=[DiffPiece("same", text) for text in texts],
            default=THEIRS if opened == mine else "",
            is_list=True,
        )
        return ConflictGroup(row_title(formset), [] if mine.get("DELETE") else [conflict])

    def choice_for(self, name):
        return self.data.get(f"{CHOICE_PREFIX}:{name}")

    def resolved_data(self):
        """POST data as if the chosen values were typed into the current entry."""
        data = self.data.copy()
        for key, theirs in self.current[""].items():
            if self.choice_for(f":{key}") == THEIRS:
                data.setlist(key, browser_texts(input_field(self.form, key), theirs))
        for formset in self.formsets:
            self.replace_rows(data, formset)
        choices = [name for name in data if name.startswith(f"{CHOICE_PREFIX}:")]
        for name in [*choices, *SAVE_ONLY_FIELDS, SEEN]:
            data.pop(name, None)
        data[OPENED] = sign_values(self.current)
        return without_empty_lists(data)

    def posted_fields(self):
        """Yields (name, text) of the form's fields, to be sent once more."""
        for name, texts in self.data.lists():
            is_choice = name.startswith(f"{CHOICE_PREFIX}:")
            if name not in (SEEN, "csrfmiddlewaretoken") and not is_choice:
                yield from ((name, text) for text in texts)

    def replace_rows(self, data, formset):
        """Replace a formset's rows: the current ones, then restored ones and new ones."""
        known, new = self.rows[formset.prefix]
        current = self.current[formset.prefix]
        rows = [self.resolved_row(formset, key, known.get(key)) for key in current]
        deleted = {key: prefix for key, prefix in known.items() if key not in current}
        restored = [prefix for key, prefix in deleted.items() if self.is_restored(formset, key)]
        rows += [without_key(formset, self.posted_row(prefix)) for prefix in [*restored, *new]]
        for name in [name for name in data if is_row_field(name, formset.prefix)]:
            del data[name]
        for number, row in enumerate(rows):
            for key, texts in row.items():
                data.setlist(f"{formset.prefix}-{number}-{key}", texts)
        data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(rows))
        data[f"{formset.prefix}-INITIAL_FORMS"] = str(len(current))

    def is_restored(self, formset, key):
        return self.choice_for(f"{formset.prefix}:{key}") == MINE

    def resolved_row(self, formset, key, prefix):
        """The chosen values of a current row. A row that they added has no `prefix`."""
        theirs = self.current[formset.prefix][key]
        row = self.posted_row(prefix) if prefix else {}
        for name, texts in theirs.items():
            if not prefix or self.choice_for(f"{formset.prefix}:{key}:{name}") == THEIRS:
                row[name] = browser_texts(input_field(formset.empty_form, name), texts)
        keys = {formset.model._meta.pk.name: [key], formset.fk.name: [str(formset.instance.pk)]}
        return row | keys

    def posted_row(self, prefix):
        names = [name for name in self.data if name.startswith(prefix)]
        row = {name.removeprefix(prefix): self.data.getlist(name) for name in names}
        return {name: texts for name, texts in row.items() if name not in SAVE_ONLY_FIELDS}


def is_row_field(name, prefix):
    number, _dash, key = name.removeprefix(f"{prefix}-").partition("-")
    return name.startswith(f"{prefix}-") and bool(key) and (number.isdecimal() or "__" in number)


def browser_texts(field, texts):
    """What a browser sends for a value: "" for no text, nothing for an unticked box."""
    widget = inner_widget(field)
    is_list = getattr(widget, "allow_multiple_selected", False)
    return texts if texts or is_list or isinstance(widget, forms.CheckboxInput) else [""]


def without_empty_lists(data):
    for name in [name for name, texts in data.lists() if not texts]:
        del data[name]
    return data


def without_key(formset, row):
    return row | {formset.model._meta.pk.name: [""]}


def side_that_changed(opened, theirs, mine):
    """The one side that changed the value. "" if both did, or if unknown."""
    if opened is None:
        return ""
    return MINE if theirs == opened else THEIRS if mine == opened else ""


def input_field(form, key):
    """The field of an input, whose name may be the field's with a number behind it."""
    return form.fields[key if key in form.fields else key.rpartition("_")[0]]


def input_label(form, key):
    name = key if key in form.fields else key.rpartition("_")[0]
    return capfirst(form[name].label)


def row_title(formset, row=None):
    kind = capfirst(formset.model._meta.verbose_name)
    return f"{kind}: {row}" if row else kind


def diff_sides(field, theirs, mine):
    """Both values as `DiffPiece`s, as keyword arguments of a FieldConflict."""
    if hasattr(field, "choices") or isinstance(field, forms.BooleanField):
        theirs, mine = display_values(field, theirs), display_values(field, mine)
        return {
            "theirs": [DiffPiece("same" if text in mine else "out", text) for text in theirs],
            "mine": [DiffPiece("same" if text in theirs else "in", text) for text in mine],
            "is_list": True,
        }
    pieces = word_diff("\n".join(theirs), "\n".join(mine))
    return {
        "theirs": [piece for piece in pieces if piece.kind != "in"],
        "mine": [piece for piece in pieces if piece.kind != "out"],
    }


def display_values(field, texts):
    """Values as a reader sees them: the labels of choices, yes or no for a checkbox."""
    if isinstance(field, forms.ModelChoiceField):
        try:
            chosen = field.queryset.filter(**{f"{field.to_field_name or 'pk'}__in": texts})
            return [str(record) for record in chosen]
        except (ValueError, ValidationError):  # the browser sent something that is no key
            return texts
    if hasattr(field, "choices"):
        labels = {str(value): str(label) for value, label in field.choices}
        return [labels.get(text, text) for text in texts]
    if isinstance(field, forms.BooleanField):
        return [_("yes") if texts else _("no")]
    return texts
