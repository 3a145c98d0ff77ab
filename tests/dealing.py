"""Deals the tests to the two processes of a run, one on SQLite and one on PostgreSQL.

Tests marked `both_databases`, those that count queries and those that commit run in both. For all
others either database will do: each runs in one process. They are dealt by module, the longest
first, always to the process with less to do.
Tests that share a fixture of `SHARED` count as one module, so that only one process makes it.
"""

from collections import defaultdict

PROCESSES = ("sqlite", "postgresql")
COUNTS_QUERIES = {"django_assert_num_queries", "django_assert_max_num_queries"}
SHARED = ("answers",)
SECONDS_OF_A_TEST = 0.1
# How long modules take, in seconds, where that is far from what their number of tests says.
SECONDS = {}
# What a test takes on each database, relative to SQLite.
PACE = {"sqlite": 1.0, "postgresql": 1.2}


def dealt_to(process, items):
    """The tests among `items` that `process` runs, a set."""
    both = {item for item in items if is_for_both(item)}
    modules = defaultdict(list)
    for item in items:
        if item not in both:
            modules[module_of(item)].append(item)
    hands = {name: set(both) for name in PROCESSES}
    load = {name: seconds_of_all(both) * PACE[name] for name in PROCESSES}
    for module, tests in sorted(modules.items(), key=lambda m: (-seconds_of(*m), m[0])):
        least = min(PROCESSES, key=load.get)
        hands[least].update(tests)
        load[least] += seconds_of(module, tests) * PACE[least]
    return hands[process]


def is_for_both(item):
    django_db = item.get_closest_marker("django_db")
    return bool(
        item.get_closest_marker("both_databases")
        or COUNTS_QUERIES.intersection(item.fixturenames)
        or (django_db and django_db.kwargs.get("transaction"))
    )


def module_of(item):
    shared = next((name for name in SHARED if name in item.fixturenames), None)
    return shared or item.nodeid.partition("::")[0]


def seconds_of(module, tests):
    return SECONDS.get(module, len(tests) * SECONDS_OF_A_TEST)


def seconds_of_all(items):
    modules = defaultdict(list)
    for item in items:
        modules[module_of(item)].append(item)
    return sum(seconds_of(*module) for module in modules.items())
