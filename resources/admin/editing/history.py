"""The history pages of an entry: versions, differences, and the way back.

`VersionedAdmin` adds them to every admin class of a model with versions. Other models keep
Django's own history page.
"""

from functools import partial

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
from resources.history.owners import has_versions
from resources.history.revert import RevertRefused, fields_not_reverted, revert
from resources.history.states import EntryState, current_state
from resources.history.timeline import (
    deleted_entry,
    entries_merged_into,
    version_changes,
    versions_of,
)

VERSIONS_PER_PAGE = 25
LONGEST_WHY = 500  # characters


def why_of(request):
    """The reason that the curator gave for this change. It may be empty."""
    return request.POST.get("why", "").strip()[:LONGEST_WHY]


def history_urls(model_admin):
    """The URL patterns of the pages about versions. Empty for a model without versions."""
    if not has_versions(model_admin.model):
        return []
    pages = [
        ("difference/", "difference", difference_view),
        ("<int:version>/", "revert", revert_view),
    ]
    return [
        path(
            f"<path:object_id>/history/{address}",
            model_admin.admin_site.admin_view(partial(view, model_admin)),
            name=model_admin.name_of(name),
        )
        for address, name, view in pages
    ]


def history_view(model_admin, request, object_id, extra_context=None):
    entry = viewable_entry(model_admin, request, object_id)
    page = Paginator(versions_of(entry), VERSIONS_PER_PAGE).get_page(request.GET.get("p"))
    start = max(page.start_index() - 1, 0)
    changes = version_changes(entry, start=start, count=VERSIONS_PER_PAGE)
    context = {
        "page": page,
        "changes": [
            (change, field_labels(model_admin.model, change.changed)) for change in changes
        ],
        "merged": entries_merged_into(entry),
        "title": _("History: %(entry)s") % {"entry": entry},
    }
    context |= extra_context or {}
    return render_history(model_admin, request, entry, "history", context)


def difference_view(model_admin, request, object_id):
    """The difference of two versions, in whichever order they were chosen."""
    entry = viewable_entry(model_admin, request, object_id)
    chosen = [request.GET.get(name, "") for name in ("a", "b")]
    keys = {int(key) for key in chosen if key.isascii() and key.isdecimal()}
    versions = list(versions_of(entry).filter(pk__in=keys).order_by("pk"))
    if len(versions) != 2:
        text = _("Choose two versions to see what differs.")
        model_admin.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(model_admin.address_of("history", entry.pk))
    model = model_admin.model
    states = [EntryState.from_text(model, version.serialized_data) for version in versions]
    context = {
        "versions": versions,
        "difference": difference(model, *states),
        "title": _("What differs: %(entry)s") % {"entry": entry},
    }
    return render_history(model_admin, request, entry, "difference", context)


def revert_view(model_admin, request, object_id, version):
    """On GET, show what would change. On POST, do it if the entry is still the same."""
    entry = viewable_entry(model_admin, request, object_id)
    if not may_revert(model_admin, request, entry):
        raise PermissionDenied
    version = get_object_or_404(versions_of(entry), pk=version)
    earlier = EntryState.from_text(model_admin.model, version.serialized_data)
    current = current_state(model_admin.model, entry.pk)
    problems = []
    if request.method == "POST":
        if request.POST.get("seen") != current.fingerprint():
            problems = [_("Somebody changed it a moment ago. This is what would change now.")]
        else:
            try:
                return revert_entry(model_admin, request, entry, version, earlier)
            except RevertRefused as refusal:
                problems = refusal.reasons
    context = revert_context(model_admin.model, current, earlier)
    context |= {
        "version": version,
        "problems": problems,
        "why": why_of(request),
        "longest_why": LONGEST_WHY,
        "title": _("Go back to an earlier version: %(entry)s") % {"entry": entry},
    }
    return render_history(model_admin, request, entry, "revert", context)


def revert_context(model, current, earlier):
    """What would change, and the names of the fields that would stay as they are."""
    excluded = fields_not_reverted(model, current, earlier)
    return {
        "difference": difference(model, current, earlier, exclude=excluded),
        "kept": field_labels(model, differing_fields(current, earlier, excluded)),
        "seen": current.fingerprint(),
    }


def revert_entry(model_admin, request, entry, version, earlier):
    day = date_format(localtime(version.revision.date_created), "DATETIME_FORMAT")
    why = _("Went back to the version of %(day)s.") % {"day": day}
    revert(entry, earlier, user=request.user, why=f"{why} {why_of(request)}".strip())
    model_admin.log_change(request, entry, why)
    text = _("The entry is again what it was on %(day)s.") % {"day": day}
    model_admin.message_user(request, text, messages.SUCCESS)
    return HttpResponseRedirect(model_admin.address_of("history", entry.pk))


def may_revert(model_admin, request, entry):
    """True for users who may change the entry and, if it has a page, publish it."""
    if entry._state.adding:  # it was deleted, or merged into another one
        return False
    if not model_admin.has_change_permission(request, entry):
        return False
    opts = model_admin.opts
    publish = f"publish_{opts.model_name}"
    is_guarded = publish in dict(opts.permissions) and entry.has_page
    return not is_guarded or request.user.has_perm(f"{opts.app_label}.{publish}")


def viewable_entry(model_admin, request, object_id):
    """The entry, even if it was deleted. Raises Http404 or PermissionDenied."""
    key = unquote(object_id)
    entry = model_admin.get_object(request, key) or deleted_entry(model_admin.model, key)
    if entry is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, entry):
        raise PermissionDenied
    return entry


def field_labels(model, names):
    """The labels of fields, each once."""
    return list(dict.fromkeys(field_label(model, name) for name in names))


def differing_fields(current, earlier, names):
    """Those of `names` whose values differ between two states that both have them."""
    both = (name for name in current.fields if name in names and name in earlier.fields)
    return [name for name in both if current.fields[name] != earlier.fields[name]]


def render_history(model_admin, request, entry, template, context):
    request.current_app = model_admin.admin_site.name
    context = {
        **model_admin.admin_site.each_context(request),
        "entry": entry,
        "opts": model_admin.opts,
        "section": capfirst(model_admin.opts.verbose_name_plural),
        "may_revert": may_revert(model_admin, request, entry),
        "media": model_admin.media,
        **context,
    }
    return TemplateResponse(request, f"admin/history/{template}.html", context)
