"""What each step of the workflow asks before it is taken."""

from datetime import datetime, time
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.publishing.workflow import CLOSE, PUBLISH, SEND_BACK


class StepForm(forms.Form):
    """Nothing but a note. `fields_to_set` and `at` are what workflow.py is given besides it."""

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
    """Who wrote it should learn what is missing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _("What is still missing? Whoever wrote it reads this.")


class DayForm(StepForm):
    """Now, or by itself on a later day."""

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
    """Why it closes: what visitors find at its address from then on."""

    closing_note_en = forms.CharField(
        label=_("What happened, in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        help_text=_("Visitors read this on the page that stays. One language is enough."),
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
    """Besides the reason, who took over, and perhaps a day."""

    successor = forms.CharField(
        label=_("What took its place"),
        required=False,
        help_text=_("The address of its page here, copied from your browser, if there is one."),
    )
    names_to_set = (*ReasonForm.names_to_set, "successor")
    field_order = [*names_to_set, "day", "hour", "note"]

    def clean_successor(self):
        """The entry whose page has that address, or whose address ends in that word."""
        text = self.cleaned_data["successor"].strip()
        if not text:
            return None
        slug = urlsplit(text).path.rstrip("/").rpartition("/")[2]
        found = self.entry.possible_successors().filter(**{self.entry.address_field: slug}).first()
        if found is None:
            raise forms.ValidationError(_("No other published entry of this kind is there."))
        return found


# The steps that ask for more than a note.
FORMS = {PUBLISH: DayForm, CLOSE: CloseForm, SEND_BACK: SendBackForm}
