from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.models import Bilingual, Translated


class GlossaryTermQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class GlossaryTerm(Bilingual):
    """A word or acronym of schools, explained so that a family can use it."""

    class Kind(models.TextChoices):
        BODY = "body", _("Groups that decide or advise")
        PLAN = "plan", _("Plans")
        RIGHT = "right", _("Rights and rules")
        PERSON = "person", _("People")
        PROGRAM = "program", _("Programs")
        AGENCY = "agency", _("Agencies and networks")
        DATA = "data", _("Data")
        TEST = "test", _("Tests")
        MONEY = "money", _("Money")
        COLLEGE = "college", _("College")
        STUDENT = "student", _("Students")
        FORM = "form", _("Forms")
        PARTNER = "partner", _("Partners")
        WORK = "work", _("Ways to work")
        HISTORY = "history", _("From the past")

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    term_en = models.CharField(_("term"), max_length=100)
    term_es = models.CharField(_("term in Spanish"), max_length=100, blank=True)
    expansion_en = models.CharField(
        _("in full"), max_length=150, blank=True, help_text=_("What an acronym stands for.")
    )
    expansion_es = models.CharField(_("in full, in Spanish"), max_length=150, blank=True)
    definition_en = models.TextField(_("definition"), help_text=_("At most 45 words."))
    definition_es = models.TextField(_("definition in Spanish"), blank=True)
    how_to_join_en = models.TextField(_("how to join or ask"), blank=True)
    how_to_join_es = models.TextField(_("how to join or ask, in Spanish"), blank=True)
    synonyms = models.TextField(
        _("synonyms"), blank=True, help_text=_("For search, in both languages, one a line.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    prose = ("definition", "how_to_join")
    term = Translated("term")
    expansion = Translated("expansion")
    definition = Translated("definition")
    how_to_join = Translated("how_to_join")

    objects = GlossaryTermQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self):
        return self.term

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return f"{reverse('partnerships:glossary')}#{self.slug}"
