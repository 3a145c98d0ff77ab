"""Messages from visitors: suggested resources and reported problems."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from .fields import WebAddressField, is_web_address
from .resources import Resource
from .workflow import EntryRecord

MAX_TEXT_LENGTH = 2_000  # characters of anything a visitor or a curator writes
TITLE_LENGTH = 90  # characters of a message that stand for it in lists


def max_length_constraint(field, length):
    """Limit a text in the database too: SQLite ignores the length of a column."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(field), length),
        name=f"%(class)s_{field}_is_bounded",
        violation_error_message=_("This text is too long."),
    )


class VisitorMessageQuerySet(models.QuerySet):
    def waiting(self):
        """Messages that no curator has decided about yet."""
        return self.filter(state=VisitorMessage.State.NEW)

    def by_reference_number(self, number):
        return (
            self.filter(reference_number=number).prefetch_related("entry").select_related("draft")
        )


class VisitorMessage(EntryRecord):
    """One message from a visitor: what was typed, and nothing about the person."""

    class Kind(models.TextChoices):
        SUGGESTION = "suggestion", _("suggestion")
        PROBLEM = "problem", _("problem")

    class State(models.TextChoices):
        NEW = "new", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DONE = "done", _("done")
        DECLINED = "declined", _("declined")
        SPAM = "spam", _("set aside as spam")

    content_type = models.ForeignKey(
        ContentType,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind of entry"),
    )
    object_id = models.PositiveBigIntegerField(_("key of the entry"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("message"), max_length=MAX_TEXT_LENGTH)
    title = models.CharField(_("title"), max_length=300, blank=True)
    why = models.TextField(_("why it helps"), max_length=MAX_TEXT_LENGTH, blank=True)
    address = WebAddressField(_("address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    reference_number = models.CharField(_("reference number"), max_length=12, unique=True)
    form_nonce = models.CharField(
        _("form nonce"),
        max_length=32,
        unique=True,
        help_text=_("From the form’s token, so that one form makes one message."),
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    answer = models.TextField(
        _("answer"),
        max_length=MAX_TEXT_LENGTH,
        blank=True,
        help_text=_(
            "A sentence or two for the person who wrote this, in their language. They see it when"
            " they look up their reference number."
        ),
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    handled_at = models.DateTimeField(_("decided"), null=True, blank=True)
    draft = models.ForeignKey(
        Resource,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the entry it became"),
    )

    objects = VisitorMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("visitor’s message")
        verbose_name_plural = _("visitors’ messages")
        indexes = [models.Index(fields=["state", "-received_at"], name="message_by_state")]
        constraints = [
            is_web_address("address"),
            max_length_constraint("text", MAX_TEXT_LENGTH),
            max_length_constraint("why", MAX_TEXT_LENGTH),
            max_length_constraint("title", 300),
            max_length_constraint("address", 2_000),
            max_length_constraint("answer", MAX_TEXT_LENGTH),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="visitormessage_is_not_empty",
                violation_error_message=_("A message cannot be empty."),
            ),
            models.CheckConstraint(
                condition=Q(content_type=None, object_id=None)
                | Q(kind="problem") & ~Q(content_type=None) & ~Q(object_id=None),
                name="visitormessage_only_a_problem_is_about_an_entry",
                violation_error_message=_("Only a problem report can name an entry."),
            ),
            models.CheckConstraint(
                condition=Q(state="new", handled_at=None) | ~Q(state="new") & ~Q(handled_at=None),
                name="visitormessage_is_decided_at_a_moment",
                violation_error_message=_("A decided message needs the time of its decision."),
            ),
            models.CheckConstraint(
                condition=Q(kind="suggestion") | ~Q(state="accepted") & Q(draft=None),
                name="visitormessage_only_a_suggestion_becomes_an_entry",
                violation_error_message=_("Only a suggestion can become an entry."),
            ),
        ]

    def __str__(self):
        return Truncator(" ".join((self.title or self.text).split())).chars(TITLE_LENGTH)

    @property
    def is_waiting(self):
        return self.state == self.State.NEW

    @property
    def is_suggestion(self):
        return self.kind == self.Kind.SUGGESTION

    @property
    def display_number(self):
        """The reference number in groups of four: `4829 1573 6204`."""
        return " ".join(self.reference_number[start : start + 4] for start in range(0, 12, 4))


class SenderCount(models.Model):
    """How often one sender did one thing on one day. Deleted the day after.

    `sender` is a keyed hash of an internet address and the day. The key is the site's secret, so
    the hash does not reveal the address, and the same sender has another hash tomorrow.
    """

    class Action(models.TextChoices):
        MESSAGE = "message", _("sent a message")
        WRONG_NUMBER = "reference", _("tried a wrong reference number")

    day = models.DateField(_("day"))
    sender = models.CharField(_("sender"), max_length=64)
    action = models.CharField(_("action"), max_length=10, choices=Action)
    count = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("count of a sender")
        verbose_name_plural = _("counts of senders")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "sender", "action"],
                name="sender_is_counted_once_a_day",
                violation_error_message=_("This is already counted for that day."),
            )
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.count}"
