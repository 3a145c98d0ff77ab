"""Every change made on the desk is one revision, with who made it and why."""

from contextlib import contextmanager

from django.db import transaction

from resources.history import owning_entries, record_versions, snapshot_before
from resources.history.registry import is_in_versions, part_rows

LONGEST_WHY = 500  # characters


def why_of(request):
    """What the curator wrote about this change; it may be nothing."""
    return request.POST.get("why", "").strip()[:LONGEST_WHY]


class VersioningMixin:
    """A page of the desk that keeps versions of what it saves and deletes."""

    def save_model(self, request, obj, form, change):
        form.touched = owning_entries([obj])
        snapshot_before(form.touched)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        rows = [row.instance for formset in formsets for row in formset if row.has_changed()]
        touched = owning_entries(rows)
        snapshot_before(touched)
        super().save_related(request, form, formsets, change)
        touched += [*form.touched, *owning_entries([form.instance, *rows])]
        record_versions(touched, user=request.user, why=why_of(request))

    def delete_model(self, request, obj):
        with self.recording_loss_of([obj], request):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with self.recording_loss_of(list(queryset), request):
            super().delete_queryset(request, queryset)

    @contextmanager
    def recording_loss_of(self, records, request):
        """What goes keeps its last version; what it belonged to gets a new one."""
        with transaction.atomic():
            rows = [row for gone in records for row in part_rows(gone)]
            touched = owning_entries([*records, *rows])
            snapshot_before(touched)
            yield
            record_versions(touched, user=request.user, why=why_of(request))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Ask why, where a version will say so."""
        if is_in_versions(self.model) and (add or self.has_change_permission(request, obj)):
            context |= {"why": why_of(request), "longest_why": LONGEST_WHY}
        return super().render_change_form(request, context, add, change, form_url, obj)
