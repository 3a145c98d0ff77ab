"""The admin of the kit of 2009: its pages as they were, and what they listed."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from partnerships.models import KitListing, KitPage
from resources.admin.editing.base import SPANISH, BaseAdmin, BaseInline
from resources.admin.editing.bilingual import TranslationFilter, pair
from resources.admin.editing.form_fields import InlineFieldsMixin
from resources.admin.editing.forms import BaseAdminForm

LISTING = [
    "label",
    "is_label_exact",
    *pair("locator", "note"),
    ("resource", "listed_inside"),
    "fate",
    *pair("fate_note"),
    "successor",
]
LISTING_RESOURCES = ["resource", "listed_inside", "successor"]


class KitPageForm(BaseAdminForm):
    """Locks the term, which is part of the page's address."""

    permanent = ("term",)


class KitListingInline(BaseInline, admin.StackedInline):
    model = KitListing
    fields = [("kind", "order"), *LISTING, SPANISH]
    autocomplete_fields = LISTING_RESOURCES
    classes = ["collapse"]
    show_change_link = True


@admin.register(KitPage)
class KitPageAdmin(BaseAdmin):
    form = KitPageForm
    list_display = [
        "title_en",
        "number",
        "is_part_of_kit",
        "coverage",
        "list_status",
        "listing_count",
        "translation",
    ]
    list_filter = ["is_part_of_kit", "coverage", "list_status", TranslationFilter]
    ordering = ["number"]
    name_fields = ["title_en", "title_es", "number"]
    search_fields = ["title_en", "title_es", "number", "summary_en", "summary_es"]
    search_help_text = _("Words of the title or summary, or the number in the old address.")
    autocomplete_fields = ["term", "parent"]
    inlines = [KitListingInline]
    fieldsets = [
        (
            _("What visitors read"),
            {
                "fields": ["term", *pair("title", "summary", "note")],
                "description": _(
                    "A page of the kit that closed in 2022. It is history: correct it when a"
                    " better source turns up, never to say what is true today."
                ),
            },
        ),
        (
            _("The page as it was"),
            {"fields": ["number", "source_url", "closed_on", "coverage", "list_status"]},
        ),
        (
            _("Its place"),
            {"fields": ["is_part_of_kit", ("parent", "order"), "parent_evidence"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(listing_count=Count("listings"))

    def has_delete_permission(self, request, obj=None):
        """False for any page: its address must keep answering.

        With the page, its listings would be deleted too.
        """
        return obj is None and super().has_delete_permission(request, obj)

    @admin.display(description=_("listings"), ordering="listing_count")
    def listing_count(self, page):
        return page.listing_count


class SimilarInline(InlineFieldsMixin, admin.StackedInline):
    model = KitListing.similar.through
    autocomplete_fields = ["resource"]
    extra = 0
    verbose_name = _("resource that covers the same ground")
    verbose_name_plural = _("resources that cover the same ground")


@admin.register(KitListing)
class KitListingAdmin(BaseAdmin):
    list_display = ["label", "page", "kind", "fate", "resource", "successor", "translation"]
    list_filter = ["fate", "kind", "page", TranslationFilter]
    list_select_related = ["page", "resource", "successor"]
    ordering = ["page__number", "kind", "order"]
    search_fields = ["label", "resource__title_en", "fate_note_en", "note_en", "page__title_en"]
    search_help_text = _("Words of what was printed, of the resource or of the page’s title.")
    autocomplete_fields = ["page", *LISTING_RESOURCES]
    inlines = [SimilarInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["page", ("kind", "order"), *LISTING],
                "description": _(
                    "One thing the page listed or named, as printed, and what became of it."
                ),
            },
        ),
    ]
