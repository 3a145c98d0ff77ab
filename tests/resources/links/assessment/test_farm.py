"""Every page of the farm is called what it is."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from resources.links.assessment.evidence import LinkHistory
from resources.links.assessment.verdict import assess, needs_probe
from resources.links.fetching.results import FetchError
from resources.models import LinkState
from tests.resources.links.assessment.farm.served import served
from tests.resources.links.fetch_results import NOON

from .farm import FARM

STATES = {
    "works": LinkState.WORKS,
    "moved": LinkState.MOVED,
    "refuses": LinkState.REFUSES,
    "fails": LinkState.IN_TROUBLE,
    "trouble": LinkState.IN_TROUBLE,
    "taken-over": LinkState.TAKEN_OVER,
}
AT_LAST = STATES | {"fails": LinkState.GONE}
TODAY = NOON.date()
FAMILIES = {case.name.partition("/")[0]: [] for case in FARM}
for case in FARM:
    FAMILIES[case.name.partition("/")[0]].append(case)


def asked_for(case, visit):
    """The visit without the made-up address, if nobody asked for it."""
    alone = replace(visit, probe=None)
    return visit if needs_probe(alone, case.past, case.shown) else alone


def told(case, verdict):
    return f"{case.name}: {case.why}; not {verdict.state} ({verdict.reason}, {verdict.facts})"


@pytest.mark.parametrize("family", FAMILIES)
def test_a_page_is_called_what_it_is_and_after_three_days_gone_only_if_it_fails(family):
    wrong = []
    for case in FAMILIES[family]:
        visit, past = asked_for(case, case.result), case.past
        is_row = case.expected in ("fails", "trouble")  # of days on which it was the same
        for days, states in [(0, STATES), (4, STATES), (8, AT_LAST)] if is_row else [(0, STATES)]:
            verdict = assess(visit, past, case.shown, today=TODAY + timedelta(days))
            if verdict.state != states[case.expected]:
                wrong.append(told(case, verdict))
            past = LinkHistory(verdict.state, verdict.failed_on, past.good, past.good_host)

    assert wrong == []


def test_a_page_that_changed_much_is_told_from_one_that_was_edited():
    asked = [case for case in FARM if case.changed_much is not None]
    wrong = []
    for case in asked:
        verdict = assess(asked_for(case, case.result), case.past, case.shown, today=TODAY)
        if verdict.changed_much != case.changed_much:
            wrong.append(told(case, verdict))

    assert wrong == []
    assert len({case.changed_much for case in asked}) == 2


def test_the_farm_is_large_and_no_page_stands_there_twice():
    names = Counter(case.name for case in FARM)
    pages = {(case.sent.body, case.sent.status, case.hops) for case in FARM if not case.error}
    labels = Counter(case.expected for case in FARM)

    assert len(FARM) >= 300
    assert names.most_common(1)[0][1] == 1
    assert len(pages) >= 500
    assert all(labels[label] >= 30 for label in STATES)


def test_the_farm_served_by_real_servers_is_called_the_same():
    visits = served(FARM)
    wrong = []
    for case in FARM:
        verdict = assess(visits[case.name], case.past, case.shown, today=TODAY)
        if verdict.state != STATES[case.expected]:
            wrong.append(f"{told(case, verdict)} {visits[case.name].error}")
        if case.error != visits[case.name].error:
            wrong.append(f"{case.name} met {visits[case.name].error}")

    assert wrong == []
    assert {visit.error for visit in visits.values()} >= set(FetchError) - {
        FetchError.ROBOTS,
        FetchError.BAD_ADDRESS,
        FetchError.TLS_UNPROVEN,
    }
