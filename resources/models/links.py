"""Checked links: each address that entries show, where it occurs, and its history of visits."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import WebAddressField
from .link_states import LinkState


class LinkQuerySet(models.QuerySet):
    def by_address(self, *addresses):
        """{address: link} for the addresses that are known, in one query."""
        return {link.address: link for link in self.filter(address__in=filter(None, addresses))}

    def in_use(self):
        """Links that some entry shows."""
        return self.filter(Exists(LinkOccurrence.objects.filter(link=OuterRef("pk"))))

    def checkable_on(self, day):
        """Links whose checks no curator has paused on that day."""
        return self.filter(Q(do_not_check_until=None) | Q(do_not_check_until__lt=day))

    def moved(self):
        return self.filter(state=LinkState.MOVED).exclude(final_address="")

    def quarantined(self):
        return self.filter(state=LinkState.TAKEN_OVER)


class Link(models.Model):
    """One address, however many entries show it.

    Its state comes from runs of the checker (resources/links/runs/recording.py) and from decisions
    of curators (resources/links/decisions.py). Days of failures are local days.
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
                name="link_pause_has_reason_and_end",
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
    def is_paused(self):
        """True if a curator has paused its checks, today included."""
        until = self.do_not_check_until
        return until is not None and until >= timezone.localdate()


class LinkOccurrence(models.Model):
    """A field of an entry in which an address occurs, as its value or as a link in its text.

    resources/links/occurrences.py derives these rows from the entries.
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
        help_text=_("Of a link within a text. Other places show the entry’s name."),
    )

    class Meta:
        ordering = ["content_type", "object_id", "field", "pk"]
        verbose_name = _("place of a link")
        verbose_name_plural = _("places of links")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "link"],
                name="link_occurs_once_in_a_field",
            )
        ]

    def __str__(self):
        return f"{self.field} of {self.object_id}"


class LinkVisit(models.Model):
    """The outcome of one check of a link. The latest ones are stored.

    `run` names the run that made it. A run records one visit of a link, however it ends.
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
    """The number of links in each state when a month ended, or when it was last counted.

    Counted from visits (resources/links/monthly_counts.py), and kept when those are deleted.
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
        """(state, number of links) for every state that a check can find, in their order."""
        checked = [state for state in LinkState if state != LinkState.NOT_CHECKED]
        return [(state, self.counts.get(state, 0)) for state in checked]


class HostClaim(models.Model):
    """A host claimed by a run, so that no other run sends requests to it at the same time.

    The run renews the claim. After a run was killed, its claims expire at `until`.
    """

    host = models.CharField(_("site"), max_length=255, primary_key=True)
    run = models.CharField(_("run"), max_length=32, db_index=True)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("claim of a site")
        verbose_name_plural = _("claims of sites")

    def __str__(self):
        return self.host
