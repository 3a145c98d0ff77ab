"""Every answer of the search is what an oracle finds by brute force, before and after edits."""

import random

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import translation

from resources import search
from resources.directory.filters import ResourceFilterSet
from resources.search import Sort
from resources.search.analysis import fold
from resources.search.snapshot import build_snapshot
from tests.environment import EXAMPLES

from .oracle import Oracle, check
from .random_data import RandomSelections, address_of, make_random_entries

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def random_entries(django_db_setup, django_db_blocker):
    """(a snapshot, the oracle) of the same random entries, which the database forgets."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_random_entries(random.Random(2009))  # noqa: S311 - the same every time
        snapshot, oracle = build_snapshot(), Oracle()
        transaction.set_rollback(True)
    return snapshot, oracle


@pytest.mark.parametrize("seed", range(3 * EXAMPLES))
def test_the_search_answers_every_selection_as_the_oracle_does(random_entries, seed):
    snapshot, oracle = random_entries
    rng = random.Random(seed)  # noqa: S311 - the same every time
    selections = RandomSelections(rng, snapshot.labels)

    for _ in range(300):
        selection = selections.selection()
        found, expected = search.find(selection, snapshot), oracle.answer(selection)
        check(found, expected, rng)
        if selection.text:
            assert found.text_result.dropped == expected.dropped, selection
            corrected = {word: fold(other) for word, other in found.text_result.corrections.items()}
            assert corrected == expected.corrected, selection


def test_the_parameters_of_an_address_ask_for_the_same(random_entries, monkeypatch):
    snapshot, oracle = random_entries
    monkeypatch.setattr(search, "current_snapshot", lambda: snapshot)
    rng = random.Random(7)  # noqa: S311 - the same every time
    selections = RandomSelections(rng, snapshot.labels)

    for _ in range(300):
        asked = selections.selection()
        with translation.override(asked.language):
            filterset = ResourceFilterSet(address_of(asked), within_term=asked.within_term)
        check(filterset.result, oracle.answer(filterset.selection), rng)
        assert filterset.selection.terms == asked.terms
        for applied in filterset.applied_filters:
            without = ResourceFilterSet(
                QueryDict(applied.address[1:]), within_term=asked.within_term
            )
            assert applied.count == len(oracle.answer(without.selection).order), asked


def test_the_random_selections_cover_every_kind_of_answer(random_entries):
    snapshot, oracle = random_entries
    selections = RandomSelections(random.Random(0), snapshot.labels)  # noqa: S311 - the same every time
    answers = [(s, oracle.answer(s)) for s in (selections.selection() for _ in range(600))]
    most = max(len(values) for _s, a in answers for f, values in a.facets.items())

    assert {s.sort for s, _a in answers} == set(Sort)
    assert sum(len(a.order) > 20 for _s, a in answers) > 100
    assert sum(bool(a.dropped) for _s, a in answers) > 20
    assert sum(bool(a.corrected) for _s, a in answers) > 20
    assert sum(not a.order for _s, a in answers) < 400
    assert most > 20
