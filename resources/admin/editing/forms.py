"""The base of the desk's forms: locked addresses, early checks, current terms."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from resources.models import Term

from .bilingual import BilingualForm


def has_public_address(record):
    """True if visitors may know the record's address.

    A record with a status has one once it was published, any other as soon as it is saved.
    """
    return not record._state.adding and getattr(record, "has_page", True)


class BaseAdminForm(BilingualForm):
    """Locks the fields of public addresses. Checks all constraints before saving.

    `permanent` names the fields that are locked once the record has a public address. It is
    empty where a former address leads on to the new one.
    """

    permanent = ("slug",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limit_to_current_terms(self)
        for name in self.permanent:
            if name in self.fields and has_public_address(self.instance):
                self.fields[name].disabled = True

    def _post_clean(self):
        """Check constraints over fields that are not on this form, too.

        Django skips those, and two rows of an inline that swap a unique value. Either would end
        in an IntegrityError, and a curator would see a server error.
        """
        super()._post_clean()
        failed = set(self._errors)
        try:
            self.instance.validate_constraints(exclude=failed)
        except ValidationError as refusal:
            known = set(self.non_field_errors())
            new = [message for message in refusal.messages if message not in known]
            if new:
                self.add_error(None, new)


# Terms that are retired: a form offers only those that its record has already.


def limit_to_current_terms(form):
    """Take retired terms out of a form's choices, except those its record has."""
    for name, field in form.fields.items():
        if getattr(getattr(field, "queryset", None), "model", None) is not Term:
            continue
        if isinstance(field, forms.ModelMultipleChoiceField):
            limit_choices(field, [term.pk for term in form.initial.get(name) or ()])
        elif not isinstance(field.choices, ModelChoiceIterator):  # autocomplete lists no choices
            add_choice(field, form.initial.get(name))


def limit_choices(field, current):
    """Offer terms in use today, and those with the keys `current` of the record."""
    field.queryset = field.queryset.offered(including=current)
    field.label_from_instance = term_label


def add_choice(field, current):
    """Add the term with the key `current` to choices that were read without it."""
    if not current or current in [key for key, _label in field.choices]:
        return
    term = Term.objects.get(pk=current)
    choices = [*field.choices, (term.pk, term_label(term))]
    field.queryset = Term.objects.filter(vocabulary=term.vocabulary_id).offered(including=[current])
    field.choices = choices


def term_label(term):
    return _("%(term)s (retired)") % {"term": term} if term.is_retired else str(term)
