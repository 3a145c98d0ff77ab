"""Archived copies: asked for seldom, the nearest to a review taken, and never an error."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from asgiref.sync import async_to_sync

from resources.links import occurrences
from resources.links.runs import archives, schedule
from resources.models import Link, LinkState
from tests.make import make_organization, make_resource
from tests.resources.links.fakes import NOON
from tests.resources.links.local_web import local_web

pytestmark = pytest.mark.django_db

HEADING = ["timestamp", "original"]
REVIEWED_ON = date(2024, 6, 1)
BEFORE, AFTER = "20240520080000", "20240603080000"


def captures(*timestamps, original="https://example.org/old"):
    return json.dumps([HEADING, *([one, original] for one in timestamps)]).encode()


@pytest.fixture
def asking(settings):
    """Ask an archive that gives `answers` in turn, its last one for ever. Returns the queries.

    `pauses` lists how long it was waited before each question.
    """

    def ask(*answers, at=NOON):
        left = list(answers)

        def answer(path, query):
            found = left.pop(0) if len(left) > 1 else left[0]
            status, body = found if isinstance(found, tuple) else (200, found)
            return status, "application/json", body

        async def sleep(seconds):
            ask.pauses.append(seconds)

        with local_web(answer) as server:
            settings.ARCHIVE_CDX = f"{server.address}/cdx/search/cdx"
            ask.origin = server.address
            occurrences.sync_all()
            look_up = partial(archives.look_up_captures, sleep=sleep, now=lambda: at)
            async_to_sync(look_up)(Link.objects.in_use(), asyncio.Event())
        return [query for _method, _path, query in server.asked]

    ask.pauses = []
    return ask


@pytest.fixture
def link():
    """The only one there is, for its publisher has no address."""
    organization = make_organization(url="", status="draft")
    resource = make_resource(
        organization=organization, url="https://example.org/old?a=1&b=2", reviewed_on=REVIEWED_ON
    )
    occurrences.sync_all()
    return Link.objects.get(address=resource.url)


def test_the_copy_nearest_to_the_review_is_taken(asking, link):
    [query] = asking(captures("20100101000000", BEFORE, AFTER))

    assert query["url"] == link.address
    assert query["closest"].startswith("20240601")
    link.refresh_from_db()
    assert link.archived_address == f"{asking.origin}/web/{AFTER}/https://example.org/old"
    assert link.archived_at == datetime(2024, 6, 3, 8, tzinfo=UTC)
    assert link.archive_looked_up_at == NOON


def test_of_an_address_taken_over_no_copy_is_younger_than_the_review(asking, link):
    Link.objects.update(state=LinkState.TAKEN_OVER, since=NOON, checked_at=NOON)

    [query] = asking(captures("20100101000000", BEFORE, AFTER))

    assert query["to"] == query["closest"]
    assert BEFORE in Link.objects.get().archived_address


def test_without_a_review_no_copy_stands_for_an_address_taken_over(asking, link):
    link.occurrences.get().entry.__class__.objects.update(reviewed_on=None)
    Link.objects.update(state=LinkState.TAKEN_OVER, since=NOON, checked_at=NOON)

    assert asking(captures(BEFORE)) == []
    assert Link.objects.get().archived_address == ""


def test_without_a_review_the_last_good_visit_says_which_copy(asking, link):
    link.occurrences.get().entry.__class__.objects.update(reviewed_on=None)
    link.visits.create(run="1", at=datetime(2023, 1, 5, tzinfo=UTC), state=LinkState.WORKS)
    Link.objects.update(state=LinkState.GONE, since=NOON, checked_at=NOON)

    [query] = asking(captures(BEFORE))

    assert query["closest"].startswith("20230105")


@pytest.mark.parametrize(
    "answer",
    [
        b"[]",
        b"",
        b"<html>Sorry</html>",
        b'{"error": "no"}',
        b"[1, 2, 3]",
        captures("not-a-moment"),
        captures(BEFORE, original="javascript:alert(1)"),
        json.dumps([HEADING, [BEFORE], [BEFORE, 7], "x"]).encode(),
        (404, b"no"),
        (403, b"excluded"),
    ],
)
def test_a_miss_is_unknown_and_asked_again_after_thirty_days(asking, link, answer):
    assert len(asking(answer)) == 1
    assert Link.objects.get().archived_address == ""

    assert asking(answer, at=NOON + timedelta(days=29)) == []
    assert len(asking(captures(BEFORE), at=NOON + timedelta(days=31))) == 1
    assert BEFORE in Link.objects.get().archived_address


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_archive_that_is_away_is_left_alone_and_asked_in_the_next_run(asking, link, status):
    for number in range(9):
        make_resource(organization=make_organization(url="", status="draft"), slug=f"r{number}")
    Link.objects.update(archived_address="https://archive.example.org/kept")

    assert len(asking((status, b""))) == archives.MAX_FAILURES

    assert not Link.objects.exclude(archive_looked_up_at=None).exists()
    link.refresh_from_db()
    assert link.archived_address == "https://archive.example.org/kept"
    assert len(asking(captures(BEFORE))) == 10


def test_a_question_a_second(asking, link):
    make_resource()

    asked = asking(captures(BEFORE))

    assert len(asked) == 3
    assert asking.pauses == [archives.PAUSE] * 3 == [1] * 3


def test_one_run_asks_at_a_time(asking, link, settings):
    with local_web(None) as server:
        host = f"archive 127.0.0.1:{server.server_port}"
        settings.ARCHIVE_CDX = f"{server.address}/cdx"
        assert schedule.claim_host("another", host, now=NOON)
        look_up = partial(archives.look_up_captures, now=lambda: NOON)
        assert async_to_sync(look_up)(Link.objects.in_use(), asyncio.Event()) == 0
        assert server.asked == []


def test_what_is_in_quarantine_is_asked_about_first(asking, link):
    taken = make_resource(organization=make_organization(url="", status="draft"))
    occurrences.sync_all()
    Link.objects.filter(address=taken.url).update(
        state=LinkState.TAKEN_OVER, since=NOON, checked_at=NOON
    )
    taken.reviewed_on = REVIEWED_ON
    taken.save()

    assert [query["url"] for query in asking(b"[]")] == [taken.url, link.address]


def test_a_copy_at_an_archive_needs_no_copy(asking, link):
    resource = link.occurrences.get().entry
    resource.archived_url = "https://archive.example.org/web/2010/x"
    resource.save()

    assert [query["url"] for query in asking(b"[]")] == [link.address]


def test_nobody_is_asked_where_no_archive_is_set(link, settings):
    settings.ARCHIVE_CDX = ""

    assert async_to_sync(archives.look_up_captures)(Link.objects.in_use(), asyncio.Event()) == 0
