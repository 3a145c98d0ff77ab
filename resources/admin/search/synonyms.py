"""The pages of synonym groups, and registration of the failed searches."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from resources.admin.editing.base import BaseAdmin, VersionedAdmin
from resources.models import FailedSearch, SynonymGroup
from resources.search.synonym_rules import PHRASE_LISTS, SynonymGroupCheck

from .failed_searches import FailedSearchAdmin, warn_of_shared_phrases


class SynonymGroupForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        group = SynonymGroup(
            **{name: cleaned.get(name, "") for name in ["direction", *PHRASE_LISTS]}
        )
        if not self.errors:
            for error in SynonymGroupCheck(group).errors:
                self.add_error(None, error)
        return cleaned


@admin.register(SynonymGroup)
class SynonymGroupAdmin(VersionedAdmin):
    form = SynonymGroupForm
    list_display = ["slug", "direction", "english", "spanish", "from_phrases", "to_phrases"]
    list_filter = ["direction"]
    list_per_page = 50
    search_fields = ["slug", "english", "spanish", "from_phrases", "to_phrases"]
    search_help_text = _("Words of its phrases, or of its name.")
    fieldsets = [
        (
            None,
            {
                "fields": ["slug", "direction"],
                "description": _(
                    "Phrases that mean the same to a visitor. A search for one also finds entries"
                    " with another, at once and in both languages."
                ),
            },
        ),
        (_("Where every phrase finds the others"), {"fields": [("english", "spanish")]}),
        (_("Where the first find the second"), {"fields": [("from_phrases", "to_phrases")]}),
    ]

    class Media(BaseAdmin.Media):
        pass

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        warn_of_shared_phrases(self, request, obj)


admin.site.register(FailedSearch, FailedSearchAdmin)
