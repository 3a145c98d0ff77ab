from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partnerships.models import Example
from resources.admin.editing.base import evidence_fieldset
from resources.admin.editing.bilingual import TranslationFilter, pair
from resources.admin.editing.filters import ReviewFilter, TopicFilter
from resources.admin.editing.term_fields import TermsForm, TermsMixin
from resources.admin.publishing.base import WorkflowAdmin
from resources.models import Vocabulary

# Facets that describe a document and not a partnership.
DOCUMENT_FACETS = ["language"]


class ExampleForm(TermsForm):
    permanent = ()


@admin.register(Example)
class ExampleAdmin(TermsMixin, WorkflowAdmin):
    form = ExampleForm
    list_display = ["name_en", "place", "year", "result", "status", "reviewed_on", "translation"]
    list_filter = ["status", "result", TopicFilter, ReviewFilter, TranslationFilter, "state"]
    list_select_related = ["result"]
    ordering = ["name_en", "pk"]
    name_fields = ["name_en", "name_es", "slug"]
    search_fields = [
        "name_en",
        "name_es",
        "slug",
        "city",
        "partners_en",
        "what_they_did_en",
        "what_they_did_es",
        "outcome_en",
        "outcome_es",
        "source_title",
    ]
    search_help_text = _("Words of the name, place, partners, story or source.")
    autocomplete_fields = ["successor"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (
            _("What visitors read"),
            {
                "fields": [
                    *pair("name"),
                    "slug",
                    ("city", "state", "year"),
                    *pair("partners", "what_they_did", "outcome", "figures", "note"),
                    "result",
                ],
                "description": _(
                    "A partnership somebody documented. Say what its source claims, no more,"
                    " and choose the kind of result to match."
                ),
            },
        ),
        (_("Where it comes from"), {"fields": ["source_title", "source_url"]}),
        (
            _("Publication"),
            {
                "fields": ["status"],
                "description": _(
                    "To take an example down, close it. What visitors have seen is never deleted."
                ),
            },
        ),
        (_("Dates"), {"fields": [("reviewed_on", "review_due_on"), "updated_at"]}),
        evidence_fieldset(),
    ]

    def vocabularies(self):
        """The facets an entry may have several terms of, including a district’s own.

        Single ones (format, cost, time it takes) describe a document, as the language does.
        """
        facets = Vocabulary.objects.filter(is_facet=True, is_single=False)
        return list(facets.exclude(pk__in=DOCUMENT_FACETS))
