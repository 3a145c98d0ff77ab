from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from resources.admin.editing.base import BaseAdmin, evidence_fieldset
from resources.admin.editing.bilingual import TranslationFilter, pair
from resources.admin.editing.forms import BaseAdminForm
from resources.models import Organization, Resource
from resources.models.publication import WITH_PAGE


class OrganizationForm(BaseAdminForm):
    """Offers only published and closed as the status of an organization with a page."""

    permanent = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.has_page and "status" in self.fields:
            self.fields["status"].choices = [(s.value, s.label) for s in WITH_PAGE]


@admin.register(Organization)
class OrganizationAdmin(BaseAdmin):
    form = OrganizationForm
    list_display = ["name", "kind", "region", "status", "resource_count", "translation"]
    list_filter = ["status", "kind", "region", TranslationFilter, "is_named_in_seed"]
    list_select_related = ["kind", "region"]
    ordering = ["name", "pk"]
    name_fields = ["name", "slug"]
    search_fields = ["name", "slug", "url", "description_en", "description_es"]
    search_help_text = _("Words of the name, description or address.")
    readonly_fields = [*BaseAdmin.readonly_fields, "resource_links"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (
            _("What visitors read"),
            {
                "fields": ["name", "slug", ("kind", "region"), *pair("description")],
                "description": _("Who they are and what they do for partnerships, in plain words."),
            },
        ),
        (_("Where it leads"), {"fields": ["url", "resource_links"]}),
        (
            _("Publication"),
            {
                "fields": ["status", *pair("draft_note")],
                "description": _(
                    "To take an organization down, close it. What visitors have seen is never"
                    " deleted."
                ),
            },
        ),
        evidence_fieldset("is_named_in_seed"),
    ]

    def get_queryset(self, request):
        """Add `resource_count` as a subquery, which runs only for the rows of the page."""
        count = (
            Resource.objects.filter(organization=OuterRef("pk"))
            .order_by()
            .values("organization")
            .values(count=Count("pk"))
        )
        return super().get_queryset(request).annotate(resource_count=Coalesce(Subquery(count), 0))

    def get_readonly_fields(self, request, obj=None):
        """Make the status read-only for users who may only add: theirs stay drafts."""
        fields = super().get_readonly_fields(request, obj)
        return fields if self.has_change_permission(request, obj) else [*fields, "status"]

    @admin.display(description=_("resources"), ordering="resource_count")
    def resource_count(self, organization):
        return organization.resource_count

    @admin.display(description=_("its resources here"))
    def resource_links(self, organization):
        if organization._state.adding:
            return ""
        address = reverse("admin:resources_resource_changelist")
        text = ngettext("%(count)d resource", "%(count)d resources", organization.resource_count)
        return format_html(
            '<a href="{}?organization__id__exact={}">{}</a>',
            address,
            organization.pk,
            text % {"count": organization.resource_count},
        )
