from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.models import Bilingual, Term, Translated
from resources.models.evidence import Evidence
from resources.models.fields import WebAddressField, is_web_address, term_of
from resources.models.publication import needs_when_published
from resources.models.translation import LocalizedText
from resources.models.workflow import WORKFLOW_RULES, FormerSlugsMixin, Workflow, WorkflowQuerySet


class ExampleQuerySet(WorkflowQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def for_cards(self):
        """Load what a card shows, so that a list of any length costs the same queries."""
        return self.select_related("result")

    def for_page(self):
        """Load what its own page shows."""
        return self.for_cards().prefetch_related("terms")

    def newest_first(self):
        return self.order_by(models.F("year").desc(nulls_last=True), "slug")


class TranslatedLines:
    """Descriptor for a bilingual text of one item a line: a list of `LocalizedText`."""

    def __init__(self, name):
        self.text = Translated(name)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        text = self.text.__get__(instance, owner)
        return [LocalizedText(line, text.language) for line in text.splitlines() if line.strip()]


class Example(Bilingual, Workflow, FormerSlugsMixin, Evidence):
    """A documented partnership: who, where, what they did, and the outcome its source reports."""

    slug = models.SlugField(_("slug"), max_length=200, unique=True)
    name_en = models.CharField(_("name"), max_length=200)
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    state = models.CharField(
        _("state"), max_length=5, help_text=_("Two letters, or “multi” for several states.")
    )
    year = models.PositiveSmallIntegerField(_("year of the source"), null=True, blank=True)
    partners_en = models.TextField(_("partners"), help_text=_("One a line."))
    partners_es = models.TextField(_("partners in Spanish"), blank=True, help_text=_("One a line."))
    what_they_did_en = models.TextField(_("what they did"))
    what_they_did_es = models.TextField(_("what they did, in Spanish"), blank=True)
    outcome_en = models.TextField(_("outcome"), help_text=_("What the source claims."))
    outcome_es = models.TextField(_("outcome in Spanish"), blank=True)
    figures_en = models.TextField(
        _("figures"), blank=True, help_text=_("One a line, at most four.")
    )
    figures_es = models.TextField(_("figures in Spanish"), blank=True, help_text=_("One a line."))
    note_en = models.TextField(_("note"), blank=True)
    note_es = models.TextField(_("note in Spanish"), blank=True)
    result = term_of("result", _("kind of result"))
    source_title = models.CharField(_("title of the source"), max_length=300)
    source_url = WebAddressField(_("address of the source"))
    terms = models.ManyToManyField(
        Term, related_name="examples", blank=True, verbose_name=_("terms")
    )

    prose = ("what_they_did", "outcome", "note")
    name = Translated("name")
    what_they_did = Translated("what_they_did")
    outcome = Translated("outcome")
    note = Translated("note")
    closing_note = Translated("closing_note")
    partners = TranslatedLines("partners")
    figures = TranslatedLines("figures")

    objects = ExampleQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("example")
        verbose_name_plural = _("examples")
        permissions = [
            ("publish_example", "Can publish examples"),
            ("close_example", "Can close examples"),
        ]
        constraints = [
            *WORKFLOW_RULES,
            is_web_address("source_url"),
            needs_when_published("source_url", _("Give the source before publishing.")),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["resources.term"]

    def get_absolute_url(self):
        return reverse("partnerships:example", args=[self.slug])

    @property
    def place(self):
        """City and state, such as `Oakland, CA` or `CA`, or the words for several states."""
        state = _("Several states") if self.state == "multi" else self.state
        return f"{self.city}, {state}" if self.city else state

    def terms_of(self, vocabulary):
        """The terms of one vocabulary, in their order. No query if `terms` is prefetched."""
        return [term for term in self.terms.all() if term.vocabulary_id == vocabulary]
