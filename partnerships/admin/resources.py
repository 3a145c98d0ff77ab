"""The admin of resources, with the guides and listings that name them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partnerships.models import KitListing
from resources.admin.resources import ResourceAdmin
from resources.models import Resource

from .placements import RecommendationInline


class RecommendationOfResourceInline(RecommendationInline):
    """The recommendations of guides, edited on the page of the resource."""

    fk_name = "resource"
    fields = ["guide", *RecommendationInline.fields[1:]]
    autocomplete_fields = ["guide"]
    verbose_name_plural = _("recommended by guides")


class KitListingOfResourceInline(admin.StackedInline):
    """Listings to read. They are edited on the kit page that they were on."""

    model = KitListing
    fk_name = "resource"
    fields = [("page", "kind", "fate")]
    verbose_name_plural = _("listed by the 2009 kit")
    show_change_link = True
    extra = 0
    classes = ["collapse"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("page")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ResourceWithGuidesAdmin(ResourceAdmin):
    """Adds what the app `resources` cannot know: the guides that point at its entries."""

    list_display = [*ResourceAdmin.list_display, "guides"]
    inlines = [RecommendationOfResourceInline, KitListingOfResourceInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_flags()

    @admin.display(description=_("recommended by"))
    def guides(self, resource):
        return ", ".join(sorted({str(r.guide) for r in resource.recommendations.all()}))


admin.site.unregister(Resource)
admin.site.register(Resource, ResourceWithGuidesAdmin)
