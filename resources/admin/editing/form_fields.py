"""Form fields: texts that survive a browser unchanged, and references."""

import re

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from resources.models import Term

BROWSER_LINE_BREAKS = re.compile(r"\r\n?")
LONG_LINE = 200  # characters. A longer line is hard to read in an input one line high


class ProseField(forms.CharField):
    """A text with its line breaks as LF.

    Browsers send CR LF. Stored like that, a text that nobody touched would look changed.
    """

    def to_python(self, value):
        return BROWSER_LINE_BREAKS.sub("\n", super().to_python(value))


class LineField(ProseField):
    """A text without line breaks, in an input that shows all of it."""

    def to_python(self, value):
        return super().to_python(value).replace("\n", " ")


class LabelledAutocomplete(AutocompleteSelect):
    """Django's widget with a name and a placeholder, which screen readers need."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        words = {
            "title": capfirst(self.field.verbose_name),
            "data-placeholder": _("Type to search"),
        }
        return super().build_attrs(base_attrs, extra_attrs) | words


class FormFieldsMixin:
    """The form fields of an admin class or an inline."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Use `text_options`, and no button to delete the record of a reference."""
        options = text_options(db_field)
        field = super().formfield_for_dbfield(db_field, request, **options, **kwargs)
        if hasattr(field, "widget") and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Read the choices of a short list once for the page, not once a row of an inline."""
        is_autocomplete = db_field.name in self.get_autocomplete_fields(request)
        if is_autocomplete:
            kwargs["widget"] = LabelledAutocomplete(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and not is_autocomplete:
            field.queryset = field.queryset.complex_filter(db_field.get_limit_choices_to())
            if field.queryset.model is Term:
                field.queryset = field.queryset.offered()
            field.choices = list(field.choices)
        return field


class InlineFieldsMixin(FormFieldsMixin):
    """The form fields of an inline's rows."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A reference may be viewed from a row. It is added and changed on its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if hasattr(field, "widget") and hasattr(field.widget, "can_change_related"):
            field.widget.can_add_related = field.widget.can_change_related = False
        return field


def text_options(db_field):
    """The keyword arguments for a text column's form field. {} for other columns."""
    attributes = language_attributes(db_field)
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


def language_attributes(db_field):
    """The `lang` attribute of a column in one language, for screen readers."""
    suffix = db_field.name[-3:]
    return {"lang": suffix[1:]} if suffix in ("_en", "_es") else {}
