"""A run: sites are claimed, their links visited and judged, and what was met is recorded.

Visits wait for nobody but their own site. What they met is recorded every half second, all of it
in one transaction; a run that is killed loses no more than that, and what was lost is due as
before. Everything of the database happens in one thread, that of whoever began the run.
"""

import asyncio
from collections import deque
from contextlib import aclosing
from uuid import uuid4

from asgiref.sync import sync_to_async as in_database
from django.db import OperationalError
from django.utils import timezone

from resources.links.assessment.verdict import assess, assess_if_clear
from resources.links.fetching.queues import HOSTS_AT_ONCE, fetch_all, run_workers
from resources.links.occurrences import standing
from resources.models import LinkState

from . import recording, schedule
from .recording import Outcome
from .tasks import tasks_of

LINKS_AT_ONCE = 20  # of one site, loaded together
RECORDED_EVERY = 0.5  # seconds
MOST_WAITING = 500  # outcomes
RENEWED_EVERY = schedule.CLAIMED_FOR.total_seconds() / 4
PATIENCE_WITH_DATABASE = 120  # seconds that another writer may take
SILENT_HOSTS = 5  # so many, with an answer from none, may be our own network's fault
CONTROLS = 3


class Offline(Exception):  # noqa: N818 - it is no mistake of a program
    """Nobody answers, not even those who always do: it is this machine that has no network."""


def never_mind(*_told):
    """For outcomes that nobody watches."""


class Run:
    """One run. `tell` is called with every outcome that was recorded, and never before it was."""

    def __init__(self, fetcher, selection, *, limit=None, tell=never_mind, clock=timezone.now):
        self.name = uuid4().hex
        self.fetcher, self.selection, self.tell, self.clock = fetcher, selection, tell, clock
        self.room = limit  # how many links may still be visited; None: any number
        self.hosts, self.choosing, self.is_at_end = deque(), asyncio.Lock(), False
        self.judged = {}  # by address, until the visits are taken
        self.waiting, self.finished, self.recording = [], [], asyncio.Lock()
        self.is_online = False
        self.loop, self.stopped, self.over = None, asyncio.Event(), asyncio.Event()

    def stop(self):
        """End the run in order; from any thread, or from a signal's handler."""
        if self.loop:
            self.loop.call_soon_threadsafe(self.stopped.set)
        else:
            self.stopped.set()

    async def go(self, *, seconds=None):
        """Visit all there is, for so many seconds or until told to stop.

        What was met is recorded, in any case.
        """
        self.loop = asyncio.get_running_loop()
        work = asyncio.create_task(run_workers(self.visit_hosts, HOSTS_AT_ONCE))
        keep = asyncio.create_task(self.keep_recording())
        stop = asyncio.create_task(self.stopped.wait())
        try:
            await asyncio.wait(
                {work, keep, stop}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            work.cancel(), stop.cancel()
            self.over.set()
            met, kept, _stopped = await asyncio.gather(work, keep, stop, return_exceptions=True)
            await in_database(schedule.release)(self.name)
        for problem in (kept, met):
            if isinstance(problem, Exception):  # no cancellation: that was us
                raise problem

    # Visiting

    async def visit_hosts(self):
        while (host := await self.next_host()) is not None:
            await self.visit_host(host)
            self.finished.append(host)

    async def next_host(self):
        async with self.choosing:
            if not self.hosts and not self.is_at_end:
                claim, now = in_database(schedule.claim), self.clock()
                self.hosts += await claim(self.name, self.selection, HOSTS_AT_ONCE, now=now)
            self.is_at_end = not self.hosts or self.room == 0
            return None if self.is_at_end else self.hosts.popleft()

    async def visit_host(self, host):
        """Its links, some at a time; those that are left once it wants peace stay due."""
        last = 0
        while tasks := await in_database(self.tasks_after)(host, last):
            last, met = max(task.link.pk for task in tasks.values()), 0
            results = fetch_all(
                self.fetcher,
                tasks,
                at_once=1,
                needs_probe=lambda result, tasks=tasks: self.needs_probe(tasks, result),
            )
            async with aclosing(results):
                async for result in results:
                    await self.take(tasks[result.address], result)
                    met += 1
            if met < len(tasks):
                self.selection.left_alone.add(host)
                return
            if met < LINKS_AT_ONCE:
                return

    def tasks_after(self, host, last):
        links = self.selection.links().filter(host=host, pk__gt=last).order_by("pk")
        number = LINKS_AT_ONCE if self.room is None else min(LINKS_AT_ONCE, self.room)
        found = list(links[:number])
        if self.room is not None:
            self.room -= len(found)
        return tasks_of(found)

    def needs_probe(self, tasks, result):
        task, today = tasks[result.address], timezone.localdate(result.at)
        verdict = assess_if_clear(result, task.past, task.shown, today=today)
        self.judged[result.address] = verdict
        return verdict is None

    async def take(self, task, result):
        today = timezone.localdate(result.at)
        verdict = self.judged.pop(result.address, None)
        verdict = verdict or assess(result, task.past, task.shown, today=today)
        more = {"reviewed_on": task.reviewed_on, "where": task.where}
        self.waiting.append(Outcome.of(task.link, result, verdict, **more))
        if len(self.waiting) >= MOST_WAITING:
            await self.record()

    # Recording

    async def keep_recording(self):
        """Until the run is over; then once more, so that nothing is left."""
        renewed = clock()
        while not self.over.is_set():
            try:
                await asyncio.wait_for(self.over.wait(), RECORDED_EVERY)
            except TimeoutError:
                await self.record()
            if clock() - renewed > RENEWED_EVERY:
                renewed = clock()
                await in_database(schedule.renew)(self.name, now=self.clock())
        await self.record()

    async def record(self):
        async with self.recording:
            if not (self.waiting or self.finished) or not await self.may_be_believed():
                return
            outcomes, self.waiting = self.waiting, []
            finished, self.finished = self.finished, []
            await self.record_patiently(outcomes, finished)

    async def record_patiently(self, outcomes, finished):
        begun = clock()
        while True:
            try:
                return await in_database(self.record_and_tell)(outcomes, finished)
            except OperationalError:  # another writer has the database, say a long import
                if clock() - begun > PATIENCE_WITH_DATABASE:
                    raise
                await asyncio.sleep(RECORDED_EVERY)

    def record_and_tell(self, outcomes, finished):
        for outcome in recording.record(self.name, outcomes, finished):
            self.tell(outcome)

    async def may_be_believed(self):
        """Whether silence says something of the sites: not before somebody answered this run.

        Raises Offline if many are silent, and those with them that worked when last visited.
        """
        silent = {outcome.host for outcome in self.waiting if outcome.http_status is None}
        if self.is_online or any(outcome.http_status for outcome in self.waiting):
            self.is_online = True
        elif len(silent) >= SILENT_HOSTS:
            if not await self.somebody_answers():
                raise Offline
            self.is_online = True
        return self.is_online or self.over.is_set()

    async def somebody_answers(self):
        for address in await in_database(controls)():
            result = await self.fetcher.fetch(address)
            if result.answer:
                return True
        return False


def controls():
    """Addresses of several sites that worked when they were last visited."""
    working = standing().filter(state=LinkState.WORKS).order_by("-checked_at")[:200]
    found = {link.host: link.address for link in working}
    return list(found.values())[:CONTROLS]


def clock():
    return asyncio.get_running_loop().time()
