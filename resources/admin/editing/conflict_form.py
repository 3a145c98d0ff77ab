"""Two curators saved one entry: what differs between them, and the result that was chosen."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from resources.history.text_diff import DiffPiece, word_diff

from .form_values import (
    ABOUT_THE_SAVE,
    names_that_join,
    plain_widget,
    sealed,
    shown_values,
    typed_rows,
    typed_values,
    unsealed,
)

OPENED, SEEN, CHOICE = "opened", "seen", "choice"
THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True)
class Clash:
    """A question: which of two values stays? `preset` answers it where only one side changed it."""

    name: str
    label: str
    theirs: list[DiffPiece]
    mine: list[DiffPiece]
    preset: str
    is_list: bool = False


@dataclass(frozen=True)
class Group:
    """The questions about the entry itself, which has no title, or about one row of a list."""

    title: str
    clashes: list[Clash]


class Conflict:
    """What a curator sent (`data`) beside the entry as it is now: unbound `form` and `formsets`."""

    def __init__(self, data, form, formsets):
        self.data, self.form, self.formsets = data, form, formsets
        self.now = shown_values(form, formsets)
        self.opened = unsealed(data.get(OPENED, ""))
        self.rows = {formset.prefix: typed_rows(data, formset) for formset in formsets}

    def is_open(self):
        """Whether somebody saved since the form was opened, and the two differ."""
        return self.opened != self.now and bool(self.groups)

    def is_settled(self):
        """Whether all was chosen, on a page that showed the entry as it is now."""
        names = [clash.name for group in self.groups for clash in group.clashes]
        has_seen = unsealed(self.data.get(SEEN, "")) == self.now
        return has_seen and all(self.data.get(name) in (THEIRS, MINE) for name in names)

    @cached_property
    def groups(self):
        mine = typed_values(self.data, self.now[""])
        groups = [Group("", self.clashes(self.form, "", self.now[""], mine, self.base("")))]
        for formset in self.formsets:
            rows = {str(row.instance.pk): row for row in formset.initial_forms}
            for key, prefix in self.rows[formset.prefix][0].items():
                if key in rows:
                    groups.append(self.changed_row(formset, rows[key], key, prefix))
                else:
                    groups.append(self.lost_row(formset, key, prefix))
        return [group for group in groups if group.clashes]

    def base(self, part, key=None):
        """What the form showed when it was opened; empty where nobody knows."""
        values = (self.opened or {}).get(part, {})
        return values if key is None else values.get(key, {})

    def clashes(self, form, name, now, mine, base):
        removes = "DELETE" in mine and mine["DELETE"] != now["DELETE"]
        return [
            Clash(
                name=f"{CHOICE}:{name}:{key}",
                label=label_of(form, key),
                **side_by_side(field_of(form, key), theirs, mine[key]),
                preset="" if removes and base != now else preset(base.get(key), theirs, mine[key]),
            )
            for key, theirs in now.items()
            if theirs != mine[key]
        ]

    def changed_row(self, formset, form, key, prefix):
        now = self.now[formset.prefix][key]
        mine, base = typed_values(self.data, now, prefix), self.base(formset.prefix, key)
        name = f"{formset.prefix}:{key}"
        return Group(row_title(formset, form.instance), self.clashes(form, name, now, mine, base))

    def lost_row(self, formset, key, prefix):
        """A row that somebody removed: it stays away, or comes back as it was sent."""
        form, base = formset.empty_form, self.base(formset.prefix, key)
        keys = [n for n in form.fields if n not in {*names_that_join(formset), *ABOUT_THE_SAVE}]
        mine = typed_values(self.data, keys, prefix)
        texts = [text for n in keys for text in in_words(form.fields[n], mine[n])]
        clash = Clash(
            name=f"{CHOICE}:{formset.prefix}:{key}",
            label=_("the whole row"),
            theirs=[DiffPiece("out", _("removed"))],
            mine=[DiffPiece("same", text) for text in texts],
            preset=THEIRS if base == mine else "",
            is_list=True,
        )
        return Group(row_title(formset), [] if mine.get("DELETE") else [clash])

    def chosen(self, name):
        return self.data.get(f"{CHOICE}:{name}")

    def settled(self):
        """What the browser would have sent, had the curator opened the entry as it is now."""
        data = self.data.copy()
        for key, theirs in self.now[""].items():
            if self.chosen(f":{key}") == THEIRS:
                data.setlist(key, sendable(field_of(self.form, key), theirs))
        for formset in self.formsets:
            self.put_rows(data, formset)
        for name in [n for n in data if n.startswith(f"{CHOICE}:")] + [*ABOUT_THE_SAVE, SEEN]:
            data.pop(name, None)
        data[OPENED] = sealed(self.now)
        return sent_by_a_browser(data)

    def carried(self):
        """(name, text) of all that was sent, for the page that asks to send it once more."""
        for name, texts in self.data.lists():
            if name not in (SEEN, "csrfmiddlewaretoken") and not name.startswith(f"{CHOICE}:"):
                yield from ((name, text) for text in texts)

    def put_rows(self, data, formset):
        known, new = self.rows[formset.prefix]
        present = self.now[formset.prefix]
        rows = [self.settled_row(formset, key, known.get(key)) for key in present]
        back = [p for k, p in known.items() if k not in present and self.is_wanted(formset, k)]
        rows += [without_key(formset, self.sent(prefix)) for prefix in [*back, *new]]
        for name in [name for name in data if is_of_row(name, formset.prefix)]:
            del data[name]
        for number, row in enumerate(rows):
            for key, texts in row.items():
                data.setlist(f"{formset.prefix}-{number}-{key}", texts)
        data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(rows))
        data[f"{formset.prefix}-INITIAL_FORMS"] = str(len(present))

    def is_wanted(self, formset, key):
        return self.chosen(f"{formset.prefix}:{key}") == MINE

    def settled_row(self, formset, key, prefix):
        """One that somebody added meanwhile (without `prefix`) comes as it is."""
        theirs = self.now[formset.prefix][key]
        row = self.sent(prefix) if prefix else {}
        for name, texts in theirs.items():
            if not prefix or self.chosen(f"{formset.prefix}:{key}:{name}") == THEIRS:
                row[name] = sendable(field_of(formset.empty_form, name), texts)
        joins = {formset.model._meta.pk.name: [key], formset.fk.name: [str(formset.instance.pk)]}
        return row | joins

    def sent(self, prefix):
        names = [name for name in self.data if name.startswith(prefix)]
        row = {name.removeprefix(prefix): self.data.getlist(name) for name in names}
        return {name: texts for name, texts in row.items() if name not in ABOUT_THE_SAVE}


def is_of_row(name, prefix):
    number, _dash, key = name.removeprefix(f"{prefix}-").partition("-")
    return name.startswith(f"{prefix}-") and bool(key) and (number.isdecimal() or "__" in number)


def sendable(field, texts):
    """What a browser sends for a value: an empty line for no text, nothing for an unticked box."""
    widget = plain_widget(field)
    is_list = getattr(widget, "allow_multiple_selected", False)
    return texts if texts or is_list or isinstance(widget, forms.CheckboxInput) else [""]


def sent_by_a_browser(data):
    for name in [name for name, texts in data.lists() if not texts]:
        del data[name]
    return data


def without_key(formset, row):
    return row | {formset.model._meta.pk.name: [""]}


def preset(base, theirs, mine):
    """The side that changed it, where the other left it as it was."""
    if base is None:
        return ""
    return MINE if theirs == base else THEIRS if mine == base else ""


def field_of(form, key):
    """The field behind an input: its own name, or that with the number of the input."""
    return form.fields[key if key in form.fields else key.rpartition("_")[0]]


def label_of(form, key):
    name = key if key in form.fields else key.rpartition("_")[0]
    return capfirst(form[name].label)


def row_title(formset, row=None):
    kind = capfirst(formset.model._meta.verbose_name)
    return f"{kind}: {row}" if row else kind


def side_by_side(field, theirs, mine):
    """Both values, with what differs marked in each."""
    if hasattr(field, "choices") or isinstance(field, forms.BooleanField):
        theirs, mine = in_words(field, theirs), in_words(field, mine)
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


def in_words(field, texts):
    """Chosen values by their names, and a box by yes or no."""
    if isinstance(field, forms.ModelChoiceField):
        try:
            chosen = field.queryset.filter(**{f"{field.to_field_name or 'pk'}__in": texts})
            return [str(record) for record in chosen]
        except (ValueError, ValidationError):  # what was sent is no key at all
            return texts
    if hasattr(field, "choices"):
        labels = {str(value): str(label) for value, label in field.choices}
        return [labels.get(text, text) for text in texts]
    if isinstance(field, forms.BooleanField):
        return [_("yes") if texts else _("no")]
    return texts
