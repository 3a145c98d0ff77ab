"""The base classes of all admin classes and inlines of the desk.

Bases of an admin class stand in this order, each of them calling `super()` in every hook:

1. the mixins of single jobs, such as LinkCheckMixin, MergeMixin or TermsMixin,
2. WorkflowAdmin for entries that are published (`resources/admin/publishing/base.py`),
3. BaseAdmin, for records in two languages,
4. VersionedAdmin, then Django's ModelAdmin.

`VersionedAdmin.save_model` and `save_related` come last, directly before Django's own. So whatever
a mixin sets before it calls `super()` is part of the version that is recorded, and whatever it
does afterwards, such as a warning, sees the saved record.
"""

from contextlib import contextmanager

from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.history import owning_entries, record_baselines, record_versions
from resources.history.owners import has_versions, is_in_versions, part_rows
from resources.models import Bilingual

from . import conflicts, history
from .bilingual import mark_spanish_up_to_date, translation_label
from .form_fields import FormFieldsMixin, InlineFieldsMixin
from .forms import BaseAdminForm, has_public_address
from .history import LONGEST_WHY, why_of
from .readability_warnings import warn_of_hard_texts

# The last line of an inline's row: the state of its Spanish, and the box that confirms it.
SPANISH = ("translation", "spanish_still_fits")
EVIDENCE_FIELDS = ["address_evidence", "cited_by", "evidence_url"]


class AdminUrlsMixin:
    """The names and addresses of an admin class's pages."""

    def name_of(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def address_of(self, page, *keys):
        return reverse(f"admin:{self.name_of(page)}", args=[quote(key) for key in keys])


class VersionedAdmin(AdminUrlsMixin, FormFieldsMixin, admin.ModelAdmin):
    """Records a version of each save and deletion. Lets nobody overwrite a change.

    A save, its version and the check for conflicts are one transaction.
    """

    def get_urls(self):
        return [*history.history_urls(self), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        if has_versions(self.model):
            return history.history_view(self, request, object_id, extra_context)
        return super().history_view(request, object_id, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        is_edit = request.method == "POST" and object_id and "_saveasnew" not in request.POST
        if not is_edit:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            response = conflicts.conflict_response(self, request, object_id)
            return response or super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Embed the values the form was opened with. Ask why, if it makes a version."""
        may_save = add or self.has_change_permission(request, obj)
        if change and may_save:
            context["opened"] = conflicts.signed_opened_values(self, request, obj)
        if may_save and is_in_versions(self.model):
            context |= {"why": why_of(request), "longest_why": LONGEST_WHY}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        form.owning_entries = owning_entries([obj])
        record_baselines(form.owning_entries)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save the rows, and record one version of each entry that the form changed.

        A record that moved to another owner changes both of them.
        """
        rows = [row.instance for formset in formsets for row in formset if row.has_changed()]
        changed = owning_entries(rows)
        record_baselines(changed)
        super().save_related(request, form, formsets, change)
        changed += [*form.owning_entries, *owning_entries([form.instance, *rows])]
        record_versions(changed, user=request.user, why=why_of(request))

    def delete_model(self, request, obj):
        with self.recording_deletion([obj], request):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with self.recording_deletion(list(queryset), request):
            super().delete_queryset(request, queryset)

    @contextmanager
    def recording_deletion(self, records, request):
        """Keep the records' last versions, and make new ones of their owners."""
        with transaction.atomic():
            rows = [row for record in records for row in part_rows(record)]
            changed = owning_entries([*records, *rows])
            record_baselines(changed)
            yield
            record_versions(changed, user=request.user, why=why_of(request))


class BaseAdmin(VersionedAdmin):
    """The admin of one kind of record in two languages."""

    form = BaseAdminForm
    actions = [mark_spanish_up_to_date]
    readonly_fields = ["translation"]
    list_per_page = 50
    name_fields = []  # what autocomplete searches
    translation = translation_label

    class Media:
        css = {"all": ["css/admin.css", "css/admin/revisions.css"]}
        js = ["js/admin.js"]

    def get_fieldsets(self, request, obj=None):
        """Add the state of the Spanish at the end. A new entry has none yet."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None or not obj.text_names():
            return fieldsets
        may_change = self.has_change_permission(request, obj)
        line = SPANISH if may_change else ("translation",)
        return [*fieldsets, (_("Translation"), {"fields": [line]})]

    def get_search_fields(self, request):
        """Autocomplete searches names only. The list page searches texts too."""
        is_autocomplete = request.resolver_match.url_name == "autocomplete"
        return self.name_fields if is_autocomplete else super().get_search_fields(request)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def has_delete_permission(self, request, obj=None):
        """A published entry is closed, never deleted: its address must keep answering."""
        if hasattr(obj, "status") and has_public_address(obj):
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """If other entries prevent the deletion, report them, not a missing permission."""
        to_delete, count, missing, protected = super().get_deleted_objects(objs, request)
        return to_delete, count, set() if protected else missing, protected

    def get_view_on_site_url(self, obj=None):
        """None for a draft, which has no page yet."""
        return super().get_view_on_site_url(obj) if obj and has_public_address(obj) else None

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        has_new_english = any(name.endswith("_en") for name in form.changed_data)
        if has_new_english and obj.translation_state() == Bilingual.TranslationState.STALE:
            text = _("The English changed and the Spanish did not. Does it still fit?")
            self.message_user(request, text, messages.WARNING)

    def save_related(self, request, form, formsets, change):
        """Save, then warn of each text that is hard to read. The warning prevents nothing."""
        super().save_related(request, form, formsets, change)
        for saved in [form, *(row for formset in formsets for row in formset.forms)]:
            warn_of_hard_texts(request, saved)


class BaseInline(InlineFieldsMixin):
    """Rows of one record that are edited on the page of another."""

    form = BaseAdminForm
    extra = 0
    readonly_fields = ["translation"]
    translation = translation_label


def evidence_fieldset(*fields):
    """The section on what stored copies say, closed until a curator opens it."""
    return (
        _("Evidence from stored copies"),
        {
            "fields": [*fields, *EVIDENCE_FIELDS],
            "classes": ["collapse"],
            "description": _(
                "What stored copies say. Neither a check of the link nor a review."
                " Visitors never see it."
            ),
        },
    )
