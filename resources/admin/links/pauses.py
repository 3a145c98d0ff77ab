"""Pausing the checks of links until a day and for a reason: of one link, or of many at once."""

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminDateWidget
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resources.links import decisions
from resources.models import Link


class PauseForm(forms.ModelForm):
    """A reason and a last day, or neither. Each problem is reported at its own field."""

    class Meta:
        model = Link
        fields = ["do_not_check_until", "do_not_check_why"]

    def clean(self):
        cleaned = super().clean()
        until, why = cleaned.get("do_not_check_until"), cleaned.get("do_not_check_why")
        failed = self.errors.keys()
        if until and not why and "do_not_check_why" not in failed:
            self.add_error("do_not_check_why", _("Say why, for other curators."))
        if why and not until and "do_not_check_until" not in failed:
            text = _("Give the last day on which the checker stays away.")
            self.add_error("do_not_check_until", text)
        if until and "do_not_check_until" in self.changed_data and until < timezone.localdate():
            self.add_error("do_not_check_until", _("That day is over. Give today or a later one."))
        return cleaned


class PauseManyForm(PauseForm):
    class Meta(PauseForm.Meta):
        widgets = {"do_not_check_until": AdminDateWidget}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True


class CheckPauseMixin:
    """Actions of LinkAdmin: pause checks, and resume them."""

    @admin.action(description=gettext_lazy("Keep the checker away …"), permissions=["change"])
    def pause_checks(self, request, queryset):
        """Ask for the last day and the reason, then pause the checks."""
        links = self.links_to_decide(request, queryset)
        form = PauseManyForm(request.POST if "_confirmed" in request.POST else None)
        if form.is_bound and form.is_valid():
            decisions.pause_checks(links, **form.cleaned_data)
            self.log_changes(request, links, _("Kept the checker away."))
            text = ngettext(
                "The checker stays away from %(count)d link.",
                "The checker stays away from %(count)d links.",
                len(links),
            )
            self.message_user(request, text % {"count": len(links)})
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Keep the checker away"),
            "opts": self.opts,
            "links": links,
            "form": form,
            "checkbox": ACTION_CHECKBOX_NAME,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/links/pause.html", context)

    @admin.action(description=gettext_lazy("Let the checker come again"), permissions=["change"])
    def resume_checks(self, request, queryset):
        links = self.links_to_decide(request, queryset)
        decisions.pause_checks(links, None, "")
        self.log_changes(request, links, _("Let the checker come again."))
        text = ngettext(
            "The checker visits %(count)d link again when its day comes.",
            "The checker visits %(count)d links again when their day comes.",
            len(links),
        )
        self.message_user(request, text % {"count": len(links)})

    def log_changes(self, request, links, text):
        for link in links:
            self.log_change(request, link, text)
