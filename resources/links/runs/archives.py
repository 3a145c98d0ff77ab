"""Archived copies, looked up through the CDX interface of a web archive.

All runs together send one request a second. An answer counts for 30 days. An archive without a
copy, or with an answer we do not understand, is no error: then no copy is known.
"""

import asyncio
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import aiohttp
from asgiref.sync import sync_to_async as in_database
from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from resources.links.fetching.fetcher import PRODUCT
from resources.links.occurrences import entries_by_link
from resources.models import Link, LinkOccurrence, LinkState

from . import schedule

LOOK_UP_LASTS = timedelta(days=30)
PAUSE = 1  # seconds between two requests
TIMEOUT = 60  # seconds, since the archive is slow at times
MAX_ANSWER_BYTES = 64 * 1024
MAX_CAPTURES = 5  # in one answer
MAX_FAILURES = 3  # in a row, until a run stops asking the archive
MAX_DURATION = timedelta(minutes=10)
STATES_OF_GOOD_VISITS = (LinkState.WORKS, LinkState.MOVED)
CDX_TIMESTAMP = "%Y%m%d%H%M%S"
URGENCY = Case(
    When(state=LinkState.TAKEN_OVER, then=Value(0)),
    When(state__in=[LinkState.GONE, LinkState.IN_TROUBLE], then=Value(1)),
    default=Value(2),
)


class Unavailable(Exception):  # noqa: N818 - a state of the archive, no bug
    """The archive did not answer, or asks us to wait."""


@dataclass(frozen=True)
class Capture:
    """The archive's copy of a page: its address, and the moment it was made."""

    address: str
    at: datetime


def links_to_look_up(now, links):
    """The links whose last look-up is too old, the most urgent first.

    A link that occurs only as an archived copy needs no copy of its own.
    """
    original = LinkOccurrence.objects.filter(link=OuterRef("pk")).exclude(field="archived_url")
    is_old = Q(archive_looked_up_at=None) | Q(archive_looked_up_at__lt=now - LOOK_UP_LASTS)
    return links.filter(is_old, Exists(original)).order_by(
        URGENCY, F("archive_looked_up_at").asc(nulls_first=True), "pk"
    )


def wanted_moment(link):
    """(moment, is_before). A copy should be near the moment.

    If `is_before`, later copies are not used. The moment is the last review of what we show.
    Without a review, it is the last visit that found the page. Without either, it is now. For an
    address that was taken over, `is_before` is true, because later copies may show the new owner's
    page, and without review or good visit the moment is None.
    """
    found = entries_by_link([link]).get(link.pk, [])
    days = [kind.links.last_opened_on(entry) for kind, entry, _occurrence in found]
    is_taken_over = link.state == LinkState.TAKEN_OVER
    if reviewed_on := max(filter(None, days), default=None):
        return datetime.combine(reviewed_on, time(12), tzinfo=UTC), is_taken_over
    good = link.visits.filter(state__in=STATES_OF_GOOD_VISITS).first()
    if good or not is_taken_over:
        return good.at if good else timezone.now(), is_taken_over
    return None, is_taken_over


class Archive:
    """The archive that the settings name. `sleep` is called for its pauses."""

    def __init__(self, session, *, sleep=asyncio.sleep):
        self.session, self.sleep = session, sleep

    async def nearest_capture(self, address, near, *, is_before=False):
        """The capture nearest to the moment `near`, or None. Raises Unavailable.

        With `is_before`, captures after that moment do not count.
        """
        rows = await self.request_rows(cdx_query(address, near, is_before))
        captures = [capture for row in rows if (capture := capture_of(row))]
        if is_before:
            captures = [capture for capture in captures if capture.at <= near]
        return min(captures, key=lambda capture: abs(capture.at - near), default=None)

    async def request_rows(self, query):
        """The rows of an answer. None of them if it is unreadable. Raises Unavailable."""
        await self.sleep(PAUSE)
        try:
            async with self.session.get(settings.ARCHIVE_CDX, params=query) as answer:
                if answer.status == 429 or answer.status >= 500:
                    raise Unavailable(answer.status)
                text = await answer.content.read(MAX_ANSWER_BYTES)
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise Unavailable(str(problem)) from problem
        return cdx_rows(text) if answer.status == 200 else []


def cdx_query(address, near, is_before):
    moment = near.astimezone(UTC).strftime(CDX_TIMESTAMP)
    query = {
        "url": address,
        "output": "json",
        "fl": "timestamp,original",
        "filter": "statuscode:200",
        "sort": "closest",
        "closest": moment,
        "limit": str(MAX_CAPTURES),
    }
    return query | ({"to": moment} if is_before else {})


def cdx_rows(text):
    """The rows of a CDX answer in JSON, without the heading. [] if it is no such answer."""
    try:
        rows = json.loads(text)
    except ValueError:
        return []
    return rows[1:] if isinstance(rows, list) else []


def capture_of(row):
    """The capture in a row [timestamp, original address].

    None if the row has no valid timestamp or no web address.
    """
    if not (isinstance(row, list) and len(row) == 2 and all(isinstance(c, str) for c in row)):
        return None
    timestamp, original = row
    if not re.fullmatch(r"https?://\S{1,1990}", original):
        return None
    try:
        at = datetime.strptime(timestamp, CDX_TIMESTAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Capture(urljoin(settings.ARCHIVE_CDX, "/web/") + f"{timestamp}/{original}", at)


async def look_up_captures(links, stopped, *, sleep=asyncio.sleep, now=timezone.now):
    """Look up the copies of those `links` that need it, for some minutes.

    The next run continues. Returns the number of links looked up. Does nothing where no archive
    is set, or while another run asks it.
    """
    run, host = uuid4().hex, f"archive {urlsplit(settings.ARCHIVE_CDX).netloc}"
    if not settings.ARCHIVE_CDX or not await in_database(schedule.claim_host)(run, host, now=now()):
        return 0
    try:
        agent = f"{PRODUCT}/1.0 (+{settings.LINK_CHECK_CONTACT})"
        async with aiohttp.ClientSession(
            headers={"User-Agent": agent}, timeout=aiohttp.ClientTimeout(total=TIMEOUT)
        ) as session:
            return await LookUps(Archive(session, sleep=sleep), run, now).go(links, stopped)
    finally:
        await in_database(schedule.release_claims)(run)


class LookUps:
    """Looks up one link after the other, until the time is up or the archive is unavailable."""

    def __init__(self, archive, run, now):
        self.archive, self.run, self.now = archive, run, now
        self.done = self.failures = 0

    async def go(self, links, stopped):
        until, seen = self.now() + MAX_DURATION, set()
        while self.now() < until and self.failures < MAX_FAILURES and not stopped.is_set():
            link = await in_database(self.next_link)(links, seen)
            if link is None:
                break
            seen.add(link.pk)
            await self.look_up(link)
        return self.done

    def next_link(self, links, seen):
        schedule.renew_claims(self.run, now=self.now())
        return links_to_look_up(self.now(), links).exclude(pk__in=seen).first()

    async def look_up(self, link):
        near, is_before = await in_database(wanted_moment)(link)
        capture = None
        try:
            if near:
                capture = await self.archive.nearest_capture(
                    link.address, near, is_before=is_before
                )
        except Unavailable:
            self.failures += 1
            return
        self.done, self.failures = self.done + 1, 0
        await in_database(self.save)(link, capture)

    def save(self, link, capture):
        Link.objects.filter(pk=link.pk).update(
            archived_address=capture.address if capture else "",
            archived_at=capture.at if capture else None,
            archive_looked_up_at=self.now(),
        )
