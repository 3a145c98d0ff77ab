"""Bilingual records: which language a text is in, and whether its translation still fits."""

import copy
import pickle

import pytest
from django.utils import translation

from resources.models import Resource, Term


def term(**texts):
    return Term(**{"label_en": "Funding", "label_es": "Fondos", **texts})


def test_a_text_is_read_in_the_active_language():
    with translation.override("es"):
        assert (term().label, term().label.language) == ("Fondos", "es")


@pytest.mark.parametrize(("active", "there"), [("en", "es"), ("es", "en")])
def test_a_missing_text_falls_back_and_says_in_which_language_it_is(active, there):
    texts = {f"label_{active}": "", f"label_{there}": "Fondos"}
    with translation.override(active):
        assert (term(**texts).label, term(**texts).label.language) == ("Fondos", there)


def test_a_text_missing_in_both_languages_is_empty_in_the_pages_own():
    with translation.override("es"):
        label = term(label_en="", label_es="").label
    assert (label, label.language) == ("", "es")


def test_a_text_keeps_its_language_when_copied_or_stored():
    label = term().label
    for twin in (copy.deepcopy(label), pickle.loads(pickle.dumps(label))):  # noqa: S301
        assert (twin, twin.language) == ("Funding", "en")


def test_a_translation_is_current_until_its_english_changes():
    record = term()
    record.mark_translated()
    assert record.translation_state() == "current"

    record.label_es = "Dinero"
    assert record.translation_state() == "current"

    record.label_en = "Money"
    assert record.translation_state() == "stale"


def test_a_translation_with_a_hole_is_missing():
    record = term(definition_en="Where money comes from.")
    record.mark_translated()

    assert record.translation_state() == "missing"


def test_a_title_is_given_as_published_and_never_counts_as_untranslated():
    record = Resource(title_en="A Set of Surveys", summary_en="One.", summary_es="Uno.")
    record.mark_translated()

    assert record.translation_state() == "current"
    record.title_en = "Another title"
    assert record.translation_state() == "current"


def test_a_record_without_any_text_needs_no_translator():
    assert term(label_en="", label_es="").translation_state() == "current"


def test_a_note_for_curators_never_makes_the_spanish_stale():
    record = Resource(summary_en="One.", summary_es="Uno.")
    record.mark_translated()
    record.evidence_note_en = "Seen in a stored copy."

    assert record.translation_state() == "current"
