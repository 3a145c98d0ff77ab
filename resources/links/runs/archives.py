"""Archived copies, looked up through the CDX interface of a web archive.

One question a second, of all runs together; an answer counts for 30 days. That the archive has no
copy, or says nothing we understand, is no error: then none is known.
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
from resources.links.occurrences import entries_of
from resources.models import Link, LinkOccurrence, LinkState

from . import schedule

LASTS = timedelta(days=30)
PAUSE = 1  # seconds
PATIENCE = 60  # seconds; the archive is slow at times
LONGEST_ANSWER = 64 * 1024
MOST_ASKED_FOR = 5  # captures
MOST_FAILURES = 3  # in a row, after which the archive is left alone until the next run
RUN_LASTS = timedelta(minutes=10)
ANSWERED_WELL = (LinkState.WORKS, LinkState.MOVED)
TIMESTAMP = "%Y%m%d%H%M%S"
MOST_URGENT = Case(
    When(state=LinkState.TAKEN_OVER, then=Value(0)),
    When(state__in=[LinkState.GONE, LinkState.IN_TROUBLE], then=Value(1)),
    default=Value(2),
)


class Unavailable(Exception):  # noqa: N818 - it is no mistake of a program
    """The archive did not answer, or asks for peace."""


@dataclass(frozen=True)
class Copy:
    address: str
    at: datetime


def links_due(now, links):
    """Links to ask about, the most urgent first. A copy at an archive needs none of its own."""
    original = LinkOccurrence.objects.filter(link=OuterRef("pk")).exclude(field="archived_url")
    long_ago = Q(archive_looked_up_at=None) | Q(archive_looked_up_at__lt=now - LASTS)
    return links.filter(long_ago, Exists(original)).order_by(
        MOST_URGENT, F("archive_looked_up_at").asc(nulls_first=True), "pk"
    )


def wanted_day(link):
    """(the moment a copy should be near, whether one from after it is of no use).

    The day somebody last reviewed what we show; else the last visit that found the page. Of an
    address that was taken over, later copies may show the new owner's page.
    """
    places = entries_of([link]).get(link.pk, [])
    days = [kind.links.as_of(entry) for kind, entry, _place in places]
    is_taken = link.state == LinkState.TAKEN_OVER
    if reviewed_on := max(filter(None, days), default=None):
        return datetime.combine(reviewed_on, time(12), tzinfo=UTC), is_taken
    good = link.visits.filter(state__in=ANSWERED_WELL).first()
    if good or not is_taken:
        return good.at if good else timezone.now(), is_taken
    return None, is_taken


class Archive:
    """The archive that the settings name; `sleep` is how its pauses are kept."""

    def __init__(self, session, *, sleep=asyncio.sleep):
        self.session, self.sleep = session, sleep

    async def nearest(self, address, near, *, is_latest=False):
        """The copy nearest to the moment `near`, None if there is none. Raises Unavailable."""
        rows = await self.ask(parameters(address, near, is_latest))
        copies = [copy for row in rows if (copy := copy_of(row))]
        if is_latest:
            copies = [copy for copy in copies if copy.at <= near]
        return min(copies, key=lambda copy: abs(copy.at - near), default=None)

    async def ask(self, query):
        """The captures of an answer; none where it makes no sense."""
        await self.sleep(PAUSE)
        try:
            async with self.session.get(settings.ARCHIVE_CDX, params=query) as answer:
                if answer.status == 429 or answer.status >= 500:
                    raise Unavailable(answer.status)
                text = await answer.content.read(LONGEST_ANSWER)
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise Unavailable(str(problem)) from problem
        return rows_in(text) if answer.status == 200 else []


def parameters(address, near, is_latest):
    moment = near.astimezone(UTC).strftime(TIMESTAMP)
    asked = {
        "url": address,
        "output": "json",
        "fl": "timestamp,original",
        "filter": "statuscode:200",
        "sort": "closest",
        "closest": moment,
        "limit": str(MOST_ASKED_FOR),
    }
    return asked | ({"to": moment} if is_latest else {})


def rows_in(text):
    """The rows below the heading of a CDX answer in JSON; none if it is none."""
    try:
        rows = json.loads(text)
    except ValueError:
        return []
    return rows[1:] if isinstance(rows, list) else []


def copy_of(row):
    """The copy that a row tells of; None where it tells of none that could be linked to."""
    if not (isinstance(row, list) and len(row) == 2 and all(isinstance(c, str) for c in row)):
        return None
    timestamp, original = row
    if not re.fullmatch(r"https?://\S{1,1990}", original):
        return None
    try:
        at = datetime.strptime(timestamp, TIMESTAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Copy(urljoin(settings.ARCHIVE_CDX, "/web/") + f"{timestamp}/{original}", at)


async def look_up_due(links, stopped, *, sleep=asyncio.sleep, now=timezone.now):
    """Ask about those of `links` that are due, for some minutes; another run goes on from there.

    Answers how many were asked about. Nothing happens where another run asks, or no archive is set.
    """
    run, host = uuid4().hex, f"archive {urlsplit(settings.ARCHIVE_CDX).netloc}"
    if not settings.ARCHIVE_CDX or not await in_database(schedule.claim_host)(run, host, now=now()):
        return 0
    try:
        agent = f"{PRODUCT}/1.0 (+{settings.LINK_CHECK_CONTACT})"
        patience = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(
            headers={"User-Agent": agent}, timeout=patience
        ) as session:
            return await Asking(Archive(session, sleep=sleep), run, now).go(links, stopped)
    finally:
        await in_database(schedule.release)(run)


class Asking:
    """Asks about one link after the other, until the time is up or the archive is away."""

    def __init__(self, archive, run, now):
        self.archive, self.run, self.now = archive, run, now
        self.asked = self.failures = 0

    async def go(self, links, stopped):
        until, seen = self.now() + RUN_LASTS, set()
        while self.now() < until and self.failures < MOST_FAILURES and not stopped.is_set():
            link = await in_database(self.next_link)(links, seen)
            if link is None:
                break
            seen.add(link.pk)
            await self.look_up(link)
        return self.asked

    def next_link(self, links, seen):
        schedule.renew(self.run, now=self.now())
        return links_due(self.now(), links).exclude(pk__in=seen).first()

    async def look_up(self, link):
        near, is_latest = await in_database(wanted_day)(link)
        copy = None
        try:
            if near:
                copy = await self.archive.nearest(link.address, near, is_latest=is_latest)
        except Unavailable:
            self.failures += 1
            return
        self.asked, self.failures = self.asked + 1, 0
        await in_database(self.keep)(link, copy)

    def keep(self, link, copy):
        Link.objects.filter(pk=link.pk).update(
            archived_address=copy.address if copy else "",
            archived_at=copy.at if copy else None,
            archive_looked_up_at=self.now(),
        )
