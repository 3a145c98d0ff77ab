"""The form in which a curator decides about a visitor's message."""

from django import forms
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from resources.admin.editing.form_fields import LabelledAutocomplete
from resources.messages import decisions
from resources.messages.forms import WEB_ADDRESS
from resources.models import Organization, Resource, Term, VisitorMessage
from resources.models.urls import display_host

MAX_CANDIDATES = 50


def term_choice_field(vocabulary, label):
    return forms.ModelChoiceField(
        Term.objects.filter(vocabulary=vocabulary), label=capfirst(label), required=False
    )


class DecisionForm(forms.ModelForm):
    """The answer, and the fields of the draft, which only accepting a suggestion uses."""

    title = forms.CharField(label=capfirst(_("title")), max_length=300, required=False)
    url = Resource._meta.get_field("url").formfield()
    summary = forms.CharField(
        label=capfirst(_("summary")),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("The visitor’s words. Edit them now, or later in the draft."),
    )
    organization = forms.ModelChoiceField(
        Organization.objects.all(),
        label=capfirst(_("publisher")),
        required=False,
        widget=LabelledAutocomplete(Resource._meta.get_field("organization"), admin.site),
    )
    new_organization = forms.CharField(
        label=capfirst(_("or a new publisher")),
        max_length=200,
        required=False,
        help_text=_("Its name. The publisher is created as a draft, too."),
    )
    new_kind = term_choice_field("organization-kind", _("kind of the new publisher"))
    new_region = term_choice_field("region", _("place of the new publisher"))

    class Meta:
        model = VisitorMessage
        fields = ["answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "url", "new_organization"):
            self.fields[name].widget.attrs["class"] = "vTextField"
        if self.instance.is_suggestion:
            self.initial = {**draft_values(self.instance), **self.initial}

    @property
    def decision(self):
        return self.data.get("_decision", "")

    def clean(self):
        """Refuse a decision that is no longer possible: somebody may have been faster."""
        super().clean()
        if self.decision not in decisions.possible_decisions(self.instance):
            raise forms.ValidationError(
                _("Somebody has already decided about this message. See below.")
            )
        if self.decision == decisions.MessageState.ACCEPTED:
            self.clean_draft()
        return self.cleaned_data

    def clean_draft(self):
        if not self.cleaned_data.get("title"):
            self.add_error("title", _("Give the draft a title."))
        if self.cleaned_data.get("organization"):
            return
        name = self.cleaned_data.get("new_organization")
        if not name:
            self.add_error("organization", _("Choose who publishes it, or name a new publisher."))
            return
        same = Organization.objects.filter(name__iexact=name).first()
        self.cleaned_data["organization"] = same or self.new_publisher(name)

    def new_publisher(self, name):
        for field in ("new_kind", "new_region"):
            if not self.cleaned_data.get(field):
                self.add_error(field, _("A new publisher needs this."))
        return Organization(
            name=name,
            kind=self.cleaned_data.get("new_kind"),
            region=self.cleaned_data.get("new_region"),
        )

    def draft(self):
        """The unsaved resource to draft, with texts in the language of the message."""
        language, given = self.instance.language, self.cleaned_data
        return Resource(
            organization=given["organization"],
            url=given["url"],
            **{f"title_{language}": given["title"], f"summary_{language}": given["summary"]},
        )


def draft_values(message):
    """Initial values of the draft's fields, taken from a suggestion."""
    words = WEB_ADDRESS.sub("", message.text).strip()
    title = message.title or words.partition("\n")[0] or display_host(message.address)
    return {
        "title": title[:300],
        "url": message.address,
        "summary": message.why or words,
        "organization": publisher_of(message.address),
    }


def publisher_of(address):
    """The organization whose own site has the host of `address`, or None."""
    host = display_host(address)
    if not host:
        return None
    near = Organization.objects.filter(url__icontains=host).order_by("pk")[:MAX_CANDIDATES]
    return next((found for found in near if found.host == host), None)
