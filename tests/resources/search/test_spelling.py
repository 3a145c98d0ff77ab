"""Which words are taken for misspellings, and what they then find."""

import pytest

from resources import search
from resources.models import SynonymGroup
from resources.search import Selection, Sort, postings
from tests.make import make_resource

pytestmark = pytest.mark.django_db


def found_for(text):
    return search.find(Selection(text, sort=Sort.RELEVANCE), search.current_snapshot())


def corrected(text):
    return found_for(text).text_result.corrections


def make_titles(title, many):
    for _ in range(many):
        make_resource(title_en=title)


@pytest.mark.parametrize(
    ("rare", "common", "is_corrected"),
    [(0, 0, False), (0, 1, True), (1, 10, False), (1, 11, True), (2, 21, True), (3, 40, False)],
)
def test_only_a_rare_word_is_corrected_and_only_to_a_much_more_common_one(
    rare, common, is_corrected
):
    make_titles("Truansy", rare)
    make_titles("Truancy", common)
    found = found_for("truansy")

    assert found.text_result.corrections == ({"truansy": "truancy"} if is_corrected else {})
    assert len(found) == rare + common * is_corrected


def test_what_has_the_word_itself_comes_before_what_has_a_word_spelled_like_it():
    make_titles("Truancy", 11)
    rare = make_resource(title_en="A plan", summary_en="About truansy.")

    assert found_for("truansy")[:1][0][0] == rare.pk


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("atendance", "attendance"),  # a letter left out
        ("attenndance", "attendance"),  # put in
        ("attemdance", "attendance"),  # changed
        ("attednacne", "attendance"),  # two swaps in a long word
        ("comunicasion", "comunicación"),
        ("comunicazion", "comunicación"),
        ("wrok", None),  # too far: the word it is like has two edits more
        ("shcool", "school"),  # a swap is one edit
        ("shkool", None),  # two edits in a short word
        ("scl", None),  # too short
        ("sch0ol", None),  # no word of letters
    ],
)
def test_an_edit_is_a_letter_left_out_put_in_changed_or_swapped(typed, suggestion):
    make_titles("School attendance", 2)
    make_resource(title_es="Comunicación")

    assert corrected(typed) == ({typed: suggestion} if suggestion else {})


def test_words_with_synonyms_and_common_words_are_never_corrected():
    make_titles("Truancy that", 3)
    SynonymGroup.objects.create(slug="one", english="truansy\nabsence")

    assert corrected("truansy") == {}
    assert corrected("thta") == {}


def test_the_nearest_spelling_is_meant_and_among_equals_the_most_common():
    make_titles("Reading", 2)
    make_titles("Heading", 1)
    found = found_for("seading")

    assert found.text_result.corrections == {"seading": "reading"}
    assert len(found) == 3


def test_only_words_of_about_that_length_are_compared(monkeypatch):
    make_titles("Homework and attendance in a year", 1)
    compared, extract = [], postings.process.extract

    def recording(form, forms, **options):
        compared.extend(forms)
        return extract(form, forms, **options)

    monkeypatch.setattr(postings.process, "extract", recording)

    assert corrected("homewrok") == {"homewrok": "homework"}
    assert "homework" in compared
    assert all(6 <= len(form) <= 10 for form in compared)
