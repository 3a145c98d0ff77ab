"""An entry's terms on its form: one field for each vocabulary that is a facet."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from resources.models import Term, Vocabulary

from .forms import BaseAdminForm, limit_choices


class Checklist(forms.CheckboxSelectMultiple):
    """Checkboxes in a group with a name, which screen readers announce."""

    def __init__(self, label):
        super().__init__(attrs={"class": "checklist"})
        self.label = label

    def render(self, name, value, attrs=None, renderer=None):
        boxes = super().render(name, value, attrs, renderer)
        return format_html('<div role="group" aria-label="{}">{}</div>', self.label, boxes)


class TermsForm(BaseAdminForm):
    """Edits an entry's terms of these vocabularies. Its other terms stay."""

    vocabularies = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        terms = list(self.instance.terms.all()) if self.instance.pk else []
        for vocabulary in self.vocabularies:
            chosen = [term.pk for term in terms if term.vocabulary_id == vocabulary.pk]
            initial = next(iter(chosen), None) if vocabulary.is_single else chosen
            self.initial.setdefault(terms_field_name(vocabulary), initial)
            field = self.fields[terms_field_name(vocabulary)]
            field.queryset = Term.objects.filter(vocabulary=vocabulary)
            limit_choices(field, chosen)

    def chosen_terms(self):
        for vocabulary in self.vocabularies:
            chosen = self.cleaned_data[terms_field_name(vocabulary)]
            if vocabulary.is_single:
                chosen = [chosen] if chosen else []
            yield from chosen

    def _save_m2m(self):
        super()._save_m2m()
        others = self.instance.terms.exclude(vocabulary__in=self.vocabularies)
        self.instance.terms.set([*others, *self.chosen_terms()])


def terms_field_name(vocabulary):
    return f"terms_{vocabulary.pk}"


def vocabulary_field(vocabulary):
    """A select if an entry has one term of the vocabulary, else checkboxes."""
    terms = Term.objects.filter(vocabulary=vocabulary)
    options = {"queryset": terms, "required": False, "label": vocabulary.name}
    if vocabulary.is_single:
        return forms.ModelChoiceField(**options)
    return forms.ModelMultipleChoiceField(**options, widget=Checklist(vocabulary.name))


def form_with_terms(form, vocabularies):
    """A subclass of `form` with one field for each vocabulary."""
    fields = {
        terms_field_name(vocabulary): vocabulary_field(vocabulary) for vocabulary in vocabularies
    }
    return type(form)(form.__name__, (form,), {**fields, "vocabularies": vocabularies})


class TermsMixin:
    """For the admin of entries that have terms."""

    form = TermsForm

    def vocabularies(self):
        """The facets. Other vocabularies do not describe entries."""
        return list(Vocabulary.objects.filter(is_facet=True))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = form_with_terms(self.form, self.vocabularies())
        return super().get_form(request, obj, change, form=form, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """Put the terms third, after what visitors read and where it leads."""
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets[:2], self.terms_fieldset(request, obj), *fieldsets[2:]]

    def terms_fieldset(self, request, obj):
        fields = [terms_field_name(vocabulary) for vocabulary in self.vocabularies()]
        if obj and not self.has_change_permission(request, obj):
            fields = ["term_names"]
        description = _("Visitors find the entry by these. Tick what it truly helps with, no more.")
        return (_("What it is about"), {"fields": fields, "description": description})

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "term_names"]

    @admin.display(description=_("terms"))
    def term_names(self, record):
        return ", ".join(str(term) for term in record.terms.all())
