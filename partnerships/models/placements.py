"""A guide's pointers: to resources to read, examples to follow, organizations to join."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.models import Organization, Resource, Translated
from resources.models.fields import term_of

from .examples import Example
from .guides import GuidePart, GuidePartQuerySet

ORIGINAL_KIT = "original-kit"
LONG_LOCATOR = 30  # characters. More do not fit on one line of a flag on a phone


class PlacementQuerySet(GuidePartQuerySet):
    def get_by_natural_key(self, vocabulary, slug, chosen_by, order):
        return self.get(
            guide__term__vocabulary=vocabulary,
            guide__term__slug=slug,
            chosen_by__slug=chosen_by,
            order=order,
        )

    def from_original_kit(self):
        return self.filter(chosen_by__slug=ORIGINAL_KIT)

    def added_since(self):
        return self.exclude(chosen_by__slug=ORIGINAL_KIT)


class Placement(GuidePart):
    """A guide's pointer to something, with its place in the order and who chose it."""

    chosen_by = term_of("chosen-by", _("who chose it"))

    objects = PlacementQuerySet.as_manager()

    class Meta(GuidePart.Meta):
        abstract = True

    def natural_key(self):
        return (*self.guide.natural_key(), self.chosen_by.slug, self.order)

    natural_key.dependencies = ["partnerships.guide", "resources.term"]

    @property
    def is_original(self):
        return self.chosen_by.slug == ORIGINAL_KIT


class Recommendation(Placement):
    """A guide's pointer to a resource, with the part to read.

    The locator belongs here and not to the resource: one packet is recommended by three guides
    for three different page ranges.
    """

    resource = models.ForeignKey(Resource, models.PROTECT, verbose_name=_("resource"))
    locator_en = models.CharField(
        _("locator"),
        max_length=100,
        blank=True,
        help_text=_("The part to read, short enough for a flag: “pp. 28–33”. Empty for the whole."),
    )
    locator_es = models.CharField(
        _("locator in Spanish"), max_length=100, blank=True, help_text=_("“págs. 28–33”")
    )
    locator_detail_en = models.CharField(
        _("name of that part"),
        max_length=250,
        blank=True,
        help_text=_("Its heading, or what the original list said of it."),
    )
    locator_detail_es = models.CharField(
        _("name of that part, in Spanish"), max_length=250, blank=True
    )
    why_here_en = models.CharField(
        _("why here"),
        max_length=300,
        blank=True,
        help_text=_("What it gives this guide’s readers."),
    )
    why_here_es = models.CharField(_("why here, in Spanish"), max_length=300, blank=True)

    prose = ("why_here",)
    locator = Translated("locator")
    locator_detail = Translated("locator_detail")
    why_here = Translated("why_here")

    class Meta(Placement.Meta):
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        default_related_name = "recommendations"
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "resource", "chosen_by"],
                name="recommendation_is_made_once",
                violation_error_message=_("This guide already recommends that resource."),
            )
        ]

    def __str__(self):
        return f"{self.guide}: {self.resource}"

    @property
    def merge_rank(self):
        """Sort key: which of two stays when the resources they point at are merged."""
        return (bool(self.locator),)

    @property
    def locator_kind(self):
        """The style of its flag: `number` is set large, `words` plainly, `long` small."""
        if len(self.locator) > LONG_LOCATOR:
            return "long"
        return "number" if any(c.isdigit() for c in self.locator) else "words"


class FeaturedExample(Placement):
    """An example a guide points at."""

    example = models.ForeignKey(Example, models.PROTECT, verbose_name=_("example"))

    class Meta(Placement.Meta):
        verbose_name = _("related example")
        verbose_name_plural = _("related examples")
        default_related_name = "featured_examples"
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "example"],
                name="example_is_featured_once",
                violation_error_message=_("This guide already points at that example."),
            )
        ]

    def __str__(self):
        return f"{self.guide}: {self.example}"


class WayToGetInvolved(Placement):
    """An organization to join or call, or a kind of group to find near the reader."""

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("organization"),
    )
    resource = models.ForeignKey(
        Resource,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("resource"),
        help_text=_("An entry that explains it."),
    )
    name_en = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("Empty for the organization’s own name.")
    )
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)
    note_en = models.CharField(_("note"), max_length=300, blank=True)
    note_es = models.CharField(_("note in Spanish"), max_length=300, blank=True)

    prose = ("note",)
    name = Translated("name")
    note = Translated("note")

    class Meta(Placement.Meta):
        verbose_name = _("way to get involved")
        verbose_name_plural = _("ways to get involved")
        default_related_name = "ways_to_get_involved"
        constraints = [
            models.CheckConstraint(
                condition=~Q(organization=None) | ~Q(name_en="") | ~Q(name_es=""),
                name="way_to_get_involved_has_name",
                violation_error_message=_("Choose an organization or write a name."),
            )
        ]

    def __str__(self):
        return self.name or str(self.organization)

    @property
    def is_nearby(self):
        """True if the reader has to find it near home. False for an organization we list."""
        return self.organization is None


class GuideSource(GuidePart):
    """A resource or an example behind what “why it matters” says."""

    resource = models.ForeignKey(
        Resource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resource"),
    )
    example = models.ForeignKey(
        Example, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("example")
    )

    class Meta(GuidePart.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        default_related_name = "sources"
        constraints = [
            models.CheckConstraint(
                condition=Q(resource=None) ^ Q(example=None),
                name="guide_source_is_resource_or_example",
                violation_error_message=_("Choose a resource or an example, not both."),
            )
        ]

    def __str__(self):
        return str(self.resource or self.example)
