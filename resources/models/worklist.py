"""Items of the worklist, and its position in the change journal."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

IS_ABOUT_ENTRY = Q(content_type__isnull=False, object_id__isnull=False, words="")
IS_ABOUT_WORDS = Q(content_type=None, object_id=None) & ~Q(words="")


class WorkItemQuerySet(models.QuerySet):
    def open(self):
        """Items that are due today and not dismissed."""
        return self.filter(dismissed_on=None, due_on__lte=timezone.localdate())

    def ranked(self):
        """Highest priority first. Among equals, the one that has been due longest."""
        return self.order_by("-priority", "due_on", "pk")


class WorkItem(models.Model):
    """One reason to look at an entry or at words: a search, a message or a site.

    The worklist creates and deletes items (resources/worklist/). Of each it keeps the assignee and
    the dismissal. `subject_hash` identifies what a person looked at, such as a version of a text:
    when it changes, a dismissed item is open again.
    """

    reason = models.CharField(_("reason"), max_length=20)
    content_type = models.ForeignKey(
        ContentType,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind of entry"),
    )
    object_id = models.PositiveBigIntegerField(_("key of the entry"), null=True, blank=True)
    entry = GenericForeignKey()
    words = models.CharField(_("words"), max_length=255, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"))
    due_on = models.DateField(_("due on"), default=timezone.localdate)
    subject_hash = models.CharField(_("hash of the subject"), max_length=100, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    dismissed_on = models.DateField(_("dismissed on"), null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dismissed by"),
    )

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        ordering = ["-priority", "due_on", "pk"]
        verbose_name = _("item of the worklist")
        verbose_name_plural = _("worklist")
        constraints = [
            models.CheckConstraint(
                condition=IS_ABOUT_ENTRY | IS_ABOUT_WORDS, name="work_is_about_entry_or_words"
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "reason"], name="work_is_listed_once"
            ),
            models.UniqueConstraint(
                fields=["reason", "words"], condition=~Q(words=""), name="work_on_words_is_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-priority", "due_on", "id"],
                condition=Q(dismissed_on=None),
                name="work_by_rank",
            ),
            models.Index(
                fields=["reason", "due_on"], condition=Q(dismissed_on=None), name="work_by_reason"
            ),
            models.Index(fields=["subject_hash"], name="work_by_subject_hash"),
        ]

    def __str__(self):
        return f"{self.reason}: {self.words or self.object_id}"


class WorklistPosition(models.Model):
    """Position up to which the worklist has followed the change journal: a single row.

    A round looks at all entries that changed since `position`, ordered by kind and key. `cursor`
    is the last one it has looked at, and empty between rounds. When the round ends,
    `next_position` becomes the position.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    head = models.TextField(_("head of the journal"), blank=True)
    position = models.TextField(_("position"), blank=True)
    next_position = models.TextField(_("position at the start of the round"), blank=True)
    next_head = models.TextField(_("head at the start of the round"), blank=True)
    cursor = models.CharField(_("last entry looked at"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("position of the worklist")
        verbose_name_plural = _("positions of the worklist")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="worklist_has_one_position")]

    def __str__(self):
        return self.position
