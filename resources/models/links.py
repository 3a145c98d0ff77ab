"""What we know of each address we show, where it stands, and what every visit met."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import WebAddressField
from .link_states import LinkState


class LinkQuerySet(models.QuerySet):
    def at(self, *addresses):
        """{address: link} of those addresses that are known, in one query."""
        return {link.address: link for link in self.filter(address__in=filter(None, addresses))}

    def may_be_visited(self, today):
        """All but those that a curator keeps the checker from today."""
        return self.filter(Q(do_not_check_until=None) | Q(do_not_check_until__lt=today))

    def moved(self):
        return self.filter(state=LinkState.MOVED).exclude(final_address="")

    def quarantined(self):
        return self.filter(state=LinkState.TAKEN_OVER)


class Link(models.Model):
    """One address, however many places show it.

    What is known of it comes from visits (resources/links/runs/recording.py), and from curators who
    decide (resources/links/decisions.py). Days of failures are days here, in local time.
    """

    address = WebAddressField(_("address"), unique=True)
    host = models.CharField(_("site"), max_length=255, db_index=True)
    state = models.CharField(
        _("state"), max_length=20, choices=LinkState, default=LinkState.NOT_CHECKED
    )
    since = models.DateTimeField(_("since"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    facts = models.JSONField(_("facts of the reason"), default=dict, blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    due_at = models.DateTimeField(_("next visit"), default=timezone.now, db_index=True)
    failed_on = models.JSONField(
        _("days of failures"),
        default=list,
        blank=True,
        help_text=_("Since the page last answered well, in order."),
    )

    final_address = models.CharField(_("where it leads"), max_length=2000, blank=True)
    http_status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    file_type = models.CharField(_("kind of file"), max_length=20, blank=True)
    size = models.PositiveBigIntegerField(_("size"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)

    good = models.JSONField(_("fingerprint of the last good visit"), null=True, blank=True)
    good_host = models.CharField(_("site of the last good visit"), max_length=255, blank=True)
    reviewed = models.JSONField(_("fingerprint when it was reviewed"), null=True, blank=True)
    reviewed_on = models.DateField(_("review the fingerprint is of"), null=True, blank=True)
    changed_much = models.BooleanField(_("changed a lot since it was reviewed"), default=False)
    suspect = models.JSONField(_("fingerprint of what raised suspicion"), null=True, blank=True)

    archived_address = models.CharField(_("archived copy"), max_length=2100, blank=True)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    archive_looked_up_at = models.DateTimeField(_("archive looked up at"), null=True, blank=True)

    do_not_check_until = models.DateField(
        _("do not check until"),
        null=True,
        blank=True,
        help_text=_("The last day on which the checker stays away."),
    )
    do_not_check_why = models.CharField(
        _("why not"), max_length=300, blank=True, help_text=_("For other curators.")
    )
    lifted_at = models.DateTimeField(_("quarantine lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quarantine lifted by"),
    )
    lifted_for = models.JSONField(_("fingerprint it was lifted for"), null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["host", "address"]
        verbose_name = _("link")
        verbose_name_plural = _("links")
        permissions = [("lift_link", "Can lift the quarantine of links")]
        indexes = [
            models.Index(fields=["state", "host"], name="link_by_state"),
            models.Index(fields=["archive_looked_up_at"], name="link_by_archive"),
            models.Index(fields=["id"], condition=Q(changed_much=True), name="link_changed_much"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(do_not_check_until=None, do_not_check_why="")
                | Q(do_not_check_until__isnull=False) & ~Q(do_not_check_why=""),
                name="link_left_out_has_reason_and_end",
                violation_error_message=_(
                    "To keep the checker away, give a reason and the last day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=LinkState.NOT_CHECKED) | Q(checked_at__isnull=False),
                name="checked_link_has_date",
                violation_error_message=_("A checked link has the moment of the check."),
            ),
        ]

    def __str__(self):
        return self.address

    @property
    def is_left_out(self):
        """Whether a curator keeps the checker from it today."""
        until = self.do_not_check_until
        return until is not None and until >= timezone.localdate()


class LinkOccurrence(models.Model):
    """Where an address stands: a field of an entry, or a link within one of its texts.

    Derived from the entries by resources/links/occurrences.py.
    """

    link = models.ForeignKey(
        Link, models.CASCADE, related_name="occurrences", verbose_name=_("link")
    )
    content_type = models.ForeignKey(
        ContentType, models.CASCADE, related_name="+", verbose_name=_("kind of entry")
    )
    object_id = models.PositiveBigIntegerField(_("key of the entry"))
    entry = GenericForeignKey()
    field = models.CharField(
        _("field"), max_length=60, help_text=_("As “url”, or “first_steps.text_en” of a part.")
    )
    text = models.CharField(
        _("text of the link"),
        max_length=200,
        blank=True,
        help_text=_("Of a link within a text; other places show the entry’s name."),
    )

    class Meta:
        ordering = ["content_type", "object_id", "field", "pk"]
        verbose_name = _("place of a link")
        verbose_name_plural = _("places of links")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "link"],
                name="link_stands_once_in_a_field",
            )
        ]

    def __str__(self):
        return f"{self.field} of {self.object_id}"


class LinkVisit(models.Model):
    """What one visit met: the history of a link, of which the latest are kept.

    `run` names the run that made it; a run records one visit of a link, however it ends.
    """

    link = models.ForeignKey(Link, models.CASCADE, related_name="visits", verbose_name=_("link"))
    run = models.CharField(_("run"), max_length=32)
    at = models.DateTimeField(_("at"))
    state = models.CharField(_("state"), max_length=20, choices=LinkState)
    is_failure = models.BooleanField(_("failed"), default=False)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    facts = models.JSONField(_("facts of the reason"), default=dict, blank=True)
    http_status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    final_address = models.CharField(_("where it led"), max_length=2000, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("visit of a link")
        verbose_name_plural = _("visits of links")
        indexes = [models.Index(fields=["link", "-at"], name="visit_of_link")]
        constraints = [
            models.UniqueConstraint(fields=["link", "run"], name="visit_is_recorded_once")
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.state}"


class LinkMonth(models.Model):
    """How our links fared in a month: their states when it ended, or when it was last counted.

    Counted from visits (resources/links/monthly_counts.py), and kept when those are forgotten.
    """

    month = models.DateField(_("month"), primary_key=True, help_text=_("Its first day."))
    counts = models.JSONField(
        _("links by state"), default=dict, help_text=_("As “works: 4,000, gone: 12”.")
    )
    counted_at = models.DateTimeField(_("counted at"), default=timezone.now)

    class Meta:
        ordering = ["month"]
        verbose_name = _("links of a month")
        verbose_name_plural = _("links by month")

    def __str__(self):
        return f"{self.month:%Y-%m}"

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def by_state(self):
        """(state, how many links) for every state that a visit can find, in their order."""
        found = [state for state in LinkState if state != LinkState.NOT_CHECKED]
        return [(state, self.counts.get(state, 0)) for state in found]


class HostClaim(models.Model):
    """A site whose links one run visits now, so that no other run asks it at the same time.

    The run renews it. Of a run that was killed it soon is out of date, and anybody's.
    """

    host = models.CharField(_("site"), max_length=255, primary_key=True)
    run = models.CharField(_("run"), max_length=32, db_index=True)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("claim of a site")
        verbose_name_plural = _("claims of sites")

    def __str__(self):
        return self.host
