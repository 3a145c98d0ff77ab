"""English and Spanish side by side, and Spanish that is out of date."""

from functools import reduce
from operator import or_

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from resources import history
from resources.models import Bilingual

MOST_STALE_LISTED = 500


def pair(*names):
    """The fields of each text as one line of a form: its English and its Spanish."""
    return [(f"{name}_en", f"{name}_es") for name in names]


class BilingualForm(forms.ModelForm):
    """Keeps `translated_from` true, which says what English the Spanish was made from."""

    spanish_still_fits = forms.BooleanField(
        label=_("The Spanish still fits"),
        required=False,
        help_text=_("Tick this when you have compared the Spanish with the English of today."),
    )

    def save(self, commit=True):
        if self.is_spanish_up_to_date():
            self.instance.mark_translated()
        return super().save(commit)

    def is_spanish_up_to_date(self):
        """True if the curator wrote or confirmed it now, or if there is no text."""
        names = self.instance.text_names()
        is_written = any(f"{name}_es" in self.changed_data for name in names)
        is_without_text = not any(
            getattr(self.instance, f"{name}_{language}")
            for name in names
            for language in ("en", "es")
        )
        return self.cleaned_data["spanish_still_fits"] or is_written or is_without_text


@admin.display(description=_("Spanish"))
def translation_label(model_admin, record):
    """The state of a record's Spanish, as the column `translation`."""
    if record._state.adding:
        return ""
    return record.translation_state().label


class TranslationFilter(admin.SimpleListFilter):
    title = _("Spanish")
    parameter_name = "translation"

    State = Bilingual.TranslationState

    def lookups(self, request, model_admin):
        return [(state.value, state.label) for state in (self.State.MISSING, self.State.STALE)]

    def queryset(self, request, queryset):
        if self.value() == self.State.MISSING:
            return queryset.filter(is_missing_spanish(queryset.model))
        if self.value() == self.State.STALE:
            return queryset.filter(pk__in=stale_keys(queryset))
        return queryset


def is_missing_spanish(model):
    gaps = (~Q(**{f"{n}_en": ""}) & Q(**{f"{n}_es": ""}) for n in model.text_names())
    return reduce(or_, gaps, Q(pk__in=[]))


def stale_keys(queryset):
    """Keys of the first records whose English changed after it was translated.

    Only the texts themselves can tell, so the records are read one by one. The limit keeps the
    keys within the parameters that a database takes in one query.
    """
    keys = []
    for record in queryset.prefetch_related(None).order_by("pk").iterator():
        if record.translation_state() == Bilingual.TranslationState.STALE:
            keys.append(record.pk)
        if len(keys) == MOST_STALE_LISTED:
            break
    return keys


@admin.action(description=_("Mark the Spanish as up to date"), permissions=["change"])
def mark_spanish_up_to_date(model_admin, request, queryset):
    """Mark what is out of date. Records without Spanish are left alone."""
    records = list(queryset)
    if not all(model_admin.has_change_permission(request, record) for record in records):
        raise PermissionDenied
    outdated = [r for r in records if r.translation_state() == r.TranslationState.STALE]
    entries, why = history.owning_entries(outdated), _("Marked the Spanish as up to date.")
    with history.revision(*entries, user=request.user, why=str(why)):
        for record in outdated:
            record.mark_translated()
            record.save(update_fields=["translated_from"])
            model_admin.log_change(request, record, [{"changed": {"fields": [str(_("Spanish"))]}}])
    missing = sum(r.translation_state() == r.TranslationState.MISSING for r in records)
    report_marked(model_admin, request, len(outdated), missing)


def report_marked(model_admin, request, marked, missing):
    text = ngettext(
        "The Spanish of %(count)d entry now counts as up to date.",
        "The Spanish of %(count)d entries now counts as up to date.",
        marked,
    )
    model_admin.message_user(request, text % {"count": marked}, messages.SUCCESS)
    if missing:
        text = ngettext(
            "%(count)d entry was left alone, because some of its Spanish is missing.",
            "%(count)d entries were left alone, because some of their Spanish is missing.",
            missing,
        )
        model_admin.message_user(request, text % {"count": missing}, messages.WARNING)
