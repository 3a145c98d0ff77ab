"""Searches that found nothing, and the synonym groups that curators make of them."""

from django.conf import settings
from django.db import models
from django.db.models import Max, Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FailedSearchQuerySet(models.QuerySet):
    def dismissed(self):
        """Those that a curator dismissed."""
        return self.filter(text__in=DismissedSearch.objects.values("text"))

    def not_dismissed(self):
        return self.exclude(text__in=DismissedSearch.objects.values("text"))

    def summed_by_text(self):
        """For each text a row with `text`, `total` searches, the `first` and the `last` day."""
        summed = self.order_by().values("text")
        return summed.annotate(total=Sum("count"), first=Min("day"), last=Max("day"))


class FailedSearch(models.Model):
    """Words that found nothing on one day, and how many times. Nothing about the visitor."""

    day = models.DateField(_("day"))
    text = models.CharField(
        _("words"), max_length=200, help_text=_("In small letters and without accents.")
    )
    count = models.PositiveIntegerField(_("searches"), default=0)

    objects = FailedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-count"]
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "text"],
                name="search_is_counted_once_a_day",
                violation_error_message=_("These words are already counted for that day."),
            )
        ]

    def __str__(self):
        return self.text


class DismissedSearch(models.Model):
    """Words that a curator removed from the list of failed searches.

    A search for them need not find anything.
    """

    text = models.CharField(_("words"), max_length=200, primary_key=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["-at", "text"]
        verbose_name = _("dismissed search")
        verbose_name_plural = _("dismissed searches")

    def __str__(self):
        return self.text


class SynonymGroupQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class SynonymGroup(models.Model):
    """Phrases that mean the same in a search."""

    class Direction(models.TextChoices):
        TWO_WAY = "two-way", _("every phrase finds the others")
        ONE_WAY = "one-way", _("the first phrases find the second")

    slug = models.SlugField(
        _("slug"), max_length=60, unique=True, help_text=_("Its name for curators.")
    )
    direction = models.CharField(
        _("direction"),
        max_length=10,
        choices=Direction,
        default=Direction.TWO_WAY,
        help_text=_(
            "Choose one-way when visitors’ words are looser than ours: “cut class” should find"
            " what is about truancy, and not the other way round."
        ),
    )
    english = models.TextField(
        _("phrases in English"),
        blank=True,
        help_text=_("One a line, for a group where every phrase finds the others."),
    )
    spanish = models.TextField(
        _("phrases in Spanish"),
        blank=True,
        help_text=_("One a line. They find the English ones too, and are found by them."),
    )
    from_phrases = models.TextField(
        _("what visitors type"),
        blank=True,
        help_text=_("One a line, in either language, for a one-way group."),
    )
    to_phrases = models.TextField(
        _("what it also finds"),
        blank=True,
        help_text=_("One a line, for a one-way group. These do not find what visitors type above."),
    )

    objects = SynonymGroupQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("groups of synonyms")
        constraints = [
            models.CheckConstraint(
                condition=~Q(direction="two-way")
                | (~Q(english="") | ~Q(spanish="")) & Q(from_phrases="", to_phrases=""),
                name="two_way_synonyms_have_phrases",
                violation_error_message=_(
                    "Where every phrase finds the others, write them in English or Spanish, and"
                    " leave the two one-way lists empty."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(direction="one-way")
                | ~Q(from_phrases="") & ~Q(to_phrases="") & Q(english="", spanish=""),
                name="one_way_synonyms_have_both_sides",
                violation_error_message=_(
                    "A one-way group has what visitors type and what it also finds, and leaves"
                    " the lists in English and Spanish empty."
                ),
            ),
        ]

    def __str__(self):
        return self.slug

    def natural_key(self):
        return (self.slug,)
