"""Forms of the pages that take a message. They ask nothing about the sender."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from resources.models import Resource, VisitorMessage

from .form_tokens import new_form_token, read_nonce

CARRIAGE_RETURNS = re.compile(r"\r\n?")
# No text needs these: control characters, and those that override the writing direction.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
TRAILING_PUNCTUATION = ".,;:!?)]}'’”»"  # that a sentence adds after a web address
MAX_LINKS = 5
TOKEN_PARAMETER = "stamp"  # noqa: S105 - the form token's name in the page


class PlainTextField(forms.CharField):
    """Text with `\\n` as its only line break, and without control characters."""

    def to_python(self, value):
        text = CARRIAGE_RETURNS.sub("\n", super().to_python(value))
        return CONTROL_CHARACTERS.sub("", text).strip()


class MessageForm(forms.ModelForm):
    """Base of both forms: the form token, and a honeypot that only machines fill in."""

    form_token = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = VisitorMessage
        fields = ["text"]
        field_classes = {"text": PlainTextField, "why": PlainTextField, "title": PlainTextField}

    kind = None

    def __init__(self, *args, language, entry=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.kind, self.instance.language = self.kind, language
        if entry is not None:
            self.instance.entry = entry

    def add_prefix(self, field_name):
        return TOKEN_PARAMETER if field_name == "form_token" else super().add_prefix(field_name)

    @property
    def text_fields(self):
        """The bound fields that people fill in."""
        return [self[name] for name in self._meta.fields]

    @property
    def next_token(self):
        """The token to put into the page: the submitted one if valid, else a new one."""
        is_usable = self.is_bound and "form_token" not in self.errors
        return self["form_token"].value() if is_usable else new_form_token()

    def clean_form_token(self):
        self.instance.form_nonce = read_nonce(self.cleaned_data["form_token"])
        return self.cleaned_data["form_token"]

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
        texts = [self.cleaned_data.get(name, "") for name in self._meta.fields]
        if sum(len(LINK.findall(text)) for text in texts) > MAX_LINKS:
            raise ValidationError(
                _("Please send at most %(count)d web addresses at a time."),
                params={"count": MAX_LINKS},
            )
        return super().clean()


class SuggestionForm(MessageForm):
    """A resource to add. The one required field takes a web address or words."""

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
        self.instance.address = first_web_address(self.cleaned_data.get("text", ""))


class ProblemForm(MessageForm):
    """A problem with an entry or with the site."""

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


def first_web_address(text):
    """The first valid web address in `text`, or `text` as one, or empty."""
    found = WEB_ADDRESS.search(text)
    candidate = found[0].rstrip(TRAILING_PUNCTUATION) if found else text
    field = Resource._meta.get_field("url")
    try:
        return field.clean(field.formfield().clean(candidate), None) if "." in candidate else ""
    except ValidationError:
        return ""
