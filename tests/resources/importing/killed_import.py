"""A program whose child processes apply imports and are killed meanwhile.

Each time a child process applies a plan and dies: at its first statement, its second, …, just
before its commit, just after it, and at random moments. What is then in the database must be what
was there before, or all that the plan says, versions included. Otherwise it stops with an error.
Prints the number of each result as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from functools import partial

import django

django.setup()

from django.db import connection  # noqa: E402 - apps come first
from reversion.models import Version  # noqa: E402

from resources.importing.apply import apply_plan  # noqa: E402
from resources.models import Change, ImportPlan, Resource  # noqa: E402
from tests.environment import KILLS  # noqa: E402
from tests.make import make_organization, make_resource, make_term  # noqa: E402
from tests.resources.importing.files import csv_file, exported, plan  # noqa: E402

ROWS = 20
COLUMNS = ["id", "title_en", "organization", "terms_topic"]


def main():
    make_term("topic", "arts")
    office = make_organization(slug="office")
    for number in range(ROWS):
        make_resource(slug=f"old-{number}", organization=office)
    found = Counter()
    while killed(partial(die_at_statement, found["statements"] + 1)) == "nothing":
        found["statements"] += 1
    found[f"before commit: {killed(die_before_commit)}"] += 1
    found[f"after commit: {killed(die_after_commit)}"] += 1
    started = time.monotonic()
    assert killed(lambda: None) == "all"
    took, chance = time.monotonic() - started, random.Random(2009)  # noqa: S311 - the same each time
    for _ in range(KILLS):
        found[f"at random: {killed(lambda: None, patience=chance.uniform(0, took))}"] += 1
    sys.stdout.write(json.dumps(found))


def killed(moment, patience=None):
    """Kill a child that applies a new plan, at its `moment` or after `patience` seconds."""
    made, versions = new_plan(), Version.objects.count()
    before, head = exported("json"), Change.objects.last().sequence
    connection.close()
    child = os.fork()
    if not child:
        moment()
        apply_plan(made)
        os._exit(0)
    if patience is not None:
        time.sleep(patience)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return verdict(made, before, versions, head)


def new_plan():
    """A plan that changes all entries and adds as many."""
    number = ImportPlan.objects.count()
    old = [[slug, f"Title {number}", "office", "arts" if number % 2 else ""] for slug in slugs()]
    new = [[f"new-{number}-{row}", "New", "office", "arts"] for row in range(ROWS)]
    return plan(csv_file(*old, *new, columns=COLUMNS))


def slugs():
    return Resource.objects.filter(slug__startswith="old-").values_list("slug", flat=True)


def verdict(made, before, versions, head):
    """“nothing” or “all”. Raises AssertionError for a part of the plan."""
    made.refresh_from_db()
    if not made.applied_at:
        assert exported("json") == before
        assert Version.objects.count() == versions
        assert Change.objects.last().sequence == head
        return "nothing"
    changed = [made.rows.get(slug=slug).changes["title_en"][1] for slug in slugs()]
    stored = list(Resource.objects.filter(slug__in=slugs()).values_list("title_en", flat=True))
    assert stored == changed
    new = made.rows.new().values_list("slug", flat=True)
    assert Resource.objects.filter(slug__in=new, terms__slug="arts").count() == ROWS
    assert Version.objects.count() >= versions + 2 * ROWS
    return "all"


def die(*_anything):
    os.kill(os.getpid(), signal.SIGKILL)


def die_at_statement(number):
    left = number

    def wrapper(execute, *arguments):
        nonlocal left
        left -= 1
        return execute(*arguments) if left else die()

    connection.execute_wrappers.append(wrapper)


def die_before_commit():
    connection._commit = die


def die_after_commit():
    commit = connection._commit
    connection._commit = lambda: (commit(), die())


if __name__ == "__main__":
    main()
