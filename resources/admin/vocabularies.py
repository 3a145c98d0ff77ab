from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources import search
from resources.admin.editing.base import SPANISH, BaseAdmin, BaseInline
from resources.admin.editing.bilingual import TranslationFilter, pair
from resources.admin.editing.forms import BaseAdminForm
from resources.admin.merging.protected_delete import DeleteAlternative, ProtectedDeleteMixin
from resources.admin.merging.terms import TermMergeMixin
from resources.models import TOPIC, Term, Vocabulary
from resources.search.index import EMPTY


class TermForm(BaseAdminForm):
    permanent = ("vocabulary",)


class TermInline(BaseInline, admin.StackedInline):
    """Terms cannot be deleted here, because entries that have them would lose them."""

    model = Term
    form = TermForm
    can_delete = False
    view_on_site = False
    show_change_link = True
    fields = [("slug", "order", "is_retired"), *pair("label", "definition"), SPANISH]
    ordering = ["order", "slug"]


@admin.register(Vocabulary)
class VocabularyAdmin(ProtectedDeleteMixin, BaseAdmin):
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
    actions = [*BaseAdmin.actions, "delete_selected"]
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

    def delete_alternatives(self, request, vocabulary):
        page = reverse("admin:resources_vocabulary_change", args=[vocabulary.pk])
        terms = reverse("admin:resources_term_changelist")
        yield DeleteAlternative(_("Retire its terms, or stop offering it as a filter"), page)
        yield DeleteAlternative(
            _("Merge or delete its terms, one by one"),
            f"{terms}?vocabulary__slug__exact={vocabulary.pk}",
        )

    @admin.display(description=_("terms"), ordering="term_count")
    def term_count(self, vocabulary):
        return vocabulary.term_count


@admin.register(Term)
class TermAdmin(TermMergeMixin, ProtectedDeleteMixin, BaseAdmin):
    form = TermForm
    list_display = [
        "label_en",
        "label_es",
        "vocabulary",
        "slug",
        "order",
        "in_use",
        "is_retired",
        "translation",
    ]
    list_filter = ["vocabulary", "is_retired", TranslationFilter]
    actions = [*BaseAdmin.actions, "delete_selected"]
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
                "fields": [
                    "vocabulary",
                    *pair("label"),
                    "slug",
                    *pair("definition"),
                    ("order", "is_retired"),
                ],
                "description": _(
                    "A term in use is never deleted. Merge it into another one, and entries get"
                    " that one instead. Or retire it, and it is not offered any more."
                ),
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("vocabulary")

    def get_changelist_instance(self, request):
        """Count resources with the search index. The database would take minutes."""
        changelist = super().get_changelist_instance(request)
        snapshot = search.current_snapshot()
        for term in changelist.result_list:
            term.resource_count = len(
                snapshot.index.documents_by_term.get(term.pk, EMPTY) & snapshot.listed
            )
        return changelist

    def get_search_results(self, request, queryset, search_term):
        """Leave retired terms out of autocomplete."""
        if request.resolver_match.url_name == "autocomplete":
            queryset = queryset.offered()
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("published resources"))
    def in_use(self, term):
        return term.resource_count

    def has_delete_permission(self, request, obj=None):
        """False for topics, which have a page from the start. They are merged or retired."""
        is_topic = obj is not None and obj.vocabulary_id == TOPIC
        return not is_topic and super().has_delete_permission(request, obj)

    def get_view_on_site_url(self, obj=None):
        """The directory filtered by the term. None if its vocabulary is no facet."""
        return super().get_view_on_site_url(obj) if obj and obj.vocabulary.is_facet else None
