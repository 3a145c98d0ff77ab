from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from partnerships.models import Guide
from resources.admin.editing.bilingual import TranslationFilter, pair
from resources.admin.editing.filters import ReviewFilter
from resources.admin.editing.forms import BaseAdminForm
from resources.admin.editing.term_fields import Checklist
from resources.admin.publishing.base import WorkflowAdmin

from .parts import (
    GUIDES_IN_ORDER,
    FindingInline,
    FirstStepInline,
    ObstacleInline,
    QuotationInline,
    ThingToSayInline,
)
from .placements import (
    FeaturedExampleInline,
    GuideSourceInline,
    RecommendationInline,
    WayToGetInvolvedInline,
)


class GuideForm(BaseAdminForm):
    """Locks the term, which is part of the guide's address."""

    permanent = ("term",)


@admin.register(Guide)
class GuideAdmin(WorkflowAdmin):
    form = GuideForm
    save_on_top = True
    list_display = [
        "term",
        "kind",
        "status",
        "recommendation_count",
        "reviewed_on",
        "order",
        "translation",
    ]
    list_filter = ["status", "term__vocabulary", ReviewFilter, TranslationFilter]
    ordering = GUIDES_IN_ORDER
    name_fields = ["term__label_en", "term__label_es", "term__slug"]
    search_fields = [
        "term__label_en",
        "term__label_es",
        "term__slug",
        "intro_en",
        "intro_es",
        "task_label_en",
        "task_label_es",
    ]
    search_help_text = _("Words of its name or introduction.")
    autocomplete_fields = ["term", "successor"]
    inlines = [
        RecommendationInline,
        FirstStepInline,
        ThingToSayInline,
        ObstacleInline,
        QuotationInline,
        FindingInline,
        GuideSourceInline,
        WayToGetInvolvedInline,
        FeaturedExampleInline,
    ]
    fieldsets = [
        (
            _("What visitors read"),
            {
                "fields": [
                    "term",
                    *pair("task_label", "intro", "why_it_matters"),
                    "related_topics",
                ],
                "description": _(
                    "Our own page about a topic or for a role. Its recommendations, steps and"
                    " other parts are further down, each under its own heading."
                ),
            },
        ),
        (
            _("Publication"),
            {
                "fields": ["status", "order"],
                "description": _(
                    "To take a guide down, close it. What visitors have seen is never deleted."
                ),
            },
        ),
        (_("Dates"), {"fields": [("reviewed_on", "review_due_on"), "updated_at"]}),
    ]

    def get_queryset(self, request):
        recommendations = Count("recommendations")
        guides = super().get_queryset(request).select_related("term__vocabulary")
        return guides.annotate(recommendation_count=recommendations)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = Checklist(db_field.verbose_name)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("about"), ordering="term__vocabulary")
    def kind(self, guide):
        return guide.term.vocabulary.name

    @admin.display(description=_("recommendations"), ordering="recommendation_count")
    def recommendation_count(self, guide):
        return guide.recommendation_count
