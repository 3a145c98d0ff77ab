from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partnerships.models import GlossaryTerm
from resources.admin.editing.base import BaseAdmin
from resources.admin.editing.bilingual import TranslationFilter, pair


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(BaseAdmin):
    list_display = ["term_en", "expansion_en", "term_es", "kind", "translation"]
    list_filter = ["kind", TranslationFilter]
    ordering = ["term_en", "slug"]
    search_fields = [
        "term_en",
        "term_es",
        "expansion_en",
        "expansion_es",
        "definition_en",
        "definition_es",
        "synonyms",
        "slug",
    ]
    search_help_text = _("Words of the term, its full name, its definition or its synonyms.")
    prepopulated_fields = {"slug": ["term_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *pair("term", "expansion", "definition", "how_to_join"),
                    "slug",
                    "kind",
                    "synonyms",
                ],
                "description": _(
                    "A word schools use and families have to guess. Guides explain it in place,"
                    " in these words. Visitors see a change at once."
                ),
            },
        ),
    ]
