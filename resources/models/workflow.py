"""Models of the workflow: schedule, reviews, closing, and a record of each step."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .publication import Publication, PublicationQuerySet, Status

BEFORE_PUBLISHING = (Status.DRAFT, Status.IN_REVIEW)


class WorkflowQuerySet(PublicationQuerySet):
    def due_to_publish(self, now):
        return self.filter(status__in=BEFORE_PUBLISHING, publish_at__lte=now)

    def due_to_close(self, now):
        return self.filter(status=Status.PUBLISHED, close_at__lte=now)


class Workflow(Publication):
    """A publication that is reviewed, may be scheduled, and closes with a reason."""

    publish_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("It is then published automatically.")
    )
    close_at = models.DateTimeField(
        _("close at"), null=True, blank=True, help_text=_("It then closes automatically.")
    )
    closing_note_en = models.TextField(
        _("what happened"),
        blank=True,
        help_text=_("Shown to visitors on the page of the closed entry."),
    )
    closing_note_es = models.TextField(_("what happened, in Spanish"), blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
        help_text=_(
            "The entry that replaces this one. Only an entry that closes can have a successor."
        ),
    )
    reviewed_on = models.DateField(_("reviewed by a person on"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    review_due_on = models.DateField(
        _("ask again on"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("When a person should look at it again."),
    )
    updated_at = models.DateTimeField(_("content changed at"), auto_now=True)

    # Lookup of the slug in the address of its page.
    address_field = "slug"

    class Meta:
        abstract = True

    def possible_successors(self):
        """Entries of the same model that visitors can open."""
        return type(self)._default_manager.with_page().exclude(pk=self.pk)

    def clean(self):
        """Check that every successor has a page and that none leads back here."""
        super().clean()
        successor, seen = self.successor, {self.pk}
        if successor == self:
            return  # a constraint refuses this
        while successor:
            if successor.pk in seen:
                raise ValidationError({"successor": _("These successors lead back to this entry.")})
            if not successor.has_page:
                raise ValidationError({"successor": _("Publish the successor first.")})
            seen.add(successor.pk)
            successor = successor.successor


# Constraints that each model with a workflow adds to its own.
WORKFLOW_RULES = [
    models.CheckConstraint(
        condition=Q(successor=None) | Q(status=Status.CLOSED) | ~Q(close_at=None),
        name="%(class)s_successor_only_when_closing",
        violation_error_message=_("Only an entry that closes can have a successor."),
    ),
    models.CheckConstraint(
        condition=Q(successor=None) | ~Q(successor=F("id")),
        name="%(class)s_does_not_succeed_itself",
        violation_error_message=_("An entry cannot be its own successor."),
    ),
    models.CheckConstraint(
        condition=Q(publish_at=None) | Q(status__in=BEFORE_PUBLISHING),
        name="%(class)s_publish_at_only_before_publishing",
        violation_error_message=_("Only an unpublished entry can have a day to publish."),
    ),
    models.CheckConstraint(
        condition=Q(close_at=None) | Q(status=Status.PUBLISHED),
        name="%(class)s_close_at_only_while_published",
        violation_error_message=_("Only a published entry can have a day to close."),
    ),
]


class EntryRecord(models.Model):
    """Base of records about one entry of any kind, such as a resource or a guide."""

    content_type = models.ForeignKey(
        ContentType, models.CASCADE, related_name="+", verbose_name=_("kind of entry")
    )
    object_id = models.PositiveBigIntegerField(_("key of the entry"))
    entry = GenericForeignKey()

    class Meta:
        abstract = True


class StatusChange(EntryRecord):
    """Record of one workflow step of an entry: who took it, when, and why."""

    old = models.CharField(_("from"), max_length=10, choices=Status)
    new = models.CharField(_("to"), max_length=10, choices=Status)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty if the schedule took the step, or if the account was deleted."),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        indexes = [
            models.Index(fields=["content_type", "object_id", "-at"], name="status_change_of_entry")
        ]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"


class FormerSlugQuerySet(models.QuerySet):
    def of_kind(self, model):
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def current_slug(self, model, slug):
        """The current slug of the entry of `model` that once had `slug`. None if none had it."""
        former = self.of_kind(model).filter(slug=slug).first()
        return former and former.entry and former.entry.slug


class FormerSlug(EntryRecord):
    """A slug that an entry once had. Its address redirects to the current one.

    A trigger stores it when a slug changes (see resources/journal/former_slug_triggers.py).
    """

    slug = models.SlugField(_("slug"), max_length=200)

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "slug"],
                name="former_slug_leads_to_one_entry",
                violation_error_message=_("Another entry once had this address."),
            )
        ]

    def __str__(self):
        return self.slug


class FormerSlugsMixin(models.Model):
    """Base of entries with a slug: none may take a slug that redirects to another."""

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        former = FormerSlug.objects.of_kind(type(self)).filter(slug=self.slug)
        if other := former.exclude(object_id=self.pk).first():
            message = _("“%(slug)s” still leads visitors to “%(entry)s”. Choose another slug.")
            raise ValidationError(message % {"slug": self.slug, "entry": other.entry})


class MergedEntry(EntryRecord):
    """Record of an entry merged into this one. Its versions keep its old key."""

    key = models.PositiveBigIntegerField(_("its key"))
    title = models.CharField(_("its title"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("merged entry")
        verbose_name_plural = _("merged entries")

    def __str__(self):
        return self.title
