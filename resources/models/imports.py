"""The plan of an import, kept from its preview until it is applied or expires."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PLAN_LIFETIME = timedelta(days=14)


class ImportPlanQuerySet(models.QuerySet):
    def expired(self):
        """Plans to delete. What was applied stays in the histories of the entries."""
        return self.filter(made_at__lt=timezone.now() - PLAN_LIFETIME)

    def finished(self):
        """Plans whose file was read to its end."""
        return self.filter(is_finished=True)


class ImportPlan(models.Model):
    """The changes that a file would make. They are written when the plan is applied."""

    file_name = models.CharField(_("file"), max_length=200)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    is_finished = models.BooleanField(_("read to its end"), default=False)
    counts = models.JSONField(_("rows by outcome"), default=dict)
    notes = models.JSONField(_("what to look at"), default=list)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("applied by"),
    )

    objects = ImportPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_at=None) | models.Q(is_finished=True),
                name="only_a_finished_plan_is_applied",
            )
        ]

    def __str__(self):
        return self.file_name

    def number_of(self, outcome):
        return self.counts.get(outcome, 0)

    @property
    def number_of_changes(self):
        return self.number_of(PlannedRow.Outcome.NEW) + self.number_of(PlannedRow.Outcome.CHANGED)


class PlannedRowQuerySet(models.QuerySet):
    def new(self):
        return self.filter(outcome=PlannedRow.Outcome.NEW)

    def changed(self):
        return self.filter(outcome=PlannedRow.Outcome.CHANGED)


class PlannedRow(models.Model):
    """The changes that one row of the file would make.

    `changes` maps column names to (old cell, new cell). `problems` and `notes` list codes with
    their facts, so that each reader sees them in their own language.
    """

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        REFUSED = "refused", _("refused")

    plan = models.ForeignKey(ImportPlan, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("number"), help_text=_("Among the rows of its file."))
    line = models.PositiveIntegerField(_("line"), help_text=_("Where it begins."))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    resource_key = models.BigIntegerField(
        _("key of the resource"), null=True, help_text=_("Empty where there is none yet.")
    )
    slug = models.CharField(_("slug"), max_length=200)
    title = models.CharField(_("title"), max_length=300)
    changes = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    fingerprint = models.CharField(
        max_length=32, help_text=_("Of the entry as the plan saw it. Empty for a new one.")
    )

    objects = PlannedRowQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_for_a_row"),
        ]
        indexes = [
            models.Index(fields=["plan", "outcome", "number"], name="planned_row_by_outcome")
        ]

    def __str__(self):
        return f"{self.line}: {self.slug}"
