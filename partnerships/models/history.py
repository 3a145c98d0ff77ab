"""The 2009 kit as it was: its pages, what they listed, and what became of each listing."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.models import TOPIC, Bilingual, Resource, Term, Translated
from resources.models.fields import WebAddressField, is_web_address


class KitPageQuerySet(models.QuerySet):
    def get_by_natural_key(self, vocabulary, slug):
        return self.get(term__vocabulary=vocabulary, term__slug=slug)


class KitPage(Bilingual):
    """A page of the 2009 kit, or of the state site around it, with the topic it became."""

    class Coverage(models.TextChoices):
        FULL_TEXT = "full-text", _("The whole page could be read.")
        PARTIAL = "partial", _("Part of the page could be read.")
        OPENING_ONLY = "opening-only", _("Only the opening could be read.")

    class ListStatus(models.TextChoices):
        WHOLE = "whole", _("Its whole list of resources is known.")
        START = "start", _("Only the start of its list of resources is known.")
        LOST = "lost", _("Its list of resources is lost.")
        NONE = "none", _("The page had no list of resources.")

    term = models.OneToOneField(
        Term,
        models.PROTECT,
        related_name="kit_page",
        verbose_name=_("topic"),
        limit_choices_to={"vocabulary": TOPIC},
    )
    number = models.PositiveSmallIntegerField(
        _("page number"), unique=True, help_text=_("The sciId in the page’s old address.")
    )
    title_en = models.CharField(_("title"), max_length=300)
    title_es = models.CharField(_("title in Spanish"), max_length=300, blank=True)
    source_url = WebAddressField(_("old address"))
    closed_on = models.DateField(_("switched off on"))
    is_part_of_kit = models.BooleanField(_("part of the kit itself"), default=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    parent_evidence = models.CharField(_("how the parent is known"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    coverage = models.CharField(_("what could be read"), max_length=15, choices=Coverage)
    list_status = models.CharField(_("its list"), max_length=10, choices=ListStatus)
    summary_en = models.TextField(_("summary"), help_text=_("In our own words."))
    summary_es = models.TextField(_("summary in Spanish"), blank=True)
    note_en = models.TextField(_("note"), blank=True)
    note_es = models.TextField(_("note in Spanish"), blank=True)

    title = Translated("title")
    summary = Translated("summary")
    note = Translated("note")

    objects = KitPageQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("page of the 2009 kit")
        verbose_name_plural = _("pages of the 2009 kit")
        constraints = [is_web_address("source_url")]

    def __str__(self):
        return self.title

    def natural_key(self):
        return self.term.natural_key()

    natural_key.dependencies = ["resources.term"]

    def get_absolute_url(self):
        return reverse("partnerships:history_page", args=[self.term.slug])


class KitListingQuerySet(models.QuerySet):
    def get_by_natural_key(self, vocabulary, slug, kind, order):
        return self.get(
            page__term__vocabulary=vocabulary, page__term__slug=slug, kind=kind, order=order
        )

    def listed(self):
        return self.filter(kind=KitListing.Kind.LISTED)

    def named_in_text(self):
        return self.filter(kind=KitListing.Kind.NAMED_IN_TEXT)

    def for_ledger(self):
        """Load what a row of the page “then and now” shows."""
        return self.select_related("resource", "successor", "listed_inside").prefetch_related(
            "similar"
        )


class KitListing(Bilingual):
    """Something that a page of the 2009 kit listed or named, and its fate by stored copies."""

    class Kind(models.TextChoices):
        LISTED = "listed", _("on its list")
        NAMED_IN_TEXT = "named", _("named in its text")

    class Fate(models.TextChoices):
        ALIVE = "alive", _("Still here")
        MOVED = "moved", _("Moved")
        DEFUNCT = "defunct", _("Closed")
        UNKNOWN = "unknown", _("Not found yet")

    page = models.ForeignKey(
        KitPage, models.CASCADE, related_name="listings", verbose_name=_("page")
    )
    kind = models.CharField(_("where it stood"), max_length=10, choices=Kind, default=Kind.LISTED)
    order = models.PositiveSmallIntegerField(_("order"))
    label = models.CharField(_("as printed"), max_length=300)
    is_label_exact = models.BooleanField(_("copied to the letter"), default=True)
    locator_en = models.CharField(_("the part it pointed at"), max_length=250, blank=True)
    locator_es = models.CharField(
        _("the part it pointed at, in Spanish"), max_length=250, blank=True
    )
    note_en = models.CharField(_("note"), max_length=250, blank=True)
    note_es = models.CharField(_("note in Spanish"), max_length=250, blank=True)
    resource = models.ForeignKey(
        Resource, models.PROTECT, related_name="kit_listings", verbose_name=_("resource")
    )
    listed_inside = models.ForeignKey(
        Resource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("listed inside"),
    )
    fate = models.CharField(_("what became of it"), max_length=10, choices=Fate)
    fate_note_en = models.CharField(_("in words"), max_length=250)
    fate_note_es = models.CharField(_("in Spanish words"), max_length=250, blank=True)
    successor = models.ForeignKey(
        Resource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who took over the work"),
    )
    similar = models.ManyToManyField(
        Resource, related_name="+", blank=True, verbose_name=_("covers the same ground")
    )

    locator = Translated("locator")
    note = Translated("note")
    fate_note = Translated("fate_note")

    objects = KitListingQuerySet.as_manager()

    class Meta:
        ordering = ["page", "kind", "order"]
        verbose_name = _("listing of the 2009 kit")
        verbose_name_plural = _("listings of the 2009 kit")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind", "order"],
                name="kit_listing_place_is_unique",
                violation_error_message=_("Another listing already has this place on the page."),
            )
        ]

    def __str__(self):
        return self.label

    def natural_key(self):
        return (*self.page.natural_key(), self.kind, self.order)

    natural_key.dependencies = ["partnerships.kitpage", "resources.resource"]
