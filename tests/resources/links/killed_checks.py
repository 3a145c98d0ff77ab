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
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone

from resources.links import checking, places
from resources.links.due import CLAIMED_FOR
from resources.models import HostClaim, Link, LinkState, LinkVisit, Resource
from tests.killing import at_once, forked, in_child
from tests.make import make_organization, make_resource

from .stand_ins import NOT_FOUND, PAGE, StandIn, check, days_later

DAYS, ROUNDS = 9, 3
HOSTS, LINKS_OF_HOST = 6, 5
VISIT = 0.01  # seconds


def prepare():
    settings.LINK_CHECK_DAYS = 1  # every link is due every day
    checking.RECORDED_EVERY = 0.02
    checking.LINKS_AT_ONCE, checking.HOSTS_AT_ONCE = 2, 2
    organization = make_organization(url="", status="draft")
    for number in range(HOSTS * LINKS_OF_HOST):
        address = f"https://site-{number % HOSTS}.org/{number}"
        make_resource(organization=organization, url=address)
    places.follow()


def met_on(address, day):
    """A third of all pages live, a third are gone, a third come and go."""
    number = int(address.rpartition("/")[2])
    is_there = [True, False, random.Random(f"{number} {day}").random() < 0.3][number % 3]  # noqa: S311
    return PAGE if is_there else NOT_FOUND


def run(day, attempt, log=None):
    """A whole run on that day; each attempt comes after the claims of the one before ran out."""
    at = days_later(day) + attempt * (CLAIMED_FOR + timedelta(minutes=1))
    addresses = Link.objects.values_list("address", flat=True)
    visitor = StandIn({a: met_on(a, day) for a in addresses}, seconds=VISIT)
    check(visitor, at=at)
    if log:
        with log.open("a") as file:
            file.write("".join(f"{address}\n" for address in visitor.visited))


def kill_one(day, attempt, after):
    connections.close_all()
    child = forked(lambda: run(day, attempt))
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


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
        failed, state = told_by(visits)
        assert [date.fromisoformat(day) for day in link.failed_on] == failed
        assert link.state == state, (link, link.state, state)
        resource = Resource.objects.get(url=link.address)
        assert (resource.link_state, resource.link_checked_at) == (link.state, link.checked_at)


def told_by(visits):
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
    """How many of the runs were killed before they had ended."""
    prepare()
    chance, killed, took = random.Random(2009), 0, 0  # noqa: S311 the same moments every time
    of_day = Counter(chance.randrange(1, DAYS) for _ in range(kills))
    for day in range(DAYS):
        for attempt in range(of_day[day]):
            killed += kill_one(day, attempt, after=chance.uniform(0, took))
            hold_against_history()
        began = time.monotonic()
        assert in_child(lambda day=day: run(day, of_day[day])) == 0
        took = took or time.monotonic() - began
        hold_against_history()
        assert LinkVisit.objects.count() == (day + 1) * Link.objects.count(), "A check was lost."
    assert not HostClaim.objects.exists()
    assert set(Link.objects.values_list("state", flat=True)) >= {"works", "gone", "in-trouble"}
    return killed


def two_at_once(day):
    """Two runs at the same time on that day; how many of them found something to visit."""
    with tempfile.TemporaryDirectory() as folder:
        logs = [Path(folder) / str(number) for number in range(2)]
        assert at_once(*(partial(run, day, 0, log) for log in logs)) == [0, 0]
        visited = [log.read_text().split() for log in logs]
    everything = Link.objects.values_list("address", flat=True)
    assert sorted(chain(*visited)) == sorted(everything), "Not every link was visited once."
    hold_against_history()
    return sum(map(bool, visited))


def main(kills):
    killed = killed_at_random(kills)
    both = sum(two_at_once(DAYS + number) for number in range(ROUNDS))
    print(killed, both)  # noqa: T201 the test reads it
