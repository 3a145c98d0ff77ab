from django.conf import settings
from django.db import models
from django.db.models import Max, Min, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SearchQuerySet(models.QuerySet):
    def unsettled(self):
        """Without what curators have set aside."""
        return self.exclude(text__in=DismissedSearch.objects.values("text"))

    def by_words(self):
        """One for each text: its `text`, `total` searches, the `first` and the `last` day."""
        summed = self.order_by().values("text")
        return summed.annotate(total=Sum("count"), first=Min("day"), last=Max("day"))


class FailedSearch(models.Model):
    """Words that found nothing on a day, and how often. It says nothing of who searched."""

    day = models.DateField(_("day"))
    text = models.CharField(
        _("words"), max_length=200, help_text=_("In small letters and without accents.")
    )
    count = models.PositiveIntegerField(_("searches"), default=0)

    objects = SearchQuerySet.as_manager()

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
    """Words that find nothing and need not: a curator said so, and they stay off the list."""

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
        verbose_name = _("search set aside")
        verbose_name_plural = _("searches set aside")

    def __str__(self):
        return self.text
