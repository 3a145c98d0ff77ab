"""Form fields for texts: they come back from a browser exactly as they were stored."""

import re

from django import forms
from django.db import models

LINE_BREAKS = re.compile(r"\r\n?")
LONG_LINE = 200  # characters; a longer line is hard to read in an input one line high


class ProseField(forms.CharField):
    """Browsers send line breaks as CR LF: stored so, an untouched text would look changed."""

    def to_python(self, value):
        return LINE_BREAKS.sub("\n", super().to_python(value))


class LineField(ProseField):
    """A text without line breaks, in an input that shows all of it."""

    def to_python(self, value):
        return super().to_python(value).replace("\n", " ")


def text_options(db_field):
    """How to edit a text column: its form field and widget; nothing for any other column."""
    attributes = language_of(db_field)
    if db_field.choices:
        return {}
    if isinstance(db_field, models.TextField):
        widget = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField", **attributes})
        return {"form_class": ProseField, "widget": widget}
    if type(db_field) is not models.CharField:
        return {}
    if db_field.max_length >= LONG_LINE:
        widget = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField", **attributes})
        return {"form_class": LineField, "widget": widget}
    return {"widget": forms.TextInput(attrs={"class": "vTextField", **attributes})}


def language_of(db_field):
    """The language a column is written in, for spelling help and screen readers."""
    language = db_field.name[-3:]
    return {"lang": language[1:]} if language in ("_en", "_es") else {}
