"""What visitors search for: words that find the same, and words that found nothing."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from resources.models import SearchWithoutResult, SynonymGroup

from .desk import Desk, DeskFields
from .history import WithHistory
from .recorded import Recorded
from .simultaneous import Simultaneous


@admin.register(SynonymGroup)
class SynonymGroupDesk(DeskFields, Simultaneous, WithHistory, Recorded, admin.ModelAdmin):
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
                    "Phrases that mean the same to a visitor. Who searches for one also finds"
                    " what has another, at once and in both languages."
                ),
            },
        ),
        (_("Where every phrase finds the others"), {"fields": [("english", "spanish")]}),
        (_("Where the first find the second"), {"fields": [("from_phrases", "to_phrases")]}),
    ]

    class Media(Desk.Media):
        pass


@admin.register(SearchWithoutResult)
class SearchWithoutResultDesk(admin.ModelAdmin):
    """Read only: the site writes it."""

    list_display = ["text", "count", "day"]
    list_display_links = None
    list_filter = ["day"]
    list_per_page = 50
    date_hierarchy = "day"
    search_fields = ["text"]
    search_help_text = _(
        "Words that found nothing, a line a day, kept for half a year. The same search, made again"
        " before anything changed here, may count only once."
    )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
