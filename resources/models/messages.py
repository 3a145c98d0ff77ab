"""What visitors tell the curators: a resource to add, or something wrong."""

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
from .workflow import AboutEntry

LONGEST_TEXT = 2_000  # characters of anything a visitor or a curator writes
SHOWN_IN_LISTS = 90


def is_at_most(field, length):
    """A constraint: SQLite itself would take a text of any length."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(field), length),
        name=f"%(class)s_{field}_is_bounded",
        violation_error_message=_("This text is too long."),
    )


class VisitorMessageQuerySet(models.QuerySet):
    def waiting(self):
        """What a curator has yet to decide, the newest first."""
        return self.filter(state=VisitorMessage.State.NEW)

    def of_reference(self, digits):
        return self.filter(reference=digits).prefetch_related("entry").select_related("draft")


class VisitorMessage(AboutEntry):
    """What one visitor wrote once. It says nothing of who that was: only what was typed."""

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
    text = models.TextField(_("message"), max_length=LONGEST_TEXT)
    title = models.CharField(_("title"), max_length=300, blank=True)
    why = models.TextField(_("why it helps"), max_length=LONGEST_TEXT, blank=True)
    address = WebAddressField(_("address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    stamp = models.CharField(
        max_length=32, unique=True, help_text=_("Of the form: one form makes one message.")
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    answer = models.TextField(
        _("answer"),
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_(
            "A sentence or two for whoever wrote this, in their language. They read it when they"
            " look up their reference."
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
            is_at_most("text", LONGEST_TEXT),
            is_at_most("why", LONGEST_TEXT),
            is_at_most("title", 300),
            is_at_most("address", 2_000),
            is_at_most("answer", LONGEST_TEXT),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="visitormessage_says_something",
                violation_error_message=_("A message says something."),
            ),
            models.CheckConstraint(
                condition=Q(content_type=None, object_id=None)
                | Q(kind="problem") & ~Q(content_type=None) & ~Q(object_id=None),
                name="visitormessage_only_a_problem_is_about_an_entry",
                violation_error_message=_("Only a problem is about an entry."),
            ),
            models.CheckConstraint(
                condition=Q(state="new", handled_at=None) | ~Q(state="new") & ~Q(handled_at=None),
                name="visitormessage_is_decided_at_a_moment",
                violation_error_message=_("A decided message has the moment of the decision."),
            ),
            models.CheckConstraint(
                condition=Q(kind="suggestion") | ~Q(state="accepted") & Q(draft=None),
                name="visitormessage_only_a_suggestion_becomes_an_entry",
                violation_error_message=_("Only a suggestion becomes an entry."),
            ),
        ]

    def __str__(self):
        return Truncator(" ".join((self.title or self.text).split())).chars(SHOWN_IN_LISTS)

    @property
    def is_waiting(self):
        return self.state == self.State.NEW

    @property
    def is_suggestion(self):
        return self.kind == self.Kind.SUGGESTION

    @property
    def spoken_reference(self):
        """The reference as it is read aloud: `4829 1573 6204`."""
        return " ".join(self.reference[start : start + 4] for start in range(0, 12, 4))


class SenderCount(models.Model):
    """How often somebody wrote, or guessed a reference, on one day. Emptied the day after.

    `sender` is a code made from an internet address, the day and the site's secret: the same
    sender has another one tomorrow, and without the secret no code tells an address.
    """

    class Deed(models.TextChoices):
        MESSAGE = "message", _("sent a message")
        WRONG_REFERENCE = "reference", _("gave a wrong reference")

    day = models.DateField(_("day"))
    sender = models.CharField(_("sender"), max_length=64)
    deed = models.CharField(_("what was done"), max_length=10, choices=Deed)
    count = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("tally of a sender")
        verbose_name_plural = _("tallies of senders")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "sender", "deed"],
                name="sender_is_counted_once_a_day",
                violation_error_message=_("This is already counted for that day."),
            )
        ]

    def __str__(self):
        return f"{self.get_deed_display()}: {self.count}"
