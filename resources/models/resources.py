from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .evidence import Evidence
from .fields import WebAddressField, is_web_address, term_of
from .link_states import LinkState
from .organizations import Organization
from .publication import Status, needs_when_published
from .recommendations import recommendations
from .translation import Bilingual, Translated
from .url_keys import UrlKeyField
from .urls import display_host
from .vocabularies import TOPIC, Term
from .workflow import WORKFLOW_RULES, FormerSlugsMixin, Workflow, WorkflowQuerySet


class ResourceQuerySet(WorkflowQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def for_cards(self):
        """Load what a card shows, so that a list of any length costs the same queries."""
        return self.select_related("organization").prefetch_related("terms")

    def for_page(self):
        """Load what its own page shows."""
        return self.for_cards()

    def with_flags(self):
        """Load the recommendations too, for the flag (locator) on a card."""
        return recommendations().prefetch_for(self)

    def by_title(self, language, *, after=()):
        """Order by `after`, then from A to Z by the title that a reader of `language` sees."""
        other = "en" if language == "es" else "es"
        shown = Coalesce(NullIf(f"title_{language}", models.Value("")), f"title_{other}")
        return self.order_by(*after, Lower(shown), "pk")


class Resource(Bilingual, Workflow, FormerSlugsMixin, Evidence):
    """A page, document, course or site elsewhere on the web that helps partnerships."""

    Status = Status
    LinkState = LinkState

    class LinkTarget(models.TextChoices):
        ITEM = "item", _("the resource itself")
        PUBLISHER_PAGE = "publisher-page", _("a page of its publisher")

    title_en = models.CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("As published, if it has an English one."),
    )
    title_es = models.CharField(
        _("title in Spanish"),
        max_length=300,
        blank=True,
        help_text=_("As published in Spanish. Do not translate a title yourself."),
    )
    slug = models.SlugField(
        _("slug"),
        max_length=200,
        unique=True,
        help_text=_(
            "The last part of its address on this site. A former address still leads to it."
        ),
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="resources", verbose_name=_("publisher")
    )
    summary_en = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences, in our own words.")
    )
    summary_es = models.TextField(_("summary in Spanish"), blank=True)
    url = WebAddressField(_("address"), blank=True)
    url_key = UrlKeyField(_("key of the address"), address="url")
    link_target = models.CharField(
        _("the address leads to"), max_length=20, choices=LinkTarget, default=LinkTarget.ITEM
    )
    terms = models.ManyToManyField(
        Term, related_name="resources", blank=True, verbose_name=_("terms")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("When it was published or founded.")
    )

    draft_note_en = models.TextField(
        _("why it is a draft"), blank=True, help_text=_("For curators.")
    )
    draft_note_es = models.TextField(_("why it is a draft, in Spanish"), blank=True)
    link_state = models.CharField(
        _("link state"), max_length=20, choices=LinkState, default=LinkState.NOT_CHECKED
    )
    link_checked_at = models.DateTimeField(_("link checked at"), null=True, blank=True)
    listed_on = models.DateField(_("listed here on"), default=timezone.localdate)

    archived_url = WebAddressField(
        _("address of an archived copy"),
        blank=True,
        help_text=_("At a web archive. Say below whether anybody opened it."),
    )
    is_archived_url_verified = models.BooleanField(_("the archived copy was opened"), default=False)
    original_url = WebAddressField(_("address around 2009"), blank=True)
    is_original_url_verified = models.BooleanField(
        _("the 2009 address is confirmed"), null=True, blank=True
    )
    evidence_status = term_of("evidence-status", _("state in stored copies"), null=True, blank=True)
    evidence_note_en = models.TextField(_("what stored copies say"), blank=True)
    evidence_note_es = models.TextField(_("what stored copies say, in Spanish"), blank=True)
    is_named_in_seed = models.BooleanField(
        _("named on a 2009 page that was read in full"), default=False
    )
    is_named_in_kit = models.BooleanField(_("named anywhere in the 2009 kit"), default=False)

    not_translated = ("title", "draft_note", "evidence_note")
    prose = ("summary",)
    title = Translated("title")
    summary = Translated("summary")
    draft_note = Translated("draft_note")
    closing_note = Translated("closing_note")
    evidence_note = Translated("evidence_note")

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        permissions = [
            ("publish_resource", "Can publish resources"),
            ("close_resource", "Can close resources"),
            ("merge_resource", "Can merge resources"),
            ("import_resource", "Can import resources"),
            ("export_resource", "Can export resources"),
        ]
        indexes = [
            models.Index(fields=["url_key"], name="resource_by_url_key"),
            models.Index(
                fields=["status", "reviewed_on", "link_state"], name="resource_by_freshness"
            ),
        ]
        constraints = [
            *WORKFLOW_RULES,
            is_web_address("url"),
            is_web_address("archived_url"),
            needs_when_published("summary_en", _("Write a summary before publishing.")),
            needs_when_published("url", _("Give its address before publishing.")),
            models.CheckConstraint(
                condition=~Q(title_en="") | ~Q(title_es=""),
                name="resource_has_title",
                violation_error_message=_("Give its title in at least one language."),
            ),
            models.CheckConstraint(
                condition=Q(link_state=LinkState.NOT_CHECKED, link_checked_at=None)
                | ~Q(link_state=LinkState.NOT_CHECKED) & ~Q(link_checked_at=None),
                name="resource_checked_link_has_date",
                violation_error_message=_(
                    "A link that was checked has the time of the check. A link that was not checked"
                    " has none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__range=(1800, 2100)),
                name="resource_year_is_plausible",
                violation_error_message=_("Give the year with four digits, such as 2007."),
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["resources.organization", "resources.term"]

    def get_absolute_url(self):
        return reverse("resources:detail", args=[self.slug])

    @property
    def leads_to_publisher(self):
        return self.link_target == self.LinkTarget.PUBLISHER_PAGE

    @property
    def live_url(self):
        """The address that visitors may open. Empty if it is closed or was taken over."""
        if self.is_closed or self.link_state == LinkState.TAKEN_OVER:
            return ""
        return self.url

    @property
    def host(self):
        return display_host(self.url)

    def terms_of(self, vocabulary):
        """The terms of one vocabulary, in their order. No query if `terms` is prefetched."""
        return [term for term in self.terms.all() if term.vocabulary_id == vocabulary]

    @property
    def topics(self):
        return self.terms_of(TOPIC)

    @property
    def formats(self):
        return self.terms_of("format")

    @property
    def languages(self):
        return self.terms_of("language")

    def recommendation_for(self, guides=()):
        """The recommendation whose flag a list shows: one with a locator, or None.

        One of a guide in `guides`, slugs of topics and roles, comes first. No query if loaded
        `with_flags()`.
        """
        flagged = [r for r in recommendations().visible_for(self) if r.locator]
        return min(flagged, key=lambda r: r.guide.term.slug not in guides, default=None)
