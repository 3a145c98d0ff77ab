"""What may be typed on a public page. Nothing about the person is asked."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from resources.models import Resource, VisitorMessage

from .form_tokens import digits_of, new_stamp

LINE_BREAKS = re.compile(r"\r\n?")
# Characters that no text needs: control characters, and those that turn the writing around.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
AFTER_AN_ADDRESS = ".,;:!?)]}'’”»"
MOST_LINKS = 5


class PlainField(forms.CharField):
    def to_python(self, value):
        return UNSEEN.sub("", LINE_BREAKS.sub("\n", super().to_python(value))).strip()


class MessageForm(forms.ModelForm):
    """What both forms have: the stamp, and a field that only machines fill in."""

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = VisitorMessage
        fields = ["text"]
        field_classes = {"text": PlainField, "why": PlainField, "title": PlainField}

    kind = None

    def __init__(self, *args, language, entry=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.kind, self.instance.language = self.kind, language
        if entry is not None:
            self.instance.entry = entry

    @property
    def typed(self):
        """The fields that people fill in."""
        return [self[name] for name in self._meta.fields]

    @property
    def stamp_to_send(self):
        """The stamp of the form, or a fresh one where that cannot be used."""
        is_usable = self.is_bound and "stamp" not in self.errors
        return self["stamp"].value() if is_usable else new_stamp()

    def clean_stamp(self):
        self.instance.stamp = digits_of(self.cleaned_data["stamp"])
        return self.cleaned_data["stamp"]

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(
                _(
                    "Something filled in a field that people do not see. We have emptied it:"
                    " please send it again."
                )
            )
        return ""

    def clean(self):
        typed = [self.cleaned_data.get(name, "") for name in self._meta.fields]
        if sum(len(LINK.findall(text)) for text in typed) > MOST_LINKS:
            raise ValidationError(
                _("Please send at most %(count)d web addresses at a time."),
                params={"count": MOST_LINKS},
            )
        return super().clean()


class SuggestionForm(MessageForm):
    """A resource to add. One field is required, and takes an address as well as words."""

    kind = VisitorMessage.Kind.SUGGESTION

    class Meta(MessageForm.Meta):
        fields = ["text", "title", "why"]
        labels = {
            "text": _("What should we add?"),
            "title": _("What is it called?"),
            "why": _("How does it help?"),
        }
        help_texts = {
            "text": _("Paste its web address. Or say in your own words what it is."),
            "title": "",
            "why": _("For example: it explains school meetings in Spanish."),
        }
        error_messages = {"text": {"required": _("Paste a web address here, or say what it is.")}}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "why": forms.Textarea(attrs={"rows": 3}),
        }

    def _post_clean(self):
        super()._post_clean()
        self.instance.address = address_in(self.cleaned_data.get("text", ""))


class ProblemForm(MessageForm):
    """Something wrong with an entry, or with the site."""

    kind = VisitorMessage.Kind.PROBLEM

    class Meta(MessageForm.Meta):
        labels = {"text": _("What is wrong?")}
        help_texts = {
            "text": _(
                "For example: the link does not open, a page number is wrong, or it is hard to"
                " understand."
            )
        }
        error_messages = {"text": {"required": _("Say in a few words what is wrong.")}}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}


def address_in(text):
    """The first web address in what somebody typed; empty if there is none that can be used."""
    found = WEB_ADDRESS.search(text)
    candidate = found[0].rstrip(AFTER_AN_ADDRESS) if found else text
    field = Resource._meta.get_field("url")
    try:
        return field.clean(field.formfield().clean(candidate), None) if "." in candidate else ""
    except ValidationError:
        return ""
