"""What is in use is not deleted: a page says where it is used, and what can be done instead."""

from typing import NamedTuple

from django.contrib import admin
from django.contrib.admin.actions import delete_selected as delete_many
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from resources.merging.references import uses_of

MOST_LOOKED_AT = 500


class Way(NamedTuple):
    """Something to do instead of deleting: a page to open, or a button if it acts at once."""

    words: str
    address: str
    is_button: bool = False


class ProtectedDeleteMixin:
    """Joins a desk whose records others point at; its `actions` name `delete_selected`."""

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record and (uses := uses_of([record])):
            if not self.has_delete_permission(request):
                raise PermissionDenied
            return self.say_where(request, uses)
        return super().delete_view(request, object_id, extra_context)

    @admin.action(permissions=["delete"], description=delete_many.short_description)
    def delete_selected(self, request, queryset):
        """Django's own would take a term from every entry that has it, and say nothing of it."""
        uses = uses_of(queryset[:MOST_LOOKED_AT])
        if uses:
            return self.say_where(request, uses)
        return delete_many(self, request, queryset)

    def say_where(self, request, uses):
        context = {
            **self.admin_site.each_context(request),
            "title": _("In use, and not deleted"),
            "opts": self.opts,
            "records": [self.explained(request, record, found) for record, found in uses.items()],
        }
        return TemplateResponse(request, "admin/merging/in_use.html", context, status=409)

    def explained(self, request, record, uses):
        """A record with where it is used, and the addresses of what to do instead."""
        ways = self.ways_out(request, record)
        return {
            "record": record,
            "uses": [in_words(use, record) for use in uses],
            "ways": list(ways),
        }

    def ways_out(self, request, record):
        """What can be done instead with a record of its kind."""
        return []


def in_words(use, record):
    """(words, how many, the list of them on the desk or nothing)"""
    field = use.model._meta.get_field(use.field)
    words = _("%(records)s: %(field)s") % {
        "records": capfirst(use.model._meta.verbose_name_plural),
        "field": field.verbose_name,
    }
    name = f"admin:{use.model._meta.app_label}_{use.model._meta.model_name}_changelist"
    try:
        address = f"{reverse(name)}?{use.field}__{record._meta.pk.name}__exact={record.pk}"
    except NoReverseMatch:
        address = ""
    return words, use.count, address
