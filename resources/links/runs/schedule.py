"""When a link is due, and which run may check it.

A run claims whole hosts (`HostClaim`), so two runs at once never check one link twice, and never
send requests to one host at the same time. A claim lasts for minutes and is renewed. When a run is
killed, its claims expire, and any other run may take the hosts. Results are recorded only while
the run still holds the claim of their host.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from resources.links.occurrences import links_of_host
from resources.models import HostClaim, LinkState

CLAIM_LASTS = timedelta(minutes=3)
# Hosts that refuse robots are asked less often: after so many times the usual days.
REFUSED_FACTOR = 4
# `--all` leaves out links checked so recently, so that it goes on where a killed run ended.
RECENTLY = timedelta(hours=1)


def due_after(state, at):
    """When a link is due again after a check: the start of a local day.

    That is LINK_CHECK_DAYS later, one day later for a link in trouble, and REFUSED_FACTOR times
    LINK_CHECK_DAYS later if the host refuses robots.

    A daily run does not start at the same second each day, and starts an hour earlier or later when
    clocks change. If a link were due exactly seven days after its check, a run that starts a little
    earlier would miss it until the next day. The start of the day avoids that.
    """
    days = settings.LINK_CHECK_DAYS
    if state == LinkState.IN_TROUBLE:
        days = 1
    elif state == LinkState.REFUSES:
        days *= REFUSED_FACTOR
    return start_of_day(timezone.localdate(at) + timedelta(days=days))


def start_of_day(day):
    """The first moment of a local day.

    If the clock jumps over midnight that day, it is the moment of the jump.
    """
    midnight = datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
    return midnight.astimezone(UTC)


@dataclass
class DueLinks:
    """The links that a run checks: those due when it starts, or all (`is_all`).

    They may be narrowed to one host, or to the links with the keys in `only`. `throttled_hosts`
    asked us to wait for longer than a run lasts. The run leaves the rest of their links due.
    """

    started_at: datetime
    is_all: bool = False
    host: str = ""
    only: tuple[int, ...] = ()
    throttled_hosts: set[str] = field(default_factory=set)

    def links(self):
        links = links_of_host(self.host).checkable_on(timezone.localdate(self.started_at))
        if self.only:
            links = links.filter(pk__in=self.only)
        due = Q(due_at__lte=self.started_at)
        if self.is_all:
            due = Q(checked_at__lt=self.started_at - RECENTLY)
        return links.filter(due | Q(checked_at=None))

    def unclaimed_hosts(self, now):
        """Hosts that no run has claimed, those with the most links first: they take longest."""
        claimed = HostClaim.objects.filter(until__gt=now).values("host")
        free = self.links().exclude(host__in=claimed).exclude(host__in=self.throttled_hosts)
        counted = free.order_by().values("host").annotate(links=Count("pk"))
        return counted.order_by("-links", "host").values_list("host", flat=True)


def claim_hosts(run, due, most, *, now):
    """Claim up to `most` hosts with links that are due, and return them."""
    while hosts := list(due.unclaimed_hosts(now)[:most]):
        with transaction.atomic():
            delete_expired_claims(now)
            HostClaim.objects.bulk_create(
                (HostClaim(host=host, run=run, until=now + CLAIM_LASTS) for host in sorted(hosts)),
                ignore_conflicts=True,  # another run was faster
            )
            mine = HostClaim.objects.filter(run=run, host__in=hosts)
            claimed = set(mine.values_list("host", flat=True))
        if claimed:
            return [host for host in hosts if host in claimed]
    return []


def claim_host(run, host, *, now):
    """Claim this one host. Returns False if another run has it."""
    with transaction.atomic():
        delete_expired_claims(now)
        claim = HostClaim(host=host, run=run, until=now + CLAIM_LASTS)
        HostClaim.objects.bulk_create([claim], ignore_conflicts=True)
        return HostClaim.objects.filter(host=host, run=run).exists()


def delete_expired_claims(now):
    """Delete the claims of killed runs. Rows that another run is deleting are skipped."""
    expired = HostClaim.objects.filter(until__lte=now).select_for_update(skip_locked=True)
    HostClaim.objects.filter(pk__in=[claim.pk for claim in expired]).delete()


def renew_claims(run, *, now):
    HostClaim.objects.filter(run=run).update(until=now + CLAIM_LASTS)


def lock_claims(run, hosts):
    """The hosts among `hosts` that the run still holds. They stay its own in the transaction."""
    claims = HostClaim.objects.filter(run=run, host__in=hosts).select_for_update().order_by("host")
    return {claim.host for claim in claims}


def release_claims(run, hosts=None):
    """Give up the claims of these hosts, or all claims of the run."""
    claims = HostClaim.objects.filter(run=run)
    (claims if hosts is None else claims.filter(host__in=hosts)).delete()
