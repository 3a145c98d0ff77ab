from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .evidence import Evidence
from .fields import WebAddressField, is_web_address, term_of
from .publication import Publication, PublicationQuerySet, needs_when_published
from .translation import Bilingual, Translated
from .urls import display_host
from .workflow import FormerSlugsMixin


class OrganizationQuerySet(PublicationQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def for_page(self):
        """Load what its own page shows."""
        return self.select_related("kind", "region")


class Organization(Bilingual, Publication, FormerSlugsMixin, Evidence):
    """A publisher of resources, or an organization that a visitor can contact."""

    slug = models.SlugField(_("slug"), max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=200)
    url = WebAddressField(_("address"), blank=True)
    kind = term_of("organization-kind", _("kind"))
    region = term_of("region", _("place"))
    description_en = models.TextField(
        _("description"), blank=True, help_text=_("One or two sentences, in our own words.")
    )
    description_es = models.TextField(_("description in Spanish"), blank=True)
    draft_note_en = models.TextField(
        _("why it is a draft"), blank=True, help_text=_("For curators.")
    )
    draft_note_es = models.TextField(_("why it is a draft, in Spanish"), blank=True)
    is_named_in_seed = models.BooleanField(
        _("named on a 2009 page that was read in full"), default=False
    )

    not_translated = ("draft_note",)
    prose = ("description",)
    description = Translated("description")
    draft_note = Translated("draft_note")

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            is_web_address("url"),
            needs_when_published("url", _("Give its address before publishing.")),
            needs_when_published("description_en", _("Write a description before publishing.")),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["resources.term"]

    def get_absolute_url(self):
        return reverse("resources:organization", args=[self.slug])

    @property
    def host(self):
        return display_host(self.url)
