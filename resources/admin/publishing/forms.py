"""The forms that ask what a step of the workflow needs before it is applied."""

from datetime import datetime, time
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.publishing.workflow import CLOSE, PUBLISH, SEND_BACK


class StepForm(forms.Form):
    """Asks for a note only.

    `at` is the moment for the step, None for now. `fields_to_set` are the entry's fields that
    the step sets.
    """

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the other curators. It is kept with the history of this entry."),
    )
    at = None
    names_to_set = ()

    def __init__(self, *args, entry=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry = entry
        for name in self.names_to_set:
            self.initial.setdefault(name, getattr(entry, name, ""))

    def fields_to_set(self):
        return {name: self.cleaned_data[name] for name in self.names_to_set}


class SendBackForm(StepForm):
    """Asks what is missing, for the author of the entry."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _(
            "What is still missing? The author of the entry reads this."
        )


class DayForm(StepForm):
    """Asks for a day, if the step should happen by itself later."""

    day = forms.DateField(
        label=_("Not now, but on this day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty to do it now."),
    )
    hour = forms.TimeField(
        label=_("At this time of that day"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Leave it empty for the first minute of the day."),
    )

    def clean(self):
        super().clean()
        if day := self.cleaned_data.get("day"):
            moment = datetime.combine(day, self.cleaned_data.get("hour") or time())
            self.at = timezone.make_aware(moment)


class ReasonForm(StepForm):
    """Asks for the reason of closing, which visitors read at the entry's address."""

    closing_note_en = forms.CharField(
        label=_("What happened, in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        help_text=_("Visitors read this on the entry’s page, which stays. One language is enough."),
    )
    closing_note_es = forms.CharField(
        label=_("What happened, in Spanish"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "es"}),
    )
    names_to_set = ("closing_note_en", "closing_note_es")
    field_order = [*names_to_set, "note"]

    def clean(self):
        super().clean()
        if not any(self.cleaned_data.get(name) for name in ReasonForm.names_to_set):
            self.add_error("closing_note_en", _("Say what happened, in either language."))


class CloseForm(ReasonForm, DayForm):
    """Asks for the reason, a successor and a day."""

    successor = forms.CharField(
        label=_("What took its place"),
        required=False,
        help_text=_(
            "The address of its page on this site, copied from your browser, if it has one."
        ),
    )
    names_to_set = (*ReasonForm.names_to_set, "successor")
    field_order = [*names_to_set, "day", "hour", "note"]

    def clean_successor(self):
        """The entry with this address, or with this slug. None if the field is empty."""
        text = self.cleaned_data["successor"].strip()
        if not text:
            return None
        slug = urlsplit(text).path.rstrip("/").rpartition("/")[2]
        found = self.entry.possible_successors().filter(**{self.entry.address_field: slug}).first()
        if found is None:
            raise forms.ValidationError(
                _("There is no other published entry of this kind at that address.")
            )
        return found


# The steps that ask for more than a note.
STEP_FORMS = {PUBLISH: DayForm, CLOSE: CloseForm, SEND_BACK: SendBackForm}
