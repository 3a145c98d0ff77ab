"""When a link is visited next, and which run visits it.

A run claims whole sites (`HostClaim`). So two runs at once never visit one link twice, and never
ask one site at the same time. A claim lasts for minutes and is renewed; that of a run that was
killed is soon anybody's. What a run records is recorded only while it holds the site.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from resources.links.occurrences import of_host
from resources.models import HostClaim, LinkState

CLAIMED_FOR = timedelta(minutes=3)
# Sites that turn robots away are asked less often, those in trouble every day until they answer.
PATIENCE_WITH_REFUSALS = 4
# `--all` leaves out what was visited so lately: it goes on where a killed run ended.
JUST_NOW = timedelta(hours=1)


def due_after(state, at):
    """The next visit: the beginning of a local day, so that a run at any hour finds all of it due.

    A whole number of days later to the minute would be missed by a daily run every other time,
    and by an hour when clocks change.
    """
    days = settings.LINK_CHECK_DAYS
    if state == LinkState.IN_TROUBLE:
        days = 1
    elif state == LinkState.REFUSES:
        days *= PATIENCE_WITH_REFUSALS
    return beginning_of(timezone.localdate(at) + timedelta(days=days))


def beginning_of(day):
    """The first moment of a local day; where clocks skip midnight, the moment they skip it."""
    midnight = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
    return midnight.astimezone(UTC)


@dataclass
class Selection:
    """What a run visits: what is due at its start, or everything; of one host or of all.

    `left_alone` holds hosts that asked for peace for longer than a run lasts.
    """

    started_at: datetime
    is_of_everything: bool = False
    host: str = ""
    only: tuple[int, ...] = ()  # keys of links; none: no limit
    left_alone: set[str] = field(default_factory=set)

    def links(self):
        links = of_host(self.host).may_be_visited(timezone.localdate(self.started_at))
        if self.only:
            links = links.filter(pk__in=self.only)
        due = Q(due_at__lte=self.started_at)
        if self.is_of_everything:
            due = Q(checked_at__lt=self.started_at - JUST_NOW)
        return links.filter(due | Q(checked_at=None))

    def free_hosts(self, now):
        """Those with the most to visit first, for they take longest."""
        claimed = HostClaim.objects.filter(until__gt=now).values("host")
        free = self.links().exclude(host__in=claimed).exclude(host__in=self.left_alone)
        counted = free.order_by().values("host").annotate(links=Count("pk"))
        return counted.order_by("-links", "host").values_list("host", flat=True)


def claim(run, selection, most, *, now):
    """Up to `most` hosts with something to visit, which nobody else visits now."""
    while hosts := list(selection.free_hosts(now)[:most]):
        with transaction.atomic():
            forget_old_claims(now)
            HostClaim.objects.bulk_create(
                (HostClaim(host=host, run=run, until=now + CLAIMED_FOR) for host in sorted(hosts)),
                ignore_conflicts=True,  # somebody was faster
            )
            mine = HostClaim.objects.filter(run=run, host__in=hosts)
            claimed = set(mine.values_list("host", flat=True))
        if claimed:
            return [host for host in hosts if host in claimed]
    return []


def claim_host(run, host, *, now):
    """Whether this one host is ours now."""
    with transaction.atomic():
        forget_old_claims(now)
        claim = HostClaim(host=host, run=run, until=now + CLAIMED_FOR)
        HostClaim.objects.bulk_create([claim], ignore_conflicts=True)
        return HostClaim.objects.filter(host=host, run=run).exists()


def forget_old_claims(now):
    """Of runs that were killed. Those that another run is forgetting are left to it."""
    old = HostClaim.objects.filter(until__lte=now).select_for_update(skip_locked=True)
    HostClaim.objects.filter(pk__in=[claim.pk for claim in old]).delete()


def renew(run, *, now):
    HostClaim.objects.filter(run=run).update(until=now + CLAIMED_FOR)


def held(run, hosts):
    """Those of `hosts` that the run still holds, and keeps until the transaction ends."""
    claims = HostClaim.objects.filter(run=run, host__in=hosts).select_for_update().order_by("host")
    return {claim.host for claim in claims}


def release(run, hosts=None):
    """Let go of these hosts, or of all."""
    claims = HostClaim.objects.filter(run=run)
    (claims if hosts is None else claims.filter(host__in=hosts)).delete()
