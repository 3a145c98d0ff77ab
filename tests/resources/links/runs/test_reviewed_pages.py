"""Which page a review was of, and whether the page has changed much since, by the clock here."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from resources.links.fetching.results import FetchError
from resources.models import Link
from resources.publishing import reviews
from tests.make import make_organization, make_resource
from tests.resources.links.fakes import NOT_FOUND, FakeFetcher, check
from tests.resources.links.fetch_results import answer, html

pytestmark = pytest.mark.django_db

HERE = ZoneInfo("America/Los_Angeles")


def page(*words):
    text = " ".join(f"{word}{number}" for word in words for number in range(40))
    return answer(html("A page", f"<p>{text}"))


# A page, the same with a paragraph more, and another page.
A, AND_MORE, B = page("class"), page("class", "news"), page("garden")
MET = {"A": A, "A+": AND_MORE, "B": B, "404": NOT_FOUND, "slow": FetchError.TIMED_OUT}

# Moments here, and what happened: the page that a visit met, or a review.
# At last: whether it is called much changed, and the day of the review that its fingerprint is of.
CLOCK = {
    "it stays": ("11-02T12:00 A, 11-02T13:00 review, 11-09T12:00 A, 11-16T12:00 A", False, "11-02"),
    "it is edited": ("11-02T12:00 review, 11-02T13:00 A, 11-09T12:00 A+", False, "11-02"),
    "it changes": ("11-02T12:00 review, 11-02T13:00 A, 11-09T12:00 B", True, "11-02"),
    "it changes, and back": (
        "11-02T12:00 review, 11-02T13:00 A, 11-09T12:00 B, 11-16T12:00 A",
        False,
        "11-02",
    ),
    "nobody has reviewed it yet": ("11-02T13:00 A, 11-09T12:00 B", True, None),
    "it changed before the first review": (
        "11-02T12:00 A, 11-09T12:00 B, 11-10T12:00 review, 11-16T12:00 B",
        False,
        "11-10",
    ),
    "it changed before another review": (
        "11-02T12:00 review, 11-02T13:00 A, 11-09T12:00 B, 11-10T12:00 review, 11-16T12:00 B",
        False,
        "11-10",
    ),
    "it changed between a review and the visit after it": (
        "11-02T12:00 review, 11-02T13:00 A, 11-08T12:00 review, 11-09T12:00 B, 11-16T12:00 B",
        False,  # nobody knows which of them the reviewer saw: the first page after it counts
        "11-08",
    ),
    "it changes after the visit that followed a review": (
        "11-02T12:00 A, 11-08T12:00 review, 11-09T12:00 A, 11-16T12:00 B",
        True,
        "11-08",
    ),
    "it cannot be visited after a review": (
        "11-02T12:00 A, 11-08T12:00 review, 11-09T12:00 404, 11-10T12:00 slow, 11-11T12:00 B",
        False,
        "11-08",
    ),
    "it changed, and cannot be visited now": (
        "11-02T12:00 review, 11-02T13:00 A, 11-09T12:00 B, 11-16T12:00 slow, 11-17T12:00 404",
        True,
        "11-02",
    ),
    "it changed, was reviewed, and cannot be visited now": (
        "11-02T12:00 review, 11-02T13:00 A, 11-09T12:00 B, 11-10T12:00 review, 11-16T12:00 slow",
        False,
        "11-02",
    ),
    "reviews in the last minute of a day and in the first of the next are two": (
        "11-02T23:59 review, 11-02T23:59 A, 11-03T00:00 review, 11-09T12:00 B",
        False,
        "11-03",
    ),
    "an evening here, the next day in London": (
        "11-02T20:00 review, 11-02T21:00 A, 11-09T12:00 B",
        True,
        "11-02",
    ),
    "the night in which clocks go back": (
        "11-01T00:30 A, 11-01T23:30 review, 11-02T00:10 A, 11-08T00:10 B",
        True,
        "11-01",
    ),
    "the night in which clocks go forward": (
        "03-08T01:30 A, 03-08T03:30 review, 03-09T00:10 A, 03-15T00:10 B",
        True,
        "03-08",
    ),
}


def day(text):
    return text and date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize("what", CLOCK)
def test_a_page_changed_much_beside_the_first_good_one_after_the_review(what, monkeypatch):
    events, has_changed, reviewed_on = CLOCK[what]
    resource = make_resource()
    for moment, event in (one.split() for one in events.split(",")):
        now = datetime.fromisoformat(f"2026-{moment}").replace(tzinfo=HERE)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        if event == "review":
            reviews.set_review(resource, None)
            resource.save()
        else:
            check(FakeFetcher({resource.url: MET[event]}), at=now, is_all=True)

    link = Link.objects.get(address=resource.url)
    assert (link.changed_much, link.reviewed_on) == (has_changed, day(reviewed_on))


def test_of_all_entries_that_show_an_address_the_latest_review_counts():
    organization = make_organization()
    resources = [make_resource(organization=organization, url="https://a.org/") for _ in range(3)]
    for resource, reviewed in zip(resources, ["11-02", "11-05", None], strict=True):
        resource.reviewed_on = day(reviewed)
        resource.save()

    check(FakeFetcher())

    assert Link.objects.get(address="https://a.org/").reviewed_on == day("11-05")


@pytest.mark.parametrize("last", ["2026-03-08", "2026-06-30", "2026-11-01", "2026-12-31"])
def test_the_checker_stays_away_to_the_last_minute_of_the_last_day_here(last):
    """Also of the days that have 23 or 25 hours."""
    resource = make_resource()
    last = date.fromisoformat(last)
    check(FakeFetcher(), at=datetime.combine(last, time(12), HERE) - timedelta(days=40))
    link = Link.objects.get(address=resource.url)
    link.do_not_check_until, link.do_not_check_why = last, "They asked us."
    link.save()
    fetcher = FakeFetcher()

    for which in ({}, {"is_all": True}, {"only": (link.pk,)}):
        check(fetcher, at=datetime.combine(last, time(23, 59), HERE), **which)
    assert resource.url not in fetcher.addresses

    check(fetcher, at=datetime.combine(last + timedelta(days=1), time(0), HERE))
    assert resource.url in fetcher.addresses
