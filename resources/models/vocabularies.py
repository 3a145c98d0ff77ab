"""Controlled lists (topic, role, need, format, ...) and their terms."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .publication import Status
from .translation import Bilingual, Translated

TOPIC, ROLE = "topic", "role"
# Vocabulary → name of the URL that shows one of its terms. The app with those pages adds them.
TERM_PAGES: dict[str, str] = {}

# Parameters of the directory. No facet may have their names.
RESERVED_PARAMETERS = ["q", "sort", "page", "organization"]


class VocabularyQuerySet(models.QuerySet):
    def facets(self):
        """The vocabularies that visitors filter by, in order, with their terms."""
        return self.filter(is_facet=True).prefetch_related("terms")


class Vocabulary(Bilingual):
    """A controlled list. Its slug is the directory's parameter and never changes."""

    slug = models.SlugField(
        _("slug"),
        primary_key=True,
        max_length=40,
        help_text=_("The name of the filter in addresses, such as “topic”. It never changes."),
    )
    name_en = models.CharField(_("name"), max_length=100)
    name_es = models.CharField(_("name in Spanish"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Filters are shown in this order, lowest first.")
    )
    is_facet = models.BooleanField(
        _("visitors can filter by it"), default=False, help_text=_("Show it beside the directory.")
    )
    is_single = models.BooleanField(
        _("one term only"),
        default=False,
        help_text=_("A resource has one term of this vocabulary, not several."),
    )

    name = Translated("name")

    objects = VocabularyQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_PARAMETERS),
                name="vocabulary_slug_is_not_reserved",
                violation_error_message=_(
                    "The directory uses this name for something else. Choose another slug."
                ),
            )
        ]

    def __str__(self):
        return self.name


class TermQuerySet(models.QuerySet):
    def get_by_natural_key(self, vocabulary, slug):
        return self.get(vocabulary=vocabulary, slug=slug)

    def topics(self):
        return self.filter(vocabulary=TOPIC)

    def roles(self):
        return self.filter(vocabulary=ROLE)

    def offered(self, *, including=()):
        """The terms that an entry may get: none retired, except the keys in `including`."""
        return self.filter(Q(is_retired=False) | Q(pk__in=including))

    def most_for(self, term):
        """Order by the number of published resources shared with `term`, most first."""
        shared = Count("resources", filter=Q(resources__in=term.resources.published()))
        return self.alias(shared=shared).order_by("-shared", "order")

    def with_resource_count(self):
        """Annotate `resource_count`, the number of published resources with the term."""
        published = Count("resources", filter=Q(resources__status=Status.PUBLISHED))
        return self.annotate(resource_count=published)


class Term(Bilingual):
    """One term of a vocabulary."""

    vocabulary = models.ForeignKey(
        Vocabulary, models.PROTECT, related_name="terms", verbose_name=_("vocabulary")
    )
    slug = models.SlugField(_("slug"), max_length=60, help_text=_("Used in addresses."))
    label_en = models.CharField(_("label"), max_length=100)
    label_es = models.CharField(_("label in Spanish"), max_length=100, blank=True)
    definition_en = models.CharField(_("definition"), max_length=300, blank=True)
    definition_es = models.CharField(_("definition in Spanish"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_(
            "It is not offered for entries any more. Entries that have it keep it, and visitors"
            " can filter by it until the last of them is gone."
        ),
    )

    label = Translated("label")
    definition = Translated("definition")

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["vocabulary", "order", "slug"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        permissions = [
            ("merge_term", "Can merge terms"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "slug"],
                name="term_slug_is_unique_in_vocabulary",
                violation_error_message=_("This vocabulary already has a term with that slug."),
            )
        ]

    def __str__(self):
        return self.label

    def natural_key(self):
        return (self.vocabulary_id, self.slug)

    def clean(self):
        """Refuse a slug that another term had, since it still leads visitors to that term."""
        super().clean()
        former = FormerTerm.objects.filter(vocabulary=self.vocabulary_id, slug=self.slug)
        if other := former.exclude(term=self.pk).first():
            message = _("“%(slug)s” still leads visitors to “%(entry)s”. Choose another slug.")
            raise ValidationError(message % {"slug": self.slug, "entry": other.term})

    def get_absolute_url(self):
        """The term's page if its vocabulary has pages, else the directory filtered by the term."""
        if url_name := TERM_PAGES.get(self.vocabulary_id):
            return reverse(url_name, args=[self.slug])
        return f"{reverse('resources:list')}?{self.vocabulary_id}={self.slug}"


class FormerTermQuerySet(models.QuerySet):
    def current_slug(self, vocabulary, slug):
        """The current slug of the term that once had `slug`, or None."""
        found = self.filter(vocabulary=vocabulary, slug=slug)
        return found.values_list("term__slug", flat=True).first()


class FormerTerm(models.Model):
    """A former slug of a term, or of one that was merged into it. It still leads to the term.

    A trigger adds it when a slug changes (see resources/journal/former_slug_triggers.py).
    """

    vocabulary = models.ForeignKey(
        Vocabulary, models.CASCADE, related_name="+", verbose_name=_("vocabulary")
    )
    slug = models.SlugField(_("slug"), max_length=60)
    term = models.ForeignKey(
        Term, models.CASCADE, related_name="former_slugs", verbose_name=_("term")
    )

    objects = FormerTermQuerySet.as_manager()

    class Meta:
        ordering = ["vocabulary", "slug"]
        verbose_name = _("former slug of a term")
        verbose_name_plural = _("former slugs of terms")
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "slug"],
                name="former_term_leads_to_one_term",
                violation_error_message=_("Another term once had this slug."),
            )
        ]

    def __str__(self):
        return f"{self.slug} → {self.term}"
