"""A visitor without a network, and a clock that tests set."""

import asyncio
from datetime import UTC, datetime, timedelta

from asgiref.sync import async_to_sync

from resources.links import occurrences
from resources.links.fetching.results import FetchError
from resources.links.runs import recording
from resources.links.runs.run import Run
from resources.links.runs.schedule import Selection

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
    """Meets what `meets` says of an address, else a living page; `visited` lists where it was."""

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


def check(fetcher, *, at=None, tell=None, limit=None, **which):
    """A whole run at the moment `at`: follow the entries, visit, record. Answers the run."""
    now = fetcher.at = (at or fetcher.at).astimezone(UTC)  # as clocks of visits are
    occurrences.follow()
    recording.repair_copies()
    more = {"tell": tell} if tell else {}
    run = Run(fetcher, Selection(now, **which), limit=limit, clock=lambda: now, **more)
    async_to_sync(run.go)()
    return run


def days_later(days, at=NOON):
    return at + timedelta(days=days)
