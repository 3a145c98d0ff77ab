"""A run: hosts are claimed, their links fetched and assessed, and the outcomes recorded.

Fetching one host never waits for another host. Outcomes are recorded every half second, all in
one transaction. A run that is killed loses no more than that, and the lost links stay due. All
database work happens in one thread, that of the caller who started the run.
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
from resources.models import Link, LinkState

from . import recording, schedule
from .recording import CheckOutcome
from .tasks import link_tasks

LINKS_AT_ONCE = 20  # of one host, loaded together
RECORD_EVERY = 0.5  # seconds
MAX_WAITING = 500  # outcomes, until they are recorded
RENEW_EVERY = schedule.CLAIM_LASTS.total_seconds() / 4
DATABASE_PATIENCE = 120  # seconds that another writer may take
SILENT_HOSTS = 5  # this many without an answer, and none with one: it may be our own network
CONTROLS = 3


class Offline(Exception):  # noqa: N818 - a state of the network, no bug
    """No host answers, not even those that worked last time: this machine has no network."""


def ignore_outcome(_outcome):
    """The report of a run that nobody watches."""


class Run:
    """One run over the links of `due`, a DueLinks. `limit` is the most links to check.

    `report` is called with every outcome, after it was recorded.
    """

    def __init__(self, fetcher, due, *, limit=None, report=ignore_outcome, clock=timezone.now):
        self.name = uuid4().hex
        self.fetcher, self.due, self.report, self.clock = fetcher, due, report, clock
        self.links_left = limit  # None: no limit
        self.hosts, self.claiming, self.is_at_end = deque(), asyncio.Lock(), False
        self.verdicts = {}  # by address, made while fetching, until the result arrives
        self.waiting, self.finished, self.recording = [], [], asyncio.Lock()
        self.is_online = False
        self.loop, self.stopped, self.over = None, asyncio.Event(), asyncio.Event()

    def stop(self):
        """End the run in order. May be called from any thread and from a signal handler."""
        if self.loop:
            self.loop.call_soon_threadsafe(self.stopped.set)
        else:
            self.stopped.set()

    async def go(self, *, seconds=None):
        """Check all links that are due, for so many seconds at most, or until stopped.

        The outcomes so far are recorded in any case.
        """
        self.loop = asyncio.get_running_loop()
        fetch = asyncio.create_task(run_workers(self.check_hosts, HOSTS_AT_ONCE))
        record = asyncio.create_task(self.record_periodically())
        stop = asyncio.create_task(self.stopped.wait())
        try:
            await asyncio.wait(
                {fetch, record, stop}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            fetch.cancel(), stop.cancel()
            self.over.set()
            ended = await asyncio.gather(fetch, record, stop, return_exceptions=True)
            await in_database(schedule.release_claims)(self.name)
        fetched, recorded, _stopped = ended
        for problem in (recorded, fetched):
            if isinstance(problem, Exception):  # a cancellation is none: it was ours
                raise problem

    # Fetching

    async def check_hosts(self):
        while (host := await self.next_host()) is not None:
            await self.check_host(host)
            self.finished.append(host)

    async def next_host(self):
        async with self.claiming:
            if not self.hosts and not self.is_at_end:
                claim, now = in_database(schedule.claim_hosts), self.clock()
                self.hosts += await claim(self.name, self.due, HOSTS_AT_ONCE, now=now)
            self.is_at_end = not self.hosts or self.links_left == 0
            return None if self.is_at_end else self.hosts.popleft()

    async def check_host(self, host):
        """Check the links of a host, some at a time. If it throttles us, the rest stay due."""
        last = 0
        while tasks := await in_database(self.tasks_after)(host, last):
            last, fetched = max(task.link.pk for task in tasks.values()), 0
            results = fetch_all(
                self.fetcher,
                tasks,
                at_once=1,
                needs_probe=lambda result, tasks=tasks: self.needs_probe(tasks, result),
            )
            async with aclosing(results):
                async for result in results:
                    await self.take_result(tasks[result.address], result)
                    fetched += 1
            if fetched < len(tasks):
                self.due.throttled_hosts.add(host)
                return
            if fetched < LINKS_AT_ONCE:
                return

    def tasks_after(self, host, last):
        """Tasks for the host's next links, in the order of keys, after the key `last`."""
        links = self.due.links().filter(host=host, pk__gt=last).order_by("pk")
        number = LINKS_AT_ONCE if self.links_left is None else min(LINKS_AT_ONCE, self.links_left)
        found = list(links[:number])
        if self.links_left is not None:
            self.links_left -= len(found)
        return link_tasks(found)

    def needs_probe(self, tasks, result):
        task, today = tasks[result.address], timezone.localdate(result.fetched_at)
        verdict = assess_if_clear(result, task.history, task.expected, today=today)
        self.verdicts[result.address] = verdict
        return verdict is None

    async def take_result(self, task, result):
        """Assess a result, unless that is done, and queue the outcome for recording."""
        today = timezone.localdate(result.fetched_at)
        verdict = self.verdicts.pop(result.address, None)
        verdict = verdict or assess(result, task.history, task.expected, today=today)
        more = {"reviewed_on": task.reviewed_on, "occurrences": task.occurrences}
        self.waiting.append(CheckOutcome.of(task.link, result, verdict, **more))
        if len(self.waiting) >= MAX_WAITING:
            await self.record()

    # Recording

    async def record_periodically(self):
        """Record until the run is over, and once more then. Renew the claims meanwhile."""
        renewed = loop_time()
        while not self.over.is_set():
            try:
                await asyncio.wait_for(self.over.wait(), RECORD_EVERY)
            except TimeoutError:
                await self.record()
            if loop_time() - renewed > RENEW_EVERY:
                renewed = loop_time()
                await in_database(schedule.renew_claims)(self.name, now=self.clock())
        await self.record()

    async def record(self):
        async with self.recording:
            if not (self.waiting or self.finished) or not await self.can_trust_silence():
                return
            outcomes, self.waiting = self.waiting, []
            finished, self.finished = self.finished, []
            await self.record_with_retries(outcomes, finished)

    async def record_with_retries(self, outcomes, finished):
        started = loop_time()
        while True:
            try:
                return await in_database(self.record_and_report)(outcomes, finished)
            except OperationalError:  # another writer has the database, such as a long import
                if loop_time() - started > DATABASE_PATIENCE:
                    raise
                await asyncio.sleep(RECORD_EVERY)

    def record_and_report(self, outcomes, finished):
        for outcome in recording.record_checks(self.name, outcomes, finished):
            self.report(outcome)

    async def can_trust_silence(self):
        """True once any host has answered, or the run is over.

        Until then, timeouts may come from our own network.

        Raises Offline if many hosts are silent, and so are the control addresses.
        """
        silent = {outcome.host for outcome in self.waiting if outcome.http_status is None}
        if self.is_online or any(outcome.http_status for outcome in self.waiting):
            self.is_online = True
        elif len(silent) >= SILENT_HOSTS:
            if not await self.any_control_answers():
                raise Offline
            self.is_online = True
        return self.is_online or self.over.is_set()

    async def any_control_answers(self):
        for address in await in_database(control_addresses)():
            result = await self.fetcher.fetch(address)
            if result.answer:
                return True
        return False


def control_addresses():
    """Addresses at several hosts that worked when they were last checked."""
    working = Link.objects.in_use().filter(state=LinkState.WORKS).order_by("-checked_at")[:200]
    by_host = {link.host: link.address for link in working}
    return list(by_host.values())[:CONTROLS]


def loop_time():
    return asyncio.get_running_loop().time()
