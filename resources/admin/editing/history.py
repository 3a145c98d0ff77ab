"""The history of an entry on the desk: its versions, what any two differ in, and the way back."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from resources.history.diff import difference, field_label
from resources.history.registry import has_versions
from resources.history.revert import RevertRefused, fields_not_reverted, revert
from resources.history.snapshots import EntryState, current_state
from resources.history.timeline import (
    deleted_entry,
    entries_merged_into,
    version_changes,
    versions_of,
)

from .recording import LONGEST_WHY, why_of
from .urls import AdminUrlsMixin

VERSIONS_PER_PAGE = 25


class HistoryMixin(AdminUrlsMixin):
    """Pages about the versions of an entry; records without versions keep Django's own."""

    def get_urls(self):
        if not has_versions(self.model):
            return super().get_urls()
        return [
            self.page_about_versions("difference/", "difference", self.difference_view),
            self.page_about_versions("<int:version>/", "revert", self.revert_view),
            *super().get_urls(),
        ]

    def page_about_versions(self, address, name, view):
        view = self.admin_site.admin_view(view)
        return path(f"<path:object_id>/history/{address}", view, name=self.name_of(name))

    def history_view(self, request, object_id, extra_context=None):
        if not has_versions(self.model):
            return super().history_view(request, object_id, extra_context)
        entry = self.entry_to_view(request, object_id)
        page = Paginator(versions_of(entry), VERSIONS_PER_PAGE).get_page(request.GET.get("p"))
        start = max(page.start_index() - 1, 0)
        found = version_changes(entry, start=start, count=VERSIONS_PER_PAGE)
        context = {
            "page": page,
            "changes": [(change, self.labels(change.changed)) for change in found],
            "merged": entries_merged_into(entry),
            "title": _("History: %(entry)s") % {"entry": entry},
        }
        return self.history_page(request, entry, "history", context | (extra_context or {}))

    def labels(self, names):
        """Names of fields as words of a sentence, each once."""
        return list(dict.fromkeys(field_label(self.model, name) for name in names))

    def difference_view(self, request, object_id):
        """Two versions, in whichever order they were chosen: the older one is what was before."""
        entry = self.entry_to_view(request, object_id)
        chosen = [request.GET.get(name, "") for name in ("a", "b")]
        keys = {int(key) for key in chosen if key.isascii() and key.isdecimal()}
        versions = list(versions_of(entry).filter(pk__in=keys).order_by("pk"))
        if len(versions) != 2:
            text = _("Choose two versions to see what differs.")
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(self.address_of("history", entry.pk))
        states = [EntryState.from_text(self.model, version.serialized_data) for version in versions]
        context = {
            "versions": versions,
            "difference": difference(self.model, *states),
            "title": _("What differs: %(entry)s") % {"entry": entry},
        }
        return self.history_page(request, entry, "difference", context)

    def revert_view(self, request, object_id, version):
        """On GET what would change; on POST the change, if the entry is still what GET showed."""
        entry = self.entry_to_view(request, object_id)
        if not self.may_revert(request, entry):
            raise PermissionDenied
        version = get_object_or_404(versions_of(entry), pk=version)
        earlier = EntryState.from_text(self.model, version.serialized_data)
        current = current_state(self.model, entry.pk)
        problems = []
        if request.method == "POST" and request.POST.get("seen") == current.fingerprint():
            try:
                return self.reverted(request, entry, version, earlier)
            except RevertRefused as refusal:
                problems = refusal.reasons
        elif request.method == "POST":
            problems = [_("Somebody changed it a moment ago. This is what would change now.")]
        kept = fields_not_reverted(self.model, current, earlier)
        context = {
            "version": version,
            "difference": difference(self.model, current, earlier, exclude=kept),
            "kept": self.labels(differing(current, earlier, kept)),
            "problems": problems,
            "seen": current.fingerprint(),
            "why": why_of(request),
            "longest_why": LONGEST_WHY,
            "title": _("Go back to an earlier version: %(entry)s") % {"entry": entry},
        }
        return self.history_page(request, entry, "revert", context)

    def reverted(self, request, entry, version, earlier):
        day = date_format(localtime(version.revision.date_created), "DATETIME_FORMAT")
        why = _("Went back to the version of %(day)s.") % {"day": day}
        revert(entry, earlier, user=request.user, why=f"{why} {why_of(request)}".strip())
        self.log_change(request, entry, why)
        text = _("The entry is again what it was on %(day)s.") % {"day": day}
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(self.address_of("history", entry.pk))

    def may_revert(self, request, entry):
        """Whoever may change it; what visitors see, only those who may publish."""
        if entry._state.adding:  # it is gone: deleted, or part of another one
            return False
        if not self.has_change_permission(request, entry):
            return False
        publish = f"publish_{self.opts.model_name}"
        is_guarded = publish in dict(self.opts.permissions) and entry.has_page
        return not is_guarded or request.user.has_perm(f"{self.opts.app_label}.{publish}")

    def entry_to_view(self, request, object_id):
        key = unquote(object_id)
        entry = self.get_object(request, key) or deleted_entry(self.model, key)
        if entry is None:
            raise Http404
        if not self.has_view_or_change_permission(request, entry):
            raise PermissionDenied
        return entry

    def history_page(self, request, entry, template, context):
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "entry": entry,
            "opts": self.opts,
            "section": capfirst(self.opts.verbose_name_plural),
            "may_revert": self.may_revert(request, entry),
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, f"admin/history/{template}.html", context)


def differing(current, earlier, names):
    both = (name for name in current.fields if name in names and name in earlier.fields)
    return [name for name in both if current.fields[name] != earlier.fields[name]]
