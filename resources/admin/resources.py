from django.contrib import admin
from django.db.models import Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.translation import gettext_lazy as _

from resources.admin.editing.base import evidence_fieldset
from resources.admin.editing.bilingual import TranslationFilter, pair
from resources.admin.editing.filters import ReviewFilter, TopicFilter
from resources.admin.editing.term_fields import TermsForm, TermsMixin
from resources.admin.links.links import LinkCheckMixin
from resources.admin.merging.duplicates import DuplicateWarningMixin
from resources.admin.merging.resources import MergeMixin
from resources.admin.publishing.base import WorkflowAdmin
from resources.models import Link, LinkState, Resource

from .importing import ImportExportMixin

READER_FIELDSET = (
    _("What visitors read"),
    {
        "fields": [
            *pair("title"),
            "slug",
            ("organization", "year"),
            *pair("summary"),
        ],
        "description": _(
            "The title as its publisher printed it. The summary in our own plain words:"
            " what is inside, and for whom it helps."
        ),
    },
)
ADDRESS_FIELDSET = (
    _("Where it leads"),
    {
        "fields": [
            "url",
            "link_target",
            ("link_state", "link_checked_at"),
            "archived_url",
            "is_archived_url_verified",
        ],
        "description": _(
            "The link state comes from the link checker and cannot be typed in."
            " A new address starts as not checked."
        ),
    },
)
PUBLICATION_FIELDSET = (
    _("Publication"),
    {
        "fields": ["status", *pair("draft_note")],
        "description": _(
            "To take an entry down, close it: its page stays, says what happened and names the"
            " successor. What visitors have seen is never deleted."
        ),
    },
)
DATES_FIELDSET = (
    _("Dates"),
    {
        "fields": [("reviewed_on", "review_due_on"), ("listed_on", "updated_at")],
        "description": _(
            "Reviewed: the day somebody opened the resource and compared this entry with it."
        ),
    },
)
KIT_FIELDSET = (
    _("The 2009 kit"),
    {
        "fields": [
            "original_url",
            "is_original_url_verified",
            "is_named_in_seed",
            "is_named_in_kit",
        ],
        "classes": ["collapse"],
        "description": _("Where the kit of 2009 sent its readers, and how surely we know."),
    },
)

# Sorts a resource without an English title by its Spanish one, not before all others.
BY_TITLE = Lower(Coalesce(NullIf("title_en", Value("")), "title_es"))


class ResourceForm(TermsForm):
    permanent = ()

    def save(self, commit=True):
        """Save. If the URL changed, take the state of the Link at the new one.

        Without such a Link, the entry counts as not checked.
        """
        if "url" in self.changed_data:
            link = Link.objects.filter(address=self.instance.url).first()
            self.instance.link_state = link.state if link else LinkState.NOT_CHECKED
            self.instance.link_checked_at = link and link.checked_at
        return super().save(commit)


class ResourceAdmin(
    LinkCheckMixin, ImportExportMixin, DuplicateWarningMixin, MergeMixin, TermsMixin, WorkflowAdmin
):
    form = ResourceForm
    actions = [*WorkflowAdmin.actions, "merge", "check_links_soon"]
    list_display = [
        "title",
        "status",
        "link_state",
        "reviewed_on",
        "translation",
        "organization",
    ]
    list_filter = [
        "status",
        "link_state",
        ReviewFilter,
        TranslationFilter,
        TopicFilter,
        "link_target",
        "is_named_in_kit",
        "evidence_status",
    ]
    list_select_related = ["organization"]
    date_hierarchy = "updated_at"
    ordering = [BY_TITLE, "pk"]
    name_fields = ["title_en", "title_es", "slug"]
    search_fields = [
        "title_en",
        "title_es",
        "summary_en",
        "summary_es",
        "slug",
        "url",
        "organization__name",
    ]
    search_help_text = _("Words of the title, summary, publisher or address.")
    autocomplete_fields = ["organization", "successor"]
    readonly_fields = [
        *WorkflowAdmin.readonly_fields,
        "link_state",
        "link_checked_at",
    ]
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = [
        READER_FIELDSET,
        ADDRESS_FIELDSET,
        PUBLICATION_FIELDSET,
        DATES_FIELDSET,
        evidence_fieldset("evidence_status", *pair("evidence_note")),
        KIT_FIELDSET,
    ]

    class Media:
        css = {"all": ["css/admin/merging.css"]}
        js = ["js/duplicates.js"]

    @admin.display(description=_("title"), ordering=BY_TITLE)
    def title(self, resource):
        return str(resource)


admin.site.register(Resource, ResourceAdmin)
