"""Deals the tests to the two processes of a run, one on SQLite and one on PostgreSQL.

Also says which tests are quick enough for `--quick`.

Tests marked `both_databases`, those that count queries and those that commit run in both. For all
others either database will do: each runs in one process. They are dealt by module, the longest
first, always to the process with less to do.
Tests that share a fixture of `SHARED` count as one module, so that only one process makes it.
"""

from collections import Counter, defaultdict

PROCESSES = ("sqlite", "postgresql")
COUNTS_QUERIES = {"django_assert_num_queries", "django_assert_max_num_queries"}
SHARED = ("answers",)
SECONDS_OF_A_TEST = 0.04
# Seconds of the modules that take longest, on a machine with nothing else to do.
SECONDS = {
    "answers": 100,
    "tests/browser/test_desk.py": 40,
    "tests/browser/test_keyboard.py": 10,
    "tests/browser/test_merging.py": 8,
    "tests/browser/test_print.py": 8,
    "tests/browser/test_signing_in.py": 20,
    "tests/browser/test_visits.py": 100,
    "tests/browser/test_without_javascript.py": 12,
    "tests/partnerkit/desk/test_accounts.py": 3,
    "tests/partnerkit/desk/test_permission_denied.py": 1,
    "tests/partnerkit/desk/test_permissions.py": 60,
    "tests/partnerkit/desk/test_resumed_posts.py": 1,
    "tests/partnerkit/desk/test_second_factor.py": 3,
    "tests/partnerkit/desk/test_sessions.py": 1,
    "tests/partnerkit/desk/test_sign_in.py": 1,
    "tests/partnerkit/test_killed.py": 16,
    "tests/partnerkit/test_preview.py": 3,
    "tests/partnerkit/test_serve.py": 25,
    "tests/partnerships/test_admin.py": 13,
    "tests/partnerships/test_admin_merging.py": 6,
    "tests/partnerships/test_admin_pages.py": 10,
    "tests/partnerships/test_conflicts.py": 30,
    "tests/partnerships/test_entry_history.py": 20,
    "tests/partnerships/test_history_pages.py": 21,
    "tests/partnerships/test_journal.py": 2,
    "tests/partnerships/test_merging.py": 20,
    "tests/partnerships/test_merging_killed.py": 12,
    "tests/partnerships/test_recorded_changes.py": 11,
    "tests/partnerships/test_views.py": 5,
    "tests/resources/admin/test_bilingual.py": 10,
    "tests/resources/admin/test_importing.py": 9,
    "tests/resources/admin/test_resources.py": 35,
    "tests/resources/admin/test_search.py": 12,
    "tests/resources/admin/test_steps.py": 47,
    "tests/resources/admin/test_terms.py": 22,
    "tests/resources/directory/test_filters.py": 6,
    "tests/resources/directory/test_search_page.py": 7,
    "tests/resources/directory/test_search_without_results.py": 4,
    "tests/resources/history/test_versions.py": 3,
    "tests/resources/importing/test_apply.py": 6,
    "tests/resources/importing/test_commands.py": 1,
    "tests/resources/importing/test_killed.py": 5,
    "tests/resources/importing/test_plan.py": 4,
    "tests/resources/importing/test_round_trip.py": 8,
    "tests/resources/journal/test_former_slugs.py": 2,
    "tests/resources/journal/test_journal_followers.py": 2,
    "tests/resources/links/assessment/test_farm.py": 6,
    "tests/resources/links/assessment/test_hijacked.py": 6,
    "tests/resources/links/fetching/test_misbehaviour.py": 3,
    "tests/resources/links/fetching/test_queues.py": 3,
    "tests/resources/links/runs/test_archives.py": 5,
    "tests/resources/links/runs/test_command.py": 4,
    "tests/resources/links/runs/test_killed.py": 10,
    "tests/resources/links/runs/test_recording.py": 2,
    "tests/resources/links/runs/test_reviewed_pages.py": 3,
    "tests/resources/links/runs/test_run.py": 2,
    "tests/resources/links/test_decisions.py": 2,
    "tests/resources/messages/test_queue.py": 3,
    "tests/resources/messages/test_sending.py": 2,
    "tests/resources/publishing/test_killed.py": 5,
    "tests/resources/search/test_edits.py": 3,
    "tests/resources/search/test_oracle.py": 2,
    "tests/resources/search/test_storage.py": 2,
    "tests/resources/test_views.py": 2,
    "tests/resources/worklist/test_changed_pages.py": 1,
    "tests/resources/worklist/test_front_page.py": 4,
    "tests/resources/worklist/test_links.py": 4,
    "tests/resources/worklist/test_reasons.py": 2,
    "tests/resources/worklist/test_sync.py": 1,
    "tests/test_fixtures.py": 10,
    "tests/test_hostile_addresses.py": 5,
}
# Modules that take some seconds each: too long for the quick part.
NOT_QUICK = {
    "tests/partnerkit/test_pages.py",
    "tests/partnerkit/test_settings.py",
    "tests/resources/links/fetching/test_robots.py",
    "tests/resources/messages/test_rate_limits.py",
    "tests/resources/publishing/test_readability.py",
    "tests/resources/search/test_hostile_texts.py",
    "tests/resources/web/test_page_cache.py",
    "tests/test_manage.py",
}
# Fixtures that take long to make.
LONG_FIXTURES = {"browser_path", "first_start", "kit", "migrated"}
# What a test takes on each database, relative to SQLite.
PACE = {"sqlite": 1.0, "postgresql": 1.2}


def dealt_to(process, items):
    """The tests among `items` that `process` runs, a set."""
    seconds = seconds_of(items)
    hands = {name: set(filter(is_for_both, items)) for name in PROCESSES}
    load = {name: sum(map(seconds.get, hands[name])) * PACE[name] for name in PROCESSES}
    modules = defaultdict(list)
    for item in items:
        if not is_for_both(item):
            modules[module_of(item)].append(item)
    costs = {module: sum(map(seconds.get, tests)) for module, tests in modules.items()}
    for module in sorted(modules, key=lambda name: (-costs[name], name)):
        least = min(PROCESSES, key=load.get)
        hands[least].update(modules[module])
        load[least] += costs[module] * PACE[least]
    return hands[process]


def seconds_of(items):
    """How long each of `items` takes, by what is known of its module."""
    numbers = Counter(map(module_of, items))
    return {
        item: SECONDS[module] / numbers[module] if module in SECONDS else SECONDS_OF_A_TEST
        for item, module in zip(items, map(module_of, items), strict=True)
    }


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


def is_quick(item):
    module = item.nodeid.partition("::")[0]
    takes_long = module in NOT_QUICK or module in SECONDS
    return not takes_long and not LONG_FIXTURES.intersection(item.fixturenames)
