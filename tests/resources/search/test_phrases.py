"""Adjacent words: in quotation marks, and as synonyms of one another."""

import pytest

from resources import search
from resources.models import Resource, SynonymGroup
from resources.search import Selection, Sort, postings
from resources.search.arrays import GrowingSequences
from tests.make import make_organization, make_recommendation, make_resource

pytestmark = pytest.mark.django_db


def titles(text):
    found = search.find(Selection(text, sort=Sort.RELEVANCE), search.current_snapshot())[:]
    shown = dict(Resource.objects.values_list("pk", "title_en"))
    return [shown[key] for key, _number in found]


def test_a_phrase_counts_only_where_its_words_stand_in_a_row():
    make_resource(title_en="A plan of a school", summary_en="This is a school plan.")
    recommended = make_resource(title_en="Recommended")
    make_recommendation(resource=recommended, why_here_en="It is a school plan.")

    assert titles('"school plan"') == ["Recommended", "A plan of a school"]


def test_a_phrase_does_not_reach_from_one_text_into_the_next():
    make_resource(title_en="A school", title_es="Plan", summary_en="Year", summary_es="End")
    school = make_organization(name="Of the school")
    make_resource(title_en="Other", summary_en="End", organization=school)

    assert titles('"school plan"') == []
    assert titles('"plan year"') == []
    assert titles('"end of"') == []
    assert titles("school plan") == ["A school"]


def test_the_longest_run_of_words_with_synonyms_is_meant():
    SynonymGroup.objects.create(slug="a", english="school\ncampus")
    SynonymGroup.objects.create(slug="b", english="school year\nautumn")
    make_resource(title_en="Autumn")
    make_resource(title_en="A year at the campus")
    make_resource(title_en="Campus")

    assert titles("school year") == ["Autumn"]
    assert titles("school") == ["A year at the campus", "Campus"]


def test_a_phrase_with_synonyms_and_one_significant_word_is_more_than_that_word():
    SynonymGroup.objects.create(slug="a", english="after school\nexpanded learning")
    make_resource(title_en="School", summary_en="A school.")
    make_resource(title_en="Learning", summary_en="Expanded learning.")
    make_resource(title_en="Clubs", summary_en="What to do after school.")

    assert titles("after school") == ["Clubs", "Learning", "School"]
    assert titles("school") == ["School", "Clubs"]


def test_a_one_way_group_is_not_found_backwards():
    SynonymGroup.objects.create(
        slug="a", direction="one-way", from_phrases="cut class", to_phrases="truancy"
    )
    make_resource(title_en="Truancy")
    make_resource(title_en="How to cut a class of paper", summary_en="Cut class.")

    assert titles("cut class") == ["How to cut a class of paper", "Truancy"]
    assert titles("truancy") == ["Truancy"]


def test_synonyms_stand_for_their_words_in_any_form_and_language():
    SynonymGroup.objects.create(slug="a", english="parents", spanish="padres\nmamás")
    make_resource(title_en="", title_es="Para las mamás")

    for text in ("parent", "parents", "padre", "PADRES", "mamas"):
        assert titles(text) == [""], text


@pytest.fixture
def read(monkeypatch):
    """How many documents were read at once to find words in a row, each time."""
    lengths, concatenate = [], GrowingSequences.concatenate

    def counted(sequences, documents):
        lengths.append(len(documents))
        return concatenate(sequences, documents)

    monkeypatch.setattr(GrowingSequences, "concatenate", counted)
    return lengths


def test_however_many_entries_have_the_words_only_some_are_read_at_once(read, monkeypatch):
    monkeypatch.setattr(postings, "DOCUMENTS_PER_SCAN", 2)
    for number in range(7):
        make_resource(title_en=f"{number} school plan", summary_en="A plan, a school.")

    assert len(titles('"school plan"')) == 7
    assert max(read) == 2
    assert sum(read) == 7  # once, whatever the number of fields


def test_a_phrase_is_sought_only_in_what_is_left(read):
    for title in ("The bus plan of the school", *["School plan of the bus"] * 3):
        make_resource(title_en=title)

    assert titles('"bus plan" "of the school"') == ["The bus plan of the school"]
    assert read == [4, 1]
    read.clear()
    assert titles('bus -"school plan" -"bus plan"') == []
    assert read == [4, 1]
