from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchWithoutResult(models.Model):
    """Words that found nothing on a day, and how often. It says nothing of who searched."""

    day = models.DateField(_("day"))
    text = models.CharField(
        _("words"), max_length=200, help_text=_("In small letters and without accents.")
    )
    count = models.PositiveIntegerField(_("searches"), default=0)

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
