"""Warnings of duplicates, while a curator types an entry and after saving it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from resources.merging.duplicates import duplicates_of
from resources.models import Resource

MAX_DUPLICATES_SHOWN = 5
LARGEST_KEY = 2**63 - 1


class DuplicateQueryForm(forms.Form):
    """The fields of an entry that are compared, limited like its columns."""

    title_en = forms.CharField(max_length=300, required=False)
    title_es = forms.CharField(max_length=300, required=False)
    url = forms.CharField(max_length=2000, required=False)
    link_target = forms.ChoiceField(choices=Resource.LinkTarget, required=False)
    organization = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)
    entry = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)

    def as_entry(self):
        typed = dict(self.cleaned_data)
        return Resource(pk=typed.pop("entry"), organization_id=typed.pop("organization"), **typed)


class DuplicateWarningMixin:
    """Warns of duplicates in the admin of resources. It never prevents saving."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.duplicates_view)
        return [path("duplicates/", view, name=self.name_of("duplicates")), *super().get_urls()]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Tell the script at the URL field where to ask, and which entry is edited."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "url":
            key = request.resolver_match.kwargs.get("object_id", "")
            field.widget.attrs |= {
                "data-duplicates": self.address_of("duplicates"),
                "data-entry": key,
            }
        return field

    @method_decorator(require_safe)
    def duplicates_view(self, request):
        """The duplicates of what is typed, as JSON: a sentence and links."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = DuplicateQueryForm(request.GET)
        if not form.is_valid():
            return JsonResponse({"said": "", "entries": []}, status=400)
        found = duplicates_of(form.as_entry())[:MAX_DUPLICATES_SHOWN]
        entries = [
            {
                "title": str(duplicate.entry),
                "address": self.address_of("change", duplicate.entry.pk),
                "why": duplicate_note(duplicate),
            }
            for duplicate in found
        ]
        return JsonResponse({"said": _("This may be here already:"), "entries": entries})

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if found := duplicates_of(form.instance)[:MAX_DUPLICATES_SHOWN]:
            self.message_user(
                request, self.warning(request, form.instance, found), messages.WARNING
            )

    def warning(self, request, entry, found):
        """The warning, with links to the merge page or, without permission, the entry."""
        may_merge = request.user.has_perm("resources.merge_resource")
        words = _("compare and merge") if may_merge else _("open")
        lines = []
        for other in found:
            change = self.address_of("change", other.entry.pk)
            merge = self.address_of("merge", entry.pk, other.entry.pk)
            lines.append(
                (other.entry, duplicate_note(other), merge if may_merge else change, words)
            )
        links = format_html_join("; ", '“{}” ({}; <a href="{}">{}</a>)', lines)
        return format_html("{} {}", _("This may be here already:"), links)


def duplicate_note(duplicate):
    """The reason and the status of a duplicate, such as `the same address, closed`."""
    status = duplicate.entry.get_status_display()
    return _("%(reason)s, %(status)s") % {"reason": duplicate.reason.label, "status": status}
