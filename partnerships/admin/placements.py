"""The admin of what a guide points at: resources, examples, organizations."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    ORIGINAL_KIT,
    FeaturedExample,
    GuideSource,
    Recommendation,
    WayToGetInvolved,
)
from resources.admin.editing.base import SPANISH
from resources.admin.editing.bilingual import TranslationFilter, pair
from resources.models import Term

from .parts import GuideFilter, PartAdmin, PartForm, PartInline, without_spanish


class PlacementForm(PartForm):
    list_names = ("guide", "chosen_by")


class ChosenByMixin:
    """Presets a new placement as chosen by us.

    A curator who finds another choice of the 2009 kit can change that.
    """

    form = PlacementForm

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "chosen_by":
            ours = Term.objects.filter(**db_field.get_limit_choices_to())
            kwargs["initial"] = ours.exclude(slug=ORIGINAL_KIT).first()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class LocatorFilter(admin.SimpleListFilter):
    """Recommendations with a locator, or without one.

    Those without one are for the whole document.
    """

    title = _("locator")
    parameter_name = "locator"

    def lookups(self, request, model_admin):
        return [("with", _("names the part to read")), ("without", _("none: the whole document"))]

    def queryset(self, request, queryset):
        without = Q(locator_en="", locator_es="")
        conditions = {"with": ~without, "without": without}
        return queryset.filter(conditions.get(self.value(), Q()))


RECOMMENDATION = [
    "resource",
    *pair("locator", "locator_detail", "why_here"),
    ("chosen_by", "order", *SPANISH),
]
WAY = [
    ("organization", "resource"),
    *pair("name", "note"),
    ("chosen_by", "order", *SPANISH),
]


class RecommendationInline(ChosenByMixin, PartInline):
    model = Recommendation
    fields = RECOMMENDATION
    autocomplete_fields = ["resource"]
    classes = []


class WayToGetInvolvedInline(ChosenByMixin, PartInline):
    model = WayToGetInvolved
    fields = WAY
    autocomplete_fields = ["organization", "resource"]


class FeaturedExampleInline(ChosenByMixin, PartInline):
    model = FeaturedExample
    fields = ["example", ("chosen_by", "order")]
    autocomplete_fields = ["example"]


class GuideSourceInline(PartInline):
    model = GuideSource
    fields = [("resource", "example"), "order"]
    autocomplete_fields = ["resource", "example"]


@admin.register(Recommendation)
class RecommendationAdmin(ChosenByMixin, PartAdmin):
    list_display = ["resource", "locator_en", "why_here_en", "chosen_by"]
    list_filter = [LocatorFilter, GuideFilter, "chosen_by", "resource__status", TranslationFilter]
    list_select_related = ["guide__term", "resource", "chosen_by"]
    autocomplete_fields = ["guide", "resource"]
    search_fields = [
        "resource__title_en",
        "resource__title_es",
        "locator_en",
        "locator_detail_en",
        "why_here_en",
        "why_here_es",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": without_spanish(RECOMMENDATION),
                "description": _(
                    "Which part of the resource this guide’s readers should open, and why."
                    " The same resource may be recommended by other guides for other pages."
                ),
            },
        )
    ]


@admin.register(WayToGetInvolved)
class WayToGetInvolvedAdmin(ChosenByMixin, PartAdmin):
    list_display = ["__str__", "note_en", "chosen_by"]
    list_filter = [GuideFilter, "chosen_by", TranslationFilter]
    list_select_related = ["guide__term", "organization", "chosen_by"]
    autocomplete_fields = ["guide", "organization", "resource"]
    search_fields = ["name_en", "name_es", "note_en", "note_es", "organization__name"]
    fieldsets = [(None, {"fields": without_spanish(WAY)})]


class TextlessPartAdmin(PartAdmin):
    """Parts without texts of their own, and so without a translation."""

    list_filter = [GuideFilter]
    actions = []

    def get_list_display(self, request):
        return [*self.list_display, "guide", "order"]


@admin.register(FeaturedExample)
class FeaturedExampleAdmin(ChosenByMixin, TextlessPartAdmin):
    list_display = ["example", "chosen_by"]
    list_select_related = ["guide__term", "example", "chosen_by"]
    autocomplete_fields = ["guide", "example"]
    search_fields = ["example__name_en", "example__name_es"]
    fieldsets = [(None, {"fields": ["guide", "example", "chosen_by", "order"]})]


@admin.register(GuideSource)
class GuideSourceAdmin(TextlessPartAdmin):
    list_display = ["__str__"]
    list_select_related = ["guide__term", "resource", "example"]
    autocomplete_fields = ["guide", "resource", "example"]
    search_fields = ["resource__title_en", "resource__title_es", "example__name_en"]
    fieldsets = [(None, {"fields": ["guide", "resource", "example", "order"]})]
