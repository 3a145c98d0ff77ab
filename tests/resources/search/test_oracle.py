"""Every answer of the catalogue is what an oracle finds by brute force, before and after edits."""

import random

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import translation

from resources import search
from resources.directory.filters import ResourceFilterSet
from resources.search import Sort
from resources.search.analysis import fold
from resources.search.sync import built

from .chance import Asker, address_of, make_catalogue
from .oracle import Oracle, check

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_by_chance(django_db_setup, django_db_blocker):
    """(a view, the oracle) of one catalogue, which the database forgets."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_catalogue(random.Random(2009))  # noqa: S311 - the same every time
        view, oracle = built(), Oracle()
        transaction.set_rollback(True)
    return view, oracle


@pytest.mark.parametrize("seed", range(6))
def test_the_catalogue_answers_every_selection_as_the_oracle_does(made_by_chance, seed):
    view, oracle = made_by_chance
    chance = random.Random(seed)  # noqa: S311 - the same every time
    asker = Asker(chance, view.names)

    for _ in range(600):
        selection = asker.selection()
        found, expected = search.find(selection, view), oracle.answer(selection)
        check(found, expected, chance)
        if selection.text:
            assert found.matches.dropped == expected.dropped, selection
            corrected = {word: fold(other) for word, other in found.matches.corrected.items()}
            assert corrected == expected.corrected, selection


def test_the_parameters_of_an_address_ask_for_the_same(made_by_chance, monkeypatch):
    view, oracle = made_by_chance
    monkeypatch.setattr(search, "current", lambda: view)
    chance = random.Random(7)  # noqa: S311 - the same every time
    asker = Asker(chance, view.names)

    for _ in range(300):
        asked = asker.selection()
        with translation.override(asked.language):
            filterset = ResourceFilterSet(address_of(asked), within=asked.within)
        check(filterset.result, oracle.answer(filterset.selection), chance)
        assert filterset.selection.terms == asked.terms
        for applied in filterset.applied:
            without = ResourceFilterSet(QueryDict(applied.address[1:]), within=asked.within)
            assert applied.count == len(oracle.answer(without.selection).order), asked


def test_the_chance_leaves_nothing_out(made_by_chance):
    view, oracle = made_by_chance
    asker = Asker(random.Random(0), view.names)  # noqa: S311 - the same every time
    answers = [(s, oracle.answer(s)) for s in (asker.selection() for _ in range(600))]
    most = max(len(values) for _s, a in answers for f, values in a.facets.items())

    assert {s.sort for s, _a in answers} == set(Sort)
    assert sum(len(a.order) > 20 for _s, a in answers) > 100
    assert sum(bool(a.dropped) for _s, a in answers) > 20
    assert sum(bool(a.corrected) for _s, a in answers) > 20
    assert sum(not a.order for _s, a in answers) < 400
    assert most > 20
