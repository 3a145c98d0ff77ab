"""What a person should look at, derived from the entries; and how far the looking has come."""

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
        """What is to be done today: its day has come, and nobody has let it be."""
        return self.filter(let_be_on=None, due_on__lte=timezone.localdate())

    def ranked(self):
        """What matters most first; of equals, what has waited longest."""
        return self.order_by("-weight", "due_on", "pk")


class WorkItem(models.Model):
    """An entry, or words, and one reason to look at it. Words are those of visitors, or a site.

    The worklist makes and removes items (resources/worklist/); it keeps for each who took it, and
    that somebody let it be. `concerns` names what exactly a person looked at, such as a hash of a
    text: when that changes, the item is open again.
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
    weight = models.PositiveSmallIntegerField(_("weight"))
    due_on = models.DateField(_("due on"), default=timezone.localdate)
    concerns = models.CharField(_("what it concerns"), max_length=100, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who takes it"),
    )
    let_be_on = models.DateField(_("let be on"), null=True, blank=True)
    let_be_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("let be by"),
    )

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        ordering = ["-weight", "due_on", "pk"]
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
                fields=["-weight", "due_on", "id"],
                condition=Q(let_be_on=None),
                name="work_by_rank",
            ),
            models.Index(
                fields=["reason", "due_on"], condition=Q(let_be_on=None), name="work_by_reason"
            ),
            models.Index(fields=["concerns"], name="work_by_concern"),
        ]

    def __str__(self):
        return f"{self.reason}: {self.words or self.object_id}"


class WorklistPosition(models.Model):
    """Up to where the worklist has followed the change journal: a single row.

    While a round goes on, `cursor` is the last entry looked at, of all that changed since
    `position`, in the order of kinds and keys; when it ends, `next_position` takes over.
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
