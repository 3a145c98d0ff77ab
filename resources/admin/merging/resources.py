"""Pages to merge two resources: choose the other one, preview, and merge."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.merging.duplicates import duplicates_of
from resources.merging.field_choices import choices_between, merged_terms
from resources.merging.merge import (
    MergeRefused,
    merge_fingerprint,
    merge_resources,
    rows_to_drop,
    survivor_first,
    why_resources_cannot_merge,
)
from resources.merging.references import usages_of

from .protected_delete import usage_row

MERGE_RESOURCES = "resources.merge_resource"
MAX_PARTNERS_SHOWN = 20
THEIRS = "theirs"  # the form value that chooses the other entry's fields


class MergeMixin:
    """Merging in the admin of resources."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        partner, merge = wrap(self.partner_view), wrap(self.merge_view)
        return [
            path("<int:key>/merge/", partner, name=self.name_of("merge_partner")),
            path("<int:key>/merge/<int:other_key>/", merge, name=self.name_of("merge")),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"may_merge": request.user.has_perm(MERGE_RESOURCES)} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)

    def has_merge_permission(self, request):
        return request.user.has_perm(MERGE_RESOURCES)

    @admin.action(permissions=["merge"], description=gettext_lazy("Merge the two chosen"))
    def merge(self, request, queryset):
        chosen = list(queryset[:3])
        if len(chosen) == 2:
            return self.redirect_to_merge(*survivor_first(*chosen))
        self.message_user(request, _("Choose exactly two entries."), messages.WARNING)
        return None

    def redirect_to_merge(self, survivor, other):
        return redirect(self.address_of("merge", survivor.pk, other.pk))

    def entry_to_merge(self, request, key):
        if not self.has_merge_permission(request):
            raise PermissionDenied
        return self.get_object(request, unquote(str(key)))

    # Choosing the other entry

    def partner_view(self, request, key):
        """List the duplicates of the entry, and search for others to merge it with."""
        entry = self.entry_to_merge(request, key)
        if entry is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(key))
        words = request.GET.get("q", "").replace("\0", " ").strip()[:200]
        alike = duplicates_of(entry)[:MAX_PARTNERS_SHOWN]
        context = {
            "entry": entry,
            "words": words,
            "alike": [(self.pair_with(entry, d.entry), d.entry, d.reason.label) for d in alike],
            "found": self.search_results(request, entry, words),
            "title": _("Merge “%(entry)s” with another entry") % {"entry": entry},
        }
        return self.merging_page(request, "merge_partner", context)

    def search_results(self, request, entry, words):
        if not words:
            return []
        others = self.get_queryset(request).exclude(pk=entry.pk).select_related("organization")
        others, _has_repeats = self.get_search_results(request, others, words)
        return [
            (self.pair_with(entry, other), other)
            for other in others.distinct()[:MAX_PARTNERS_SHOWN]
        ]

    def pair_with(self, entry, other):
        survivor, other = survivor_first(entry, other)
        return self.address_of("merge", survivor.pk, other.pk)

    # The preview and the merge

    def merge_view(self, request, key, other_key):
        """Preview the merged entry. On POST merge, if nothing changed since."""
        survivor, other = (self.entry_to_merge(request, k) for k in (key, other_key))
        if survivor is None or other is None:
            missing = key if survivor is None else other_key
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(missing))
        refusal = ""
        if request.method == "POST":
            try:
                return self.merge_and_redirect(request, survivor, other)
            except MergeRefused as reason:
                refusal = str(reason)
                survivor, other = (self.entry_to_merge(request, k) for k in (key, other_key))
        context = {
            "survivor": survivor,
            "other": other,
            "refusal": refusal,
            "obstacle": why_resources_cannot_merge(survivor, other),
            "swap_address": self.swap_address(survivor, other),
            "title": _("Merge two entries"),
            **merge_preview(survivor, other, chosen_names(request)),
        }
        return self.merging_page(request, "merge_resources", context)

    def swap_address(self, survivor, other):
        """The address of the reverse merge, empty if a rule forbids that."""
        if why_resources_cannot_merge(other, survivor):
            return ""
        return self.address_of("merge", other.pk, survivor.pk)

    def merge_and_redirect(self, request, survivor, other):
        ticked, seen = chosen_names(request), request.POST.get("seen", "")
        result = merge_resources(survivor, other, fields_to_copy=ticked, seen=seen, by=request.user)
        self.log_change(request, survivor, _("Merged with “%(other)s”.") % {"other": other})
        text = _("“%(other)s” is now part of this entry.") % {"other": other}
        if other.has_page:
            text += " " + _("Its address, %(address)s, leads here.") % {
                "address": other.get_absolute_url()
            }
        if result.dropped:
            text += " " + _("Given up, as there was room for one: %(rows)s.") % {
                "rows": "; ".join(map(str, result.dropped))
            }
        self.message_user(request, text, messages.SUCCESS)
        return redirect(self.address_of("change", survivor.pk))

    def merging_page(self, request, template, context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        context["media"] = self.media
        return TemplateResponse(request, f"admin/merging/{template}.html", context)


def chosen_names(request):
    """Names of the choices for the other entry. None before the form is sent."""
    if request.method != "POST":
        return None
    return {name for name in request.POST if request.POST[name] == THEIRS}


def merge_preview(survivor, other, ticked):
    """The template context of the preview: what stays, what moves and what is dropped."""
    choices = list(choices_between(survivor, other))
    if ticked is None:
        ticked = {choice.name for choice in choices if choice.is_theirs_better}
    return {
        "choices": [(choice, choice.name in ticked) for choice in choices],
        "terms": sorted(map(str, merged_terms(survivor, other, ticked))),
        "uses": [usage_row(use, other) for use in usages_of([other]).get(other, [])],
        "dropped": [
            (stays, goes, texts_in_row(goes)) for stays, goes in rows_to_drop(other, survivor)
        ],
        "seen": merge_fingerprint(survivor, other),
    }


def texts_in_row(row):
    """The texts of a row that will be dropped, so that a curator can copy them first."""
    values = [f.value_from_object(row) for f in row._meta.concrete_fields if is_text(f)]
    return [value for value in values if value]


def is_text(field):
    return isinstance(field, models.CharField | models.TextField) and field.editable
