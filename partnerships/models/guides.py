from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.models import ROLE, TOPIC, Bilingual, Resource, Term, Translated
from resources.models.publication import needs_when_published
from resources.models.workflow import WORKFLOW_RULES, Workflow, WorkflowQuerySet


class GuideQuerySet(WorkflowQuerySet):
    def get_by_natural_key(self, vocabulary, slug):
        return self.get(term__vocabulary=vocabulary, term__slug=slug)

    def topics(self):
        return self.filter(term__vocabulary=TOPIC)

    def roles(self):
        return self.filter(term__vocabulary=ROLE)

    def for_links(self):
        """Load what a link to a guide shows."""
        return self.select_related("term")

    def for_page(self):
        """Load what its own page shows, except the lists that have querysets of their own."""
        return self.for_links().with_ways()

    def with_ways(self):
        """Load the ways to get involved, with their organizations and resources."""
        ways = "ways_to_get_involved"
        return self.prefetch_related(
            f"{ways}__organization", f"{ways}__resource", f"{ways}__chosen_by"
        )


class Guide(Bilingual, Workflow):
    """Our own page about a topic or a role. That term gives it its name and address."""

    term = models.OneToOneField(
        Term,
        models.PROTECT,
        related_name="guide",
        verbose_name=_("topic or role"),
        limit_choices_to=Q(vocabulary__in=[TOPIC, ROLE]),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    task_label_en = models.CharField(
        _("in the visitor’s words"),
        max_length=100,
        blank=True,
        help_text=_("For a role: “I’m raising a child”."),
    )
    task_label_es = models.CharField(
        _("in the visitor’s words, in Spanish"), max_length=100, blank=True
    )
    intro_en = models.TextField(_("introduction"), blank=True)
    intro_es = models.TextField(_("introduction in Spanish"), blank=True)
    why_it_matters_en = models.TextField(_("why it matters"), blank=True)
    why_it_matters_es = models.TextField(_("why it matters, in Spanish"), blank=True)
    related_topics = models.ManyToManyField(
        Term,
        related_name="+",
        blank=True,
        verbose_name=_("topics that fit"),
        limit_choices_to={"vocabulary": TOPIC},
    )

    prose = ("intro", "why_it_matters")
    task_label = Translated("task_label")
    intro = Translated("intro")
    why_it_matters = Translated("why_it_matters")
    closing_note = Translated("closing_note")

    address_field = "term__slug"

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        permissions = [
            ("publish_guide", "Can publish guides"),
            ("close_guide", "Can close guides"),
        ]
        constraints = [
            *WORKFLOW_RULES,
            needs_when_published("intro_en", _("Write an introduction before publishing.")),
        ]

    def __str__(self):
        return str(self.term)

    def natural_key(self):
        return self.term.natural_key()

    natural_key.dependencies = ["resources.term"]

    def get_absolute_url(self):
        kind = "topic" if self.is_about_topic else "role"
        return reverse(f"partnerships:{kind}", args=[self.term.slug])

    def possible_successors(self):
        """The guides that may replace this one: those with a page, in the same vocabulary.

        So a guide for a role is replaced by a guide for a role.
        """
        return super().possible_successors().filter(term__vocabulary=self.term.vocabulary_id)

    @property
    def is_about_topic(self):
        return self.term.vocabulary_id == TOPIC


class GuidePartQuerySet(models.QuerySet):
    def get_by_natural_key(self, vocabulary, slug, order):
        return self.get(guide__term__vocabulary=vocabulary, guide__term__slug=slug, order=order)


class GuidePart(Bilingual):
    """One item of an ordered list in a guide."""

    guide = models.ForeignKey(Guide, models.CASCADE, verbose_name=_("guide"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = GuidePartQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["guide", "order", "pk"]

    def natural_key(self):
        return (*self.guide.natural_key(), self.order)

    natural_key.dependencies = ["partnerships.guide"]


class FirstStep(GuidePart):
    """Something a reader can do this week."""

    text_en = models.CharField(_("step"), max_length=300, help_text=_("At most 30 words."))
    text_es = models.CharField(_("step in Spanish"), max_length=300, blank=True)

    prose = ("text",)
    text = Translated("text")

    class Meta(GuidePart.Meta):
        verbose_name = _("first step")
        verbose_name_plural = _("first steps")
        default_related_name = "first_steps"

    def __str__(self):
        return self.text


class ThingToSay(GuidePart):
    """A sentence for a call, a message or a meeting. `___` marks a blank to fill in."""

    text_en = models.CharField(
        _("line"), max_length=400, help_text=_("With its quotation marks. ___ marks a blank.")
    )
    text_es = models.CharField(_("line in Spanish"), max_length=400, blank=True)

    text = Translated("text")

    class Meta(GuidePart.Meta):
        verbose_name = _("thing to say")
        verbose_name_plural = _("things to say")
        default_related_name = "things_to_say"

    def __str__(self):
        return self.text


class Obstacle(GuidePart):
    """An obstacle to a partnership, and what helps against it."""

    obstacle_en = models.CharField(_("obstacle"), max_length=200)
    obstacle_es = models.CharField(_("obstacle in Spanish"), max_length=200, blank=True)
    what_helps_en = models.CharField(_("what helps"), max_length=300)
    what_helps_es = models.CharField(_("what helps, in Spanish"), max_length=300, blank=True)

    prose = ("obstacle", "what_helps")
    obstacle = Translated("obstacle")
    what_helps = Translated("what_helps")

    class Meta(GuidePart.Meta):
        verbose_name = _("obstacle")
        verbose_name_plural = _("obstacles")
        default_related_name = "obstacles"

    def __str__(self):
        return self.obstacle


class Quotation(GuidePart):
    """Words of a public person as printed in the 2009 kit.

    The Spanish is our translation, unless `is_spanish_a_translation` is False.
    """

    text_en = models.TextField(_("words"), help_text=_("As printed, without quotation marks."))
    text_es = models.TextField(_("words in Spanish"), blank=True)
    attribution_en = models.CharField(
        _("who said it"), max_length=200, help_text=_("Name, then office, after a comma.")
    )
    attribution_es = models.CharField(_("who said it, in Spanish"), max_length=200, blank=True)
    is_spanish_a_translation = models.BooleanField(
        _("the Spanish is a translation"),
        default=True,
        help_text=_("The page then tells visitors that the Spanish is a translation."),
    )

    text = Translated("text")
    attribution = Translated("attribution")

    class Meta(GuidePart.Meta):
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        default_related_name = "quotations"

    def __str__(self):
        return self.text[:80]

    @property
    def speaker(self):
        return self.attribution.partition(", ")[0]

    @property
    def office(self):
        return self.attribution.partition(", ")[2]

    @property
    def is_translation(self):
        return self.text.language == "es" and self.is_spanish_a_translation


class Finding(GuidePart):
    """A finding of a study or the 2009 page. Its source is a resource, or words that name one."""

    claim_en = models.TextField(_("finding"))
    claim_es = models.TextField(_("finding in Spanish"), blank=True)
    resource = models.ForeignKey(
        Resource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("source"),
    )
    source_en = models.CharField(_("source, in words"), max_length=200, blank=True)
    source_es = models.CharField(_("source, in Spanish words"), max_length=200, blank=True)

    prose = ("claim",)
    claim = Translated("claim")
    source = Translated("source")

    class Meta(GuidePart.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        default_related_name = "findings"
        constraints = [
            models.CheckConstraint(
                condition=~Q(resource=None) | ~Q(source_en="") | ~Q(source_es=""),
                name="finding_has_source",
                violation_error_message=_("Name the source: a resource, or words that say it."),
            )
        ]

    def __str__(self):
        return self.claim[:80]
