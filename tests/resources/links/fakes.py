"""A fetcher without a network, and a clock that tests set."""

import asyncio
from datetime import UTC, datetime, timedelta

from asgiref.sync import async_to_sync

from resources.links import occurrences
from resources.links.fetching.results import FetchError
from resources.links.runs import recording
from resources.links.runs.run import Run
from resources.links.runs.schedule import DueLinks

from .fetch_results import answer, html, make_result

NOON = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
PAGE = answer(
    html("A page", "<p>" + "Families help in classrooms and the library of schools. " * 9)
)
NOT_FOUND = answer(b"no", status=404)


class NoThrottle:
    def is_unavailable(self, host):
        return False


class FakeFetcher:
    """Answers with what `meets` has for an address, else with a living page.

    `addresses` lists what it was asked to fetch, in order.
    """

    def __init__(self, meets=None, *, at=NOON, seconds=0):
        self.meets, self.at, self.seconds = meets or {}, at, seconds
        self.addresses, self.throttle = [], NoThrottle()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_problem):
        pass

    async def fetch(self, address, needs_probe=None):
        self.addresses.append(address)
        await asyncio.sleep(self.seconds)
        met = self.meets.get(address, PAGE)
        if callable(met):
            return met(address)
        if isinstance(met, FetchError):
            return make_result(address=address, error=met, at=self.at)
        return make_result(met, address=address, at=self.at)


def moved_to(final, at=NOON, status=301, found=PAGE):
    return lambda address: make_result(found, address=address, hops=[status], final=final, at=at)


def check(fetcher, *, at=None, report=None, limit=None, **which):
    """A whole run at the moment `at`: find the links, fetch, record. Returns the run."""
    now = fetcher.at = (at or fetcher.at).astimezone(UTC)  # like the clock of a fetch
    occurrences.sync_all()
    recording.repair_copies()
    more = {"report": report} if report else {}
    run = Run(fetcher, DueLinks(now, **which), limit=limit, clock=lambda: now, **more)
    async_to_sync(run.go)()
    return run


def days_later(days, at=NOON):
    return at + timedelta(days=days)
