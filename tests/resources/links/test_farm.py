"""Every page of the farm is called what it is."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from resources.links.judging import Past, judge, wants_sibling
from resources.models import LinkState

from .farm import FARM
from .visiting_data import NOON

STATES = {
    "works": LinkState.WORKS,
    "moved": LinkState.MOVED,
    "refuses": LinkState.REFUSES,
    "fails": LinkState.IN_TROUBLE,
    "trouble": LinkState.IN_TROUBLE,
    "taken-over": LinkState.TAKEN_OVER,
}
TODAY = NOON.date()


def asked_for(case, visit):
    """The visit without the made-up address, if nobody asked for it."""
    alone = replace(visit, sibling=None)
    return visit if wants_sibling(alone, case.past, case.shown) else alone


def judged(case):
    return judge(asked_for(case, case.visit), case.past, case.shown, today=TODAY)


def after_three_days(case, past):
    """The state after the same visit on three days over a week."""
    for days in (0, 4, 8):
        day = TODAY + timedelta(days)
        verdict = judge(asked_for(case, case.visit), past, case.shown, today=day)
        good = verdict.fingerprint or past.good
        past = Past(verdict.state, verdict.failed_on, good, past.good_host)
    return verdict


@pytest.mark.parametrize("case", FARM, ids=lambda case: case.name)
def test_a_page_is_called_what_it_is(case):
    verdict = judged(case)

    assert verdict.state == STATES[case.expected], (case.why, verdict.reason, verdict.facts)
    if case.changed_much is not None:
        assert verdict.changed_much == case.changed_much


@pytest.mark.parametrize("case", FARM, ids=lambda case: case.name)
def test_after_three_days_only_what_fails_is_gone(case):
    state = after_three_days(case, case.past).state

    assert (state == LinkState.GONE) == (case.expected == "fails")
    assert (state == LinkState.TAKEN_OVER) == (case.expected == "taken-over")


def test_the_farm_is_large_and_no_page_stands_there_twice():
    names = Counter(case.name for case in FARM)
    pages = Counter(
        (case.sent.body, case.sent.status, case.hops) for case in FARM if not case.trouble
    )

    assert len(FARM) >= 300
    assert names.most_common(1)[0][1] == 1
    assert len(pages) > 250
