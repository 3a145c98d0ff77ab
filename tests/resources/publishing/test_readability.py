"""Readability: scores worked out by hand, and the warnings that curators see."""

import pytest

from resources.publishing.readability import (
    MIN_WORDS,
    english_syllables,
    reading_level,
    spanish_syllables,
    split_sentences,
)
from tests.desk_form import errors_of, notices_of, save
from tests.make import make_guide, make_resource

EASY = "We meet at the school on Friday night. Bring your child and a friend with you."
HARD = (
    "Interdisciplinary collaboration necessitates organizational infrastructure. We meet on Friday."
    " Administrators institutionalize accountability. Bring a friend with you. Practitioners"
    " operationalize multidimensional methodologies."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("table", 2),
        ("made", 1),
        ("wanted", 2),
        ("asked", 1),
        ("boxes", 2),
        ("families", 3),
        ("parent-teacher", 4),
        ("isn't", 1),
        ("the", 1),
    ],
)
def test_english_syllables(word, count):
    assert english_syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("país", 2),
        ("escuela", 3),
        ("leer", 2),
        ("que", 1),
        ("guía", 2),
        ("guitarra", 3),
        ("pingüino", 3),
        ("y", 1),
        ("ciudad", 2),
        ("organización", 5),
    ],
)
def test_spanish_syllables(word, count):
    assert spanish_syllables(word) == count


def test_english_is_measured_in_school_grades():
    # 20 words, 4 sentences, 20 syllables.
    reading = reading_level("We go home at five. The cat sat on mats. " * 2, "en")
    assert reading.score == pytest.approx(0.39 * 5 + 11.8 * 1 - 15.59)


def test_spanish_is_measured_in_points():
    # 20 words, 4 sentences, 36 syllables.
    reading = reading_level("Mi casa tiene una mesa. Todos comen mucho pan blanco. " * 2, "es")
    assert reading.score == pytest.approx(206.84 - 60 * 1.8 - 1.02 * 5)


def test_a_text_of_a_few_words_has_no_reading_level():
    assert reading_level("word " * (MIN_WORDS - 1), "en") is None
    assert reading_level("word " * MIN_WORDS, "en") is not None


def test_a_sentence_ends_at_its_mark_or_a_blank_line_not_after_an_initial():
    text = "The U.S. Department pays. Why…? Ask J. Ruiz.\n\nA line without a dot"
    assert split_sentences(text) == [
        "The U.S. Department pays.",
        "Why…?",
        "Ask J. Ruiz.",
        "A line without a dot",
    ]


def test_the_hardest_sentences_come_first():
    hardest = [sentence.text for sentence in reading_level(HARD, "en").hardest]
    assert hardest == [
        "Administrators institutionalize accountability.",
        "Practitioners operationalize multidimensional methodologies.",
        "Interdisciplinary collaboration necessitates organizational infrastructure.",
    ]


@pytest.mark.django_db
def test_saving_a_hard_text_succeeds_and_names_its_hardest_sentences(admin_client):
    resource = make_resource()
    page = save(admin_client, resource, summary_en=HARD)
    assert errors_of(page) == []
    [warning] = [notice for notice in notices_of(page) if "hard to read" in notice]
    assert "Summary" in warning
    assert "Practitioners operationalize multidimensional methodologies." in warning
    assert "Bring a friend with you" not in warning
    resource.refresh_from_db()
    assert resource.summary_en == HARD


@pytest.mark.django_db
def test_only_texts_just_written_that_miss_the_aim_are_named(admin_client):
    resource = make_resource(summary_en=HARD, summary_es="Un texto.")
    page = save(admin_client, resource, year="2009")
    assert not any("hard to read" in notice for notice in notices_of(page))
    page = save(admin_client, resource, summary_en=EASY)
    assert not any("grade" in notice for notice in notices_of(page))


@pytest.mark.django_db
def test_the_parts_of_a_guide_are_measured_too(admin_client):
    guide = make_guide()
    step = guide.first_steps.create(text_en="Call.", text_es="Llame.")
    page = save(admin_client, guide, **{"first_steps-0-text_en": HARD})
    assert errors_of(page) == []
    assert any("Step" in n and "hard to read" in n for n in notices_of(page)), step


@pytest.mark.django_db
def test_a_sentence_is_shown_as_text_and_never_run_as_markup(admin_client):
    page = save(admin_client, make_resource(), summary_en=f"<script>alert(1)</script> {HARD}")
    assert "<script>alert(1)" not in page.content.decode()
