"""When links are due, by the clock on our wall; and which run visits them."""

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from resources.links import occurrences
from resources.links.assessment.verdict import Verdict
from resources.links.runs import schedule
from resources.links.runs.recording import CheckOutcome, record_checks
from resources.links.runs.schedule import CLAIM_LASTS, DueLinks, claim_hosts, due_after
from resources.models import HostClaim, Link, LinkState, LinkVisit
from tests.make import make_organization, make_resource
from tests.resources.links.fakes import NOON, NOT_FOUND, FakeFetcher, check, days_later

pytestmark = pytest.mark.both_databases

# Clocks change at two at night; at midnight, which then is skipped; by half an hour; not at all.
ZONES = ["America/Los_Angeles", "America/Santiago", "Australia/Lord_Howe", "Asia/Tokyo"]
STATES = {
    LinkState.WORKS: 7,
    LinkState.MOVED: 7,
    LinkState.GONE: 7,
    LinkState.TAKEN_OVER: 7,
    LinkState.IN_TROUBLE: 1,
    LinkState.REFUSES: 28,
}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("state", "days"), STATES.items())
def test_a_run_at_any_hour_of_the_day_finds_due_what_is_due_that_day(zone, state, days):
    """Every day of a year, clocks changing or not; the run comes once a day, never on the dot."""
    chance = random.Random(zone)  # noqa: S311 the same hours every time
    with timezone.override(ZoneInfo(zone)):
        visited_on, due_at = [], None
        for number in range(400):
            day = date(2026, 3, 1) + timedelta(days=number)
            hour = time(chance.randrange(24), chance.randrange(60))
            now = datetime.combine(day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)
            if due_at is None or due_at <= now:
                visited_on.append(day)
                due_at = due_after(state, now)

    between = {(b - a).days for a, b in pairwise(visited_on)}
    assert between == {days}


@pytest.mark.parametrize("zone", ZONES)
def test_a_link_is_due_from_the_first_moment_of_the_day_and_not_before(zone):
    with timezone.override(ZoneInfo(zone)):
        for number in range(400):
            at = datetime(2026, 3, 1, 22, tzinfo=ZoneInfo(zone)) + timedelta(days=number)
            due_at = due_after(LinkState.IN_TROUBLE, at.astimezone(UTC))
            a_second = timedelta(seconds=1)
            assert timezone.localdate(due_at) == timezone.localdate(at) + timedelta(days=1)
            assert timezone.localdate(due_at - a_second) == timezone.localdate(at)


def test_how_long_a_check_lasts_can_be_set(settings):
    settings.LINK_CHECK_DAYS = 30

    assert due_after(LinkState.WORKS, NOON).date() == days_later(30).date()
    assert due_after(LinkState.IN_TROUBLE, NOON).date() == days_later(1).date()


@pytest.mark.django_db
@pytest.mark.parametrize("night", [date(2026, 11, 1), date(2027, 3, 14)])
def test_failures_are_counted_by_days_here_though_clocks_change(night, settings):
    """At half past eleven at night and an hour later are two days; so are 23 hours and 25."""
    settings.LINK_CHECK_DAYS = 1
    resource = make_resource()
    zone = ZoneInfo("America/Los_Angeles")
    days = [night + timedelta(days=number) for number in (-1, 0, 1, 6, 7)]
    states = []
    for day in days:
        at = datetime.combine(day, time(23, 30), tzinfo=zone)
        check(FakeFetcher({resource.url: NOT_FOUND}), at=at)
        states.append(Link.objects.get(address=resource.url).state)

    link = Link.objects.get(address=resource.url)
    assert link.failed_on == [day.isoformat() for day in days]
    assert states == ["in-trouble"] * 3 + ["gone"] * 2


@pytest.fixture
def links():
    """Nine links at two hosts."""
    organization = make_organization(url="https://a.example.org/home")
    for number in range(8):
        host = "a.example.org" if number < 3 else "b.example.org"
        make_resource(organization=organization, url=f"https://{host}/{number}")
    occurrences.sync_all()
    return Link.objects.all()


def outcomes(host, state=LinkState.WORKS, at=NOON):
    verdict = Verdict(state, "works")
    return [
        CheckOutcome(link.pk, link.address, host, at, verdict, link.address, 200)
        for link in Link.objects.filter(host=host)
    ]


A, B = "a.example.org", "b.example.org"


@pytest.mark.django_db
def test_the_longest_queue_is_claimed_first(links):
    assert claim_hosts("one", DueLinks(NOON), 1, now=NOON) == [B]
    assert claim_hosts("one", DueLinks(NOON), 9, now=NOON) == [A]


@pytest.mark.django_db
def test_what_one_run_has_claimed_no_other_visits(links):
    assert claim_hosts("one", DueLinks(NOON), 1, now=NOON) == [B]
    assert claim_hosts("two", DueLinks(NOON), 9, now=NOON) == [A]
    assert claim_hosts("three", DueLinks(NOON), 9, now=NOON) == []


@pytest.mark.django_db
def test_a_claim_is_renewed_and_let_go(links):
    claim_hosts("one", DueLinks(NOON), 1, now=NOON)
    later = NOON + CLAIM_LASTS
    schedule.renew_claims("one", now=later)
    assert claim_hosts("two", DueLinks(NOON), 9, now=later) == [A]

    record_checks("one", [], finished=[B])
    assert claim_hosts("two", DueLinks(NOON), 9, now=later) == [B]


@pytest.mark.django_db
def test_the_claim_of_a_killed_run_runs_out_and_leaves_no_record(links):
    """It may only have slept: what it met then counts for nothing."""
    claim_hosts("killed", DueLinks(NOON), 9, now=NOON)
    later = NOON + CLAIM_LASTS
    assert claim_hosts("next", DueLinks(NOON), 9, now=later) == [B, A]

    assert record_checks("killed", outcomes(A)) == []
    assert len(record_checks("next", outcomes(A), finished=[A])) == 4

    assert set(LinkVisit.objects.values_list("run", flat=True)) == {"next"}
    schedule.renew_claims("killed", now=later)
    assert list(HostClaim.objects.values_list("host", "run")) == [(B, "next")]


@pytest.mark.django_db
def test_a_visit_is_recorded_once(links):
    claim_hosts("one", DueLinks(NOON), 9, now=NOON)

    assert len(record_checks("one", outcomes(A))) == 4
    assert record_checks("one", outcomes(A, LinkState.TAKEN_OVER)) == []

    assert LinkVisit.objects.count() == 4
    assert not links.filter(state=LinkState.TAKEN_OVER).exists()


@pytest.mark.django_db
def test_what_was_forgotten_meanwhile_is_no_obstacle(links):
    claim_hosts("one", DueLinks(NOON), 9, now=NOON)
    met = outcomes(A)
    Link.objects.filter(pk=met[0].link).delete()

    assert len(record_checks("one", met)) == 3
    assert not Link.objects.filter(pk=met[0].link).exists()
