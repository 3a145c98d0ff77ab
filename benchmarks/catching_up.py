"""Measures the time from an edit until a search finds it, in one process and by HTTP."""

import threading
import time
from statistics import median

from django.db import transaction

from resources import search
from resources.journal import reader
from resources.models import Resource

from . import BenchmarkError
from .load import Target, fetch
from .middleware import WORKER_HEADER

ONE_BY_ONE, AT_ONCE, MANY = 20, 3, 1000  # single edits; rounds of MANY edits committed together
UNCHANGED = 100  # calls without an edit
WATCHERS = 2  # threads that search for an edit
VISIBLE_PATIENCE = 20  # seconds
CURRENT_PATIENCE = 1_800  # seconds: a million entries may have to be read first
MARK = "zuxo"  # begins words that are in no text


def in_process():
    """Milliseconds until `current_snapshot()` has the edits.

    After many edits, the first call may return a snapshot from before them, which a thread then
    replaces: `many_edits_call_ms` is the time of that call.
    """
    first = timed(until_current)
    keys = list(Resource.objects.published().order_by("-pk").values_list("pk", flat=True)[:MANY])
    titles = dict(Resource.objects.filter(pk__in=keys).values_list("pk", "title_en"))
    try:
        one = [timed_after_edit(titles, keys[n : n + 1], n) for n in range(ONE_BY_ONE)]
        many = [timed_after_edit(titles, keys, n) for n in range(AT_ONCE)]
    finally:
        edit(titles, keys, "")
    until_current()
    return {
        "entries": Resource.objects.count(),
        "first_ms": first,
        "unchanged_ms": median(timed(search.current_snapshot) for _ in range(UNCHANGED)),
        "one_edit_ms": median(whole for _call, whole in one),
        "edits_at_once": len(keys),
        "many_edits_call_ms": median(call for call, _whole in many),
        "many_edits_ms": median(whole for _call, whole in many),
    }


def edit(titles, keys, mark):
    """Append `mark` to the titles of `keys`, each by its own update, in one transaction."""
    with transaction.atomic():
        for key in keys:
            Resource.objects.filter(pk=key).update(title_en=f"{titles[key]} {mark}".strip())


def timed_after_edit(titles, keys, number):
    """(ms of the first call after an edit, ms until a snapshot has the edit)."""
    edit(titles, keys, mark_of(number))
    first_call = timed(search.current_snapshot)
    return first_call, first_call + timed(until_current)


def until_current():
    deadline = time.monotonic() + CURRENT_PATIENCE
    while search.current_snapshot().head != reader.head():
        if time.monotonic() > deadline:
            raise BenchmarkError("The index does not follow the database.")
        time.sleep(0.002)


def mark_of(number):
    """A word that no text has, and that no other mark begins with."""
    return f"{MARK}{chr(97 + number // 26)}{chr(97 + number % 26)}"


def timed(function):
    started = time.perf_counter()
    function()
    return 1000 * (time.perf_counter() - started)


def by_http(address, workers):
    """Times from the commit of an edit until each of `workers` finds it in a search."""
    titles = dict(Resource.objects.published().order_by("-pk").values_list("pk", "title_en")[:20])
    watches = []
    try:
        for number, key in enumerate(titles):
            slug = Resource.objects.get(pk=key).slug
            edit(titles, [key], mark_of(number))
            watches.append(Watch(address, workers, mark_of(number), slug).wait())
    finally:
        edit(titles, list(titles), "")
    times = [[seconds for watch in watches if (seconds := watch.seen.get(w))] for w in workers]
    return {
        "edits": len(watches),
        "median_ms_by_worker": [1000 * median(t) if t else None for t in times],
        "longest_ms": 1000 * max((t for ts in times for t in ts), default=0),
        "never_seen": sum(len(workers) - len(watch.seen) for watch in watches),
        "answers_without_it": sum(watch.without for watch in watches),
    }


class Watch:
    """Searches for an edit that was just committed, until every worker has shown it."""

    def __init__(self, address, workers, word, slug):
        self.address, self.workers = address, workers
        self.search = Target(f"/resources/?q={word}")
        self.link = f"/resources/{slug}/".encode()
        self.committed = time.perf_counter()
        self.seen = {}  # worker → seconds
        self.without = 0  # answers to searches begun after the commit that do not show the edit

    def wait(self):
        watchers = [threading.Thread(target=self.look) for _ in range(WATCHERS)]
        for watcher in watchers:
            watcher.start()
        for watcher in watchers:
            watcher.join()
        return self

    def look(self):
        while self.is_waiting():
            answer = fetch(self.address, self.search)
            worker = int(answer.headers[WORKER_HEADER.lower()])
            if self.link in answer.body:
                self.seen.setdefault(worker, time.perf_counter() - self.committed)
            else:
                self.without += 1

    def is_waiting(self):
        waited = time.perf_counter() - self.committed
        return len(self.seen) < len(self.workers) and waited < VISIBLE_PATIENCE
