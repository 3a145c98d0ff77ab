"""Which terms a form offers: those in use today, and of retired ones those the entry has."""

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from resources.models import Term


def in_words(term):
    return _("%(term)s (retired)") % {"term": term} if term.is_retired else str(term)


def offer_terms(form):
    """Leave retired terms out of the fields of a form, but for those its record has."""
    for name, field in form.fields.items():
        if getattr(getattr(field, "queryset", None), "model", None) is not Term:
            continue
        if isinstance(field, forms.ModelMultipleChoiceField):
            offer(field, [term.pk for term in form.initial.get(name) or ()])
        elif not isinstance(field.choices, ModelChoiceIterator):  # what is typed is not listed
            keep(field, form.initial.get(name))


def offer(field, current):
    """What may be ticked: `current` holds keys of the terms the record has."""
    field.queryset = field.queryset.offered(besides=current)
    field.label_from_instance = in_words


def keep(field, current):
    """Add the term the record has, where the choices have been read without it."""
    if not current or current in [key for key, _label in field.choices]:
        return
    term = Term.objects.get(pk=current)
    choices = [*field.choices, (term.pk, in_words(term))]
    field.queryset = Term.objects.filter(vocabulary=term.vocabulary_id).offered(besides=[current])
    field.choices = choices
