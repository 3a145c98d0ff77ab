"""Checking links day by day, killed at random moments; `manage.py shell` runs it (test_killed.py).

Some pages live, some are gone, some come and go. After every kill the database is held against
what its own history says, worked out anew here.
"""

import os
import random
import signal
import tempfile
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import partial
from itertools import chain
from math import ceil
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from resources.links import occurrences
from resources.links.runs import run
from resources.links.runs.schedule import CLAIM_LASTS
from resources.models import HostClaim, Link, LinkState, LinkVisit, Resource
from tests.killing import at_once, forked, in_child
from tests.make import make_organization, make_resource

from .fakes import NOT_FOUND, PAGE, FakeFetcher, check, days_later

DAYS, ROUNDS = 9, 3
HOSTS, LINKS_OF_HOST = 6, 5
VISIT = 0.01  # seconds


def prepare():
    settings.LINK_CHECK_DAYS = 1  # every link is due every day
    run.RECORD_EVERY = 0.02
    run.LINKS_AT_ONCE, run.HOSTS_AT_ONCE = 2, 2
    organization = make_organization(url="", status="draft")
    for number in range(HOSTS * LINKS_OF_HOST):
        address = f"https://site-{number % HOSTS}.org/{number}"
        make_resource(organization=organization, url=address)
    occurrences.sync_all()


def met_on(address, day):
    """A third of all pages live, a third are gone, a third come and go."""
    number = int(address.rpartition("/")[2])
    is_there = [True, False, random.Random(f"{number} {day}").random() < 0.3][number % 3]  # noqa: S311
    return PAGE if is_there else NOT_FOUND


def run_on(day, attempt, log=None):
    """A whole run on that day; each attempt comes after the claims of the one before ran out."""
    at = days_later(day) + attempt * (CLAIM_LASTS + timedelta(minutes=1))
    addresses = Link.objects.values_list("address", flat=True)
    fetcher = FakeFetcher({a: met_on(a, day) for a in addresses}, seconds=VISIT)
    check(fetcher, at=at)
    if log:
        with log.open("a") as file:
            file.write("".join(f"{address}\n" for address in fetcher.addresses))


def kill_one(day, attempt, after):
    """Kill a run. Returns False if it had ended before."""
    connections.close_all()
    child = forked(lambda: run_on(day, attempt))
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    with transaction.atomic():  # what it had sent a server may still be on its way
        list(HostClaim.objects.select_for_update())
    return os.WIFSIGNALED(status)


def hold_against_history():
    """Raises AssertionError where a link says anything that its visits do not."""
    history = defaultdict(list)
    for visit in LinkVisit.objects.order_by("at", "pk"):
        history[visit.link_id].append(visit)
    for link in Link.objects.all():
        visits = history[link.pk]
        per_day = Counter(timezone.localdate(visit.at) for visit in visits)
        assert not per_day or max(per_day.values()) == 1, "A check was recorded twice."
        assert link.checked_at == (visits[-1].at if visits else None)
        failed, state = expected_after(visits)
        assert [date.fromisoformat(day) for day in link.failed_on] == failed
        assert link.state == state, (link, link.state, state)
        resource = Resource.objects.get(url=link.address)
        assert (resource.link_state, resource.link_checked_at) == (link.state, link.checked_at)


def expected_after(visits):
    """(days of failures since the last success, state) by the rule as the issue words it."""
    failed, state = [], LinkState.NOT_CHECKED
    for visit in visits:
        if visit.http_status == 200:
            failed, state = [], LinkState.WORKS
            continue
        failed.append(timezone.localdate(visit.at))
        is_gone = len(set(failed)) >= 3 and (failed[-1] - failed[0]).days >= 7
        state = LinkState.GONE if is_gone else LinkState.IN_TROUBLE
    return failed, state


def killed_at_random(kills):
    """Run day after day until so many runs were killed. Returns the last day."""
    prepare()
    chance, killed, day = random.Random(2009), 0, 0  # noqa: S311 the same moments every time
    took = whole_run(day, 0)
    while day < DAYS or killed < kills:
        day += 1
        wanted, attempt = ceil((kills - killed) / max(DAYS - day + 1, 1)), 0
        while attempt < wanted and (left := share_left(day)):
            if not kill_one(day, attempt, after=chance.uniform(0, took * left)):
                took *= 0.8  # the machine has become faster
                break
            attempt += 1
            hold_against_history()
        killed += attempt
        whole_run(day, attempt)
    assert not HostClaim.objects.exists()
    assert set(Link.objects.values_list("state", flat=True)) >= {"works", "gone", "in-trouble"}
    return day


def share_left(day):
    """The share of links not yet checked that day."""
    return day + 1 - LinkVisit.objects.count() / Link.objects.count()


def whole_run(day, attempt):
    """Check the links left of a day. Returns the seconds it took."""
    began = time.monotonic()
    assert in_child(lambda: run_on(day, attempt)) == 0
    took = time.monotonic() - began
    hold_against_history()
    assert LinkVisit.objects.count() == (day + 1) * Link.objects.count(), "A check was lost."
    return took


def two_at_once(day):
    """Two runs at the same time on that day. Returns how many of them had links to check."""
    with tempfile.TemporaryDirectory() as folder:
        logs = [Path(folder) / str(number) for number in range(2)]
        assert at_once(*(partial(run_on, day, 0, log) for log in logs)) == [0, 0]
        visited = [log.read_text().split() for log in logs]
    everything = Link.objects.values_list("address", flat=True)
    assert sorted(chain(*visited)) == sorted(everything), "Not every link was visited once."
    hold_against_history()
    return sum(map(bool, visited))


def main(kills):
    last = killed_at_random(kills)
    both = sum(two_at_once(last + number) for number in range(1, ROUNDS + 1))
    print(last, both)  # noqa: T201 the test reads it
