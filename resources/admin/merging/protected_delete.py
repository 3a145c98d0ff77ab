"""Protection of records in use: a page shows their uses and alternatives."""

from typing import NamedTuple

from django.contrib import admin
from django.contrib.admin.actions import delete_selected as delete_many
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from resources.merging.references import usages_of

MAX_RECORDS_CHECKED = 500


class DeleteAlternative(NamedTuple):
    """An alternative to deleting: a link to a page, or a button that acts at once."""

    label: str
    address: str
    is_button: bool = False


class ProtectedDeleteMixin:
    """Refuses to delete records in use. `actions` must name `delete_selected`."""

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record and (uses := usages_of([record])):
            if not self.has_delete_permission(request):
                raise PermissionDenied
            return self.uses_page(request, uses)
        return super().delete_view(request, object_id, extra_context)

    @admin.action(permissions=["delete"], description=delete_many.short_description)
    def delete_selected(self, request, queryset):
        """Django's own action would silently take a term from every entry that has it."""
        uses = usages_of(queryset[:MAX_RECORDS_CHECKED])
        if uses:
            return self.uses_page(request, uses)
        return delete_many(self, request, queryset)

    def uses_page(self, request, uses):
        context = {
            **self.admin_site.each_context(request),
            "title": _("In use, and not deleted"),
            "opts": self.opts,
            "records": [
                self.record_with_uses(request, record, found) for record, found in uses.items()
            ],
        }
        return TemplateResponse(request, "admin/merging/in_use.html", context, status=409)

    def record_with_uses(self, request, record, uses):
        """The record, its uses and the alternatives, as the template expects them."""
        return {
            "record": record,
            "uses": [usage_row(use, record) for use in uses],
            "alternatives": list(self.delete_alternatives(request, record)),
        }

    def delete_alternatives(self, request, record):
        """The DeleteAlternatives for `record`. Subclasses override it."""
        return []


def usage_row(use, record):
    """(label, count, address of their list in the admin, or "" without one)"""
    field = use.model._meta.get_field(use.field)
    label = _("%(records)s: %(field)s") % {
        "records": capfirst(use.model._meta.verbose_name_plural),
        "field": field.verbose_name,
    }
    name = f"admin:{use.model._meta.app_label}_{use.model._meta.model_name}_changelist"
    try:
        address = f"{reverse(name)}?{use.field}__{record._meta.pk.name}__exact={record.pk}"
    except NoReverseMatch:
        address = ""
    return label, use.count, address
