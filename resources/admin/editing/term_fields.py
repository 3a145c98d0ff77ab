"""An entry's terms on its form: one field for each vocabulary, made from the vocabularies' rows."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from resources.models import Term, Vocabulary

from .base import BaseAdminForm
from .retired_terms import offer


class Checklist(forms.CheckboxSelectMultiple):
    """Boxes to tick, as a group that screen readers announce by its name."""

    def __init__(self, label):
        super().__init__(attrs={"class": "checklist"})
        self.label = label

    def render(self, name, value, attrs=None, renderer=None):
        boxes = super().render(name, value, attrs, renderer)
        return format_html('<div role="group" aria-label="{}">{}</div>', self.label, boxes)


class TermsForm(BaseAdminForm):
    """Knows the vocabularies it shows; an entry's terms of any other one are kept as they are."""

    vocabularies = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        terms = list(self.instance.terms.all()) if self.instance.pk else []
        for vocabulary in self.vocabularies:
            chosen = [term.pk for term in terms if term.vocabulary_id == vocabulary.pk]
            initial = next(iter(chosen), None) if vocabulary.is_single else chosen
            self.initial.setdefault(field_name(vocabulary), initial)
            field = self.fields[field_name(vocabulary)]
            field.queryset = Term.objects.filter(vocabulary=vocabulary)
            offer(field, chosen)

    def chosen_terms(self):
        for vocabulary in self.vocabularies:
            chosen = self.cleaned_data[field_name(vocabulary)]
            if vocabulary.is_single:
                chosen = [chosen] if chosen else []
            yield from chosen

    def _save_m2m(self):
        super()._save_m2m()
        others = self.instance.terms.exclude(vocabulary__in=self.vocabularies)
        self.instance.terms.set([*others, *self.chosen_terms()])


def field_name(vocabulary):
    return f"terms_{vocabulary.pk}"


def term_field(vocabulary):
    """A select where an entry has one term of the vocabulary, else a list of boxes."""
    terms = Term.objects.filter(vocabulary=vocabulary)
    options = {"queryset": terms, "required": False, "label": vocabulary.name}
    if vocabulary.is_single:
        return forms.ModelChoiceField(**options)
    return forms.ModelMultipleChoiceField(**options, widget=Checklist(vocabulary.name))


def form_with_terms(form, vocabularies):
    fields = {field_name(vocabulary): term_field(vocabulary) for vocabulary in vocabularies}
    return type(form)(form.__name__, (form,), {**fields, "vocabularies": vocabularies})


class TermsMixin:
    """Joins a desk whose entries have terms."""

    form = TermsForm

    def vocabularies(self):
        """Those visitors filter by; the others are not for describing an entry."""
        return list(Vocabulary.objects.filter(is_facet=True))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = form_with_terms(self.form, self.vocabularies())
        return super().get_form(request, obj, change, form=form, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """What it is about comes third, after what visitors read and where it leads."""
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets[:2], self.terms_fieldset(request, obj), *fieldsets[2:]]

    def terms_fieldset(self, request, obj):
        fields = [field_name(vocabulary) for vocabulary in self.vocabularies()]
        if obj and not self.has_change_permission(request, obj):
            fields = ["terms_in_words"]
        description = _("Visitors find the entry by these. Tick what it truly helps with, no more.")
        return (_("What it is about"), {"fields": fields, "description": description})

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "terms_in_words"]

    @admin.display(description=_("terms"))
    def terms_in_words(self, record):
        return ", ".join(str(term) for term in record.terms.all())
