"""Measures how long an edit takes to show: in a process with the index, and by HTTP."""

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

SINGLE_EDITS = 20
BATCHES, BATCH_EDITS = 3, 1000  # edits that are committed together
CALLS_WITHOUT_EDIT = 100
VISITORS = 2  # who search for each edit at the same time
VISIBILITY_TIMEOUT = 20  # seconds
SYNC_TIMEOUT = 1_800  # seconds: a million entries may have to be read first
MARKER = "zuxo"  # the beginning of words that no text contains


def in_process():
    """Milliseconds until the search index is up to date after edits.

    After many edits the first caller may get an older snapshot, while a thread reads the edits.
    `many_edits_call_ms` is the time that this caller waits.
    """
    first = timed(wait_until_current)
    keys = list(
        Resource.objects.published().order_by("-pk").values_list("pk", flat=True)[:BATCH_EDITS]
    )
    titles = dict(Resource.objects.filter(pk__in=keys).values_list("pk", "title_en"))
    try:
        one = [timed_after_edit(titles, keys[n : n + 1], n) for n in range(SINGLE_EDITS)]
        many = [timed_after_edit(titles, keys, n) for n in range(BATCHES)]
    finally:
        edit(titles, keys, "")
    wait_until_current()
    return {
        "entries": Resource.objects.count(),
        "first_ms": first,
        "unchanged_ms": median(timed(search.current_snapshot) for _ in range(CALLS_WITHOUT_EDIT)),
        "one_edit_ms": median(whole for _call, whole in one),
        "edits_at_once": len(keys),
        "many_edits_call_ms": median(call for call, _whole in many),
        "many_edits_ms": median(whole for _call, whole in many),
    }


def edit(titles, keys, marker):
    """Append `marker` to the titles of `keys`: one update for each, in one transaction."""
    with transaction.atomic():
        for key in keys:
            Resource.objects.filter(pk=key).update(title_en=f"{titles[key]} {marker}".strip())


def timed_after_edit(titles, keys, number):
    """Milliseconds of the first call after an edit, and until the index has the edit."""
    edit(titles, keys, marker_word(number))
    first_call = timed(search.current_snapshot)
    return first_call, first_call + timed(wait_until_current)


def wait_until_current():
    deadline = time.monotonic() + SYNC_TIMEOUT
    while search.current_snapshot().head != reader.head():
        if time.monotonic() > deadline:
            raise BenchmarkError("The index is not updated from the database.")
        time.sleep(0.002)


def marker_word(number):
    """A word that no text contains, and that is no prefix of another marker."""
    return f"{MARKER}{chr(97 + number // 26)}{chr(97 + number % 26)}"


def timed(function):
    """The milliseconds that a call of `function` takes."""
    started = time.perf_counter()
    function()
    return 1000 * (time.perf_counter() - started)


def by_http(address, workers):
    """The time from the commit of an edit until a search in each of `workers` finds it."""
    titles = dict(Resource.objects.published().order_by("-pk").values_list("pk", "title_en")[:20])
    searches = []
    try:
        for number, key in enumerate(titles):
            slug = Resource.objects.get(pk=key).slug
            edit(titles, [key], marker_word(number))
            searches.append(EditSearch(address, workers, marker_word(number), slug).wait())
    finally:
        edit(titles, list(titles), "")
    times = [[seconds for s in searches if (seconds := s.found_after.get(w))] for w in workers]
    return {
        "edits": len(searches),
        "median_ms_by_worker": [1000 * median(t) if t else None for t in times],
        "longest_ms": 1000 * max((t for ts in times for t in ts), default=0),
        "never_seen": sum(len(workers) - len(s.found_after) for s in searches),
        "answers_without_it": sum(s.answers_without_it for s in searches),
    }


class EditSearch:
    """Searches for an edit that was just committed until every worker has found it."""

    def __init__(self, address, workers, word, slug):
        self.address, self.workers = address, workers
        self.search = Target(f"/resources/?q={word}")
        self.link = f"/resources/{slug}/".encode()
        self.committed = time.perf_counter()
        self.found_after = {}  # worker → seconds
        self.answers_without_it = 0  # to searches that began after the commit

    def wait(self):
        visitors = [threading.Thread(target=self.search_again) for _ in range(VISITORS)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
        return self

    def search_again(self):
        while self.is_waiting():
            answer = fetch(self.address, self.search)
            worker = int(answer.headers[WORKER_HEADER.lower()])
            if self.link in answer.body:
                self.found_after.setdefault(worker, time.perf_counter() - self.committed)
            else:
                self.answers_without_it += 1

    def is_waiting(self):
        waited = time.perf_counter() - self.committed
        return len(self.found_after) < len(self.workers) and waited < VISIBILITY_TIMEOUT
