"""Searches in people's own words, and the entries they should find among the first five.

Where a search should find something and does not yet, its line in `judged_queries.json` says
`"misses": true`.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from resources import search
from resources.models import Resource
from resources.search import Selection, Sort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kit")]

JUDGED = json.loads(Path(__file__).with_name("judged_queries.json").read_text())
FIRST, MOST_MISSES, FEWEST_IN_A_LANGUAGE = 5, 8, 60


def missing(judged, snapshot, slugs):
    """The entries that should be among the first and are not."""
    selection = Selection(judged["query"], sort=Sort.RELEVANCE, language=judged["language"])
    first = {slugs[key] for key, _number in search.find(selection, snapshot)[:FIRST]}
    return set(judged["expects"]) - first


def test_a_search_finds_what_it_should_among_the_first_five():
    snapshot, slugs = search.current_snapshot(), dict(Resource.objects.values_list("pk", "slug"))
    missed = [judged for judged in JUDGED if missing(judged, snapshot, slugs)]

    assert [j["query"] for j in missed if not j.get("misses")] == []
    assert [j["query"] for j in JUDGED if j.get("misses") and j not in missed] == []


def test_many_searches_are_judged_and_few_are_known_to_miss():
    languages = Counter(judged["language"] for judged in JUDGED)

    assert set(languages) == {"en", "es"}
    assert min(languages.values()) >= FEWEST_IN_A_LANGUAGE
    assert sum(judged.get("misses", False) for judged in JUDGED) <= MOST_MISSES
    assert len({(judged["query"], judged["language"]) for judged in JUDGED}) == len(JUDGED)


def test_every_entry_expected_is_one_that_visitors_see():
    expected = {slug for judged in JUDGED for slug in judged["expects"]}

    assert all(judged["expects"] for judged in JUDGED)
    assert expected <= set(Resource.objects.with_page().values_list("slug", flat=True))
