"""A page is gone only after failures on three local days over a week, whatever clocks do."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from resources.links.assessment.evidence import LinkHistory
from resources.links.assessment.verdict import assess
from resources.links.fetching.results import FetchError
from resources.models import LinkState
from tests.resources.links.fetch_results import EXPECTED, MET, TODAY, make_result


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Moments of visits, in UTC, and what they met: "x" a 404, "t" a timeout, "ok" a page, "no" a 403.
# The site's clock is that of Los Angeles: eight hours behind, seven in summer time.
CLOCK = {
    "one failure": ("2026-11-01T20:00 x", LinkState.IN_TROUBLE),
    "three on one day": (
        "2026-11-02T09:00 x, 2026-11-02T15:00 x, 2026-11-02T23:00 x",
        LinkState.IN_TROUBLE,
    ),
    "three days within a week": (
        "2026-11-02T20:00 x, 2026-11-05T20:00 x, 2026-11-08T20:00 x",
        LinkState.IN_TROUBLE,
    ),
    "three days, a week": (
        "2026-11-02T20:00 x, 2026-11-05T20:00 x, 2026-11-09T20:00 x",
        LinkState.GONE,
    ),
    "two days, a month": ("2026-10-02T20:00 x, 2026-11-02T20:00 x", LinkState.IN_TROUBLE),
    "many visits on two days": (
        "2026-10-02T20:00 x, 2026-11-02T20:00 x, 2026-11-02T22:00 x",
        LinkState.IN_TROUBLE,
    ),
    "a week by the clock of London, not by ours": (
        "2026-11-03T07:30 x, 2026-11-05T20:00 x, 2026-11-09T09:00 x",
        LinkState.GONE,  # here the first was on the evening of the second
    ),
    "not yet a week by ours": (
        "2026-11-03T09:00 x, 2026-11-05T20:00 x, 2026-11-10T07:30 x",
        LinkState.IN_TROUBLE,  # the last was on the evening of the ninth
    ),
    "two days of London, one of ours": (
        "2026-11-02T20:00 x, 2026-11-09T20:00 x, 2026-11-10T07:00 x",
        LinkState.IN_TROUBLE,
    ),
    "clocks go back on November 1: half past eleven on three evenings and a midnight": (
        "2026-11-01T06:30 x, 2026-11-02T07:30 x, 2026-11-08T08:30 x",
        LinkState.GONE,  # October 31, November 1, November 8
    ),
    "clocks go back: 24 hours later is the same day": (
        "2026-11-01T07:30 x, 2026-11-02T07:00 x, 2026-11-08T08:30 x",
        LinkState.IN_TROUBLE,  # November 1, which has 25 hours, twice, and November 8
    ),
    "clocks go forward on March 8: one day has 23 hours": (
        "2026-03-02T08:30 x, 2026-03-08T20:00 x, 2026-03-09T07:30 x",
        LinkState.GONE,  # March 2, 8 and, at half past midnight, 9
    ),
    "clocks go forward: the same hours would be too early in winter": (
        "2026-02-02T08:30 x, 2026-02-08T20:00 x, 2026-02-09T07:30 x",
        LinkState.IN_TROUBLE,  # the last is on the evening of the eighth
    ),
    "an hour that comes twice": (
        "2026-11-01T08:30 x, 2026-11-01T09:30 x, 2026-11-08T20:00 x",
        LinkState.IN_TROUBLE,
    ),
    "a success between": (
        "2026-11-02T20:00 x, 2026-11-05T20:00 ok, 2026-11-09T20:00 x, 2026-11-10T20:00 x",
        LinkState.IN_TROUBLE,
    ),
    "a refusal between": (
        "2026-11-02T20:00 x, 2026-11-05T20:00 no, 2026-11-09T20:00 x, 2026-11-10T20:00 x",
        LinkState.IN_TROUBLE,
    ),
    "a timeout between changes nothing": (
        "2026-11-02T20:00 x, 2026-11-05T20:00 x, 2026-11-07T20:00 t, 2026-11-09T20:00 x",
        LinkState.GONE,
    ),
    "timeouts alone": (
        "2026-10-02T20:00 t, 2026-11-05T20:00 t, 2026-11-07T20:00 t, 2026-11-09T20:00 t",
        LinkState.IN_TROUBLE,
    ),
    "a timeout is no third day": (
        "2026-11-02T20:00 x, 2026-11-05T20:00 x, 2026-11-09T20:00 t",
        LinkState.IN_TROUBLE,
    ),
    "gone, and still failing": (
        "2026-11-02T20:00 x, 2026-11-05T20:00 x, 2026-11-09T20:00 x, 2026-12-09T20:00 x",
        LinkState.GONE,
    ),
    "gone, and back": (
        "2026-11-02T20:00 x, 2026-11-05T20:00 x, 2026-11-09T20:00 x, 2026-12-09T20:00 ok",
        LinkState.WORKS,
    ),
    "back, and one failure": (
        "2026-11-02T20:00 x, 2026-11-05T20:00 x, 2026-11-09T20:00 x, 2026-12-09T20:00 ok,"
        "2026-12-10T20:00 x",
        LinkState.IN_TROUBLE,
    ),
    "over the turn of a year": (
        "2026-12-28T20:00 x, 2026-12-31T20:00 x, 2027-01-04T20:00 x",
        LinkState.GONE,
    ),
    "over a leap day": (
        "2028-02-26T20:00 x, 2028-02-29T20:00 x, 2028-03-04T20:00 x",
        LinkState.GONE,
    ),
}


@pytest.mark.parametrize("what", CLOCK)
def test_only_failures_on_three_local_days_over_a_week_make_a_page_gone(what):
    visits, expected = CLOCK[what]
    past = LinkHistory()
    for moment, met in (one.split() for one in visits.split(",")):
        found = make_result(**MET[met], at=at(moment))
        verdict = assess(found, past, EXPECTED, today=timezone.localdate(found.fetched_at))
        past = LinkHistory(verdict.state, verdict.failed_on, verdict.fingerprint or past.good)

    assert verdict.state == expected


def test_the_order_in_which_days_are_told_does_not_matter():
    past = LinkHistory(LinkState.IN_TROUBLE, failed_on=(TODAY, date(2026, 11, 13)))
    verdict = assess(
        make_result(error=FetchError.REFUSED), past, EXPECTED, today=date(2026, 11, 15)
    )  # a clock was wrong

    assert verdict.failed_on == (date(2026, 11, 13), date(2026, 11, 15), TODAY)
    assert verdict.state == LinkState.GONE
