from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from resources.models import Term, Vocabulary

from .bilingual import TranslationFilter, pair
from .desk import SPANISH, Desk, DeskForm, DeskInline


class TermForm(DeskForm):
    permanent = ("slug", "vocabulary")


class TermInline(DeskInline, admin.StackedInline):
    """No deleting from here: a term in use would vanish from every entry that has it."""

    model = Term
    form = TermForm
    can_delete = False
    view_on_site = False
    show_change_link = True
    fields = [("slug", "order"), *pair("label", "definition"), SPANISH]
    ordering = ["order", "slug"]


@admin.register(Vocabulary)
class VocabularyDesk(Desk):
    list_display = [
        "name_en",
        "slug",
        "is_facet",
        "is_single",
        "term_count",
        "order",
        "translation",
    ]
    list_filter = ["is_facet", "is_single", TranslationFilter]
    ordering = ["order", "slug"]
    name_fields = ["name_en", "name_es", "slug"]
    search_fields = ["name_en", "name_es", "slug", "terms__label_en", "terms__label_es"]
    search_help_text = _("Words of its name, or of one of its terms.")
    prepopulated_fields = {"slug": ["name_en"]}
    inlines = [TermInline]
    fieldsets = [
        (
            None,
            {
                "fields": [*pair("name"), "slug", "order", "is_facet", "is_single"],
                "description": _(
                    "A list of terms to describe entries with. A vocabulary that visitors can"
                    " filter by appears in the directory and on every entry’s form by itself."
                ),
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(term_count=Count("terms", distinct=True))

    @admin.display(description=_("terms"), ordering="term_count")
    def term_count(self, vocabulary):
        return vocabulary.term_count


@admin.register(Term)
class TermDesk(Desk):
    form = TermForm
    list_display = ["label_en", "label_es", "vocabulary", "slug", "order", "in_use", "translation"]
    list_filter = ["vocabulary", TranslationFilter]
    list_select_related = ["vocabulary"]
    ordering = ["vocabulary__order", "vocabulary", "order", "slug"]
    name_fields = ["label_en", "label_es", "slug"]
    search_fields = ["label_en", "label_es", "slug", "definition_en", "definition_es"]
    search_help_text = _("Words of the label or the definition.")
    prepopulated_fields = {"slug": ["label_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": ["vocabulary", *pair("label"), "slug", *pair("definition"), "order"],
                "description": _(
                    "A term that any entry has cannot be deleted: take it off those entries first."
                ),
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("vocabulary").with_resource_count()

    @admin.display(description=_("published resources"), ordering="resource_count")
    def in_use(self, term):
        return term.resource_count

    def has_delete_permission(self, request, obj=None):
        """The database guards references to a term, but not the lists of terms of an entry."""
        if obj is not None and is_in_use(obj):
            return False
        return super().has_delete_permission(request, obj)

    def get_view_on_site_url(self, obj=None):
        """Only a term that visitors can filter by leads anywhere."""
        return super().get_view_on_site_url(obj) if obj and obj.vocabulary.is_facet else None


def is_in_use(term):
    """Whether any list of terms holds it, whichever app the list belongs to."""
    lists = [
        r.field
        for r in Term._meta.get_fields(include_hidden=True)
        if r.auto_created and r.many_to_many
    ]
    return any(field.model._base_manager.filter(**{field.name: term}).exists() for field in lists)
