"""Every page of the farm gets the right verdict."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from resources.links.assessment.evidence import LinkHistory, PageEvidence
from resources.links.assessment.verdict import RULES, assess, deciding_rule, needs_probe
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


def with_needed_probe(case, result):
    """The result, without its probe if a run would not have asked for one."""
    alone = replace(result, probe=None)
    return result if needs_probe(alone, case.history, case.expected) else alone


def misjudged(case, verdict):
    return f"{case.name}: {case.why}; not {verdict.state} ({verdict.reason}, {verdict.facts})"


@pytest.mark.parametrize("family", FAMILIES)
def test_a_page_gets_its_verdict_and_is_gone_after_three_days_only_if_it_fails(family):
    wrong = []
    for case in FAMILIES[family]:
        result, history = with_needed_probe(case, case.result), case.history
        is_repeated = case.label in ("fails", "trouble")  # on later days
        for days, states in (
            [(0, STATES), (4, STATES), (8, AT_LAST)] if is_repeated else [(0, STATES)]
        ):
            verdict = assess(result, history, case.expected, today=TODAY + timedelta(days))
            if verdict.state != states[case.label]:
                wrong.append(misjudged(case, verdict))
            history = LinkHistory(verdict.state, verdict.failed_on, history.good, history.good_host)

    assert wrong == []


def test_every_rule_decides_some_page_of_the_farm_except_that_of_robots_txt():
    deciding = Counter()
    for case in FARM:
        result = with_needed_probe(case, case.result)
        deciding[deciding_rule(PageEvidence(result, case.history, case.expected))] += 1

    assert set(RULES) - set(deciding) == {RULES[0]}
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_a_page_that_changed_much_differs_from_one_that_was_edited():
    asked = [case for case in FARM if case.changed_much is not None]
    wrong = []
    for case in asked:
        verdict = assess(
            with_needed_probe(case, case.result), case.history, case.expected, today=TODAY
        )
        if verdict.changed_much != case.changed_much:
            wrong.append(misjudged(case, verdict))

    assert wrong == []
    assert len({case.changed_much for case in asked}) == 2


def test_the_farm_is_large_and_has_no_page_twice():
    names = Counter(case.name for case in FARM)
    pages = {
        (case.response.body, case.response.status, case.hops) for case in FARM if not case.error
    }
    labels = Counter(case.label for case in FARM)

    assert len(FARM) >= 300
    assert names.most_common(1)[0][1] == 1
    assert len(pages) >= 500
    assert all(labels[label] >= 30 for label in STATES)


def test_the_farm_on_real_servers_gets_the_same_verdicts():
    results = served(FARM)
    wrong = []
    for case in FARM:
        verdict = assess(results[case.name], case.history, case.expected, today=TODAY)
        if verdict.state != STATES[case.label]:
            wrong.append(f"{misjudged(case, verdict)} {results[case.name].error}")
        if case.error != results[case.name].error:
            wrong.append(f"{case.name} met {results[case.name].error}")

    assert wrong == []
    assert {result.error for result in results.values()} >= set(FetchError) - {
        FetchError.ROBOTS,
        FetchError.BAD_ADDRESS,
        FetchError.TLS_UNPROVEN,
    }
