"""Texts of guides are split into paragraphs, and blanks in them are marked."""

from hypothesis import given
from hypothesis import strategies as st

from partnerships.paragraphs import LONG_PARAGRAPH, paragraphs
from partnerships.templatetags.say import blanks
from resources.models import LocalizedText

SENTENCE = "Families come in many shapes and sizes, in every town. "


def test_blank_lines_make_paragraphs():
    assert paragraphs(LocalizedText("One.\n\nTwo.", "en")) == ["One.", "Two."]


def test_a_short_text_stays_whole():
    assert paragraphs(LocalizedText("One. Two.", "en")) == ["One. Two."]


def test_one_long_paragraph_becomes_an_opening_and_two_halves():
    text = LocalizedText(SENTENCE * 8, "es")
    opening, first, second = paragraphs(text)

    assert opening == (SENTENCE * 2).strip()
    assert len(first) == len(second)
    assert {p.language for p in (opening, first, second)} == {"es"}


@given(st.lists(st.sampled_from([SENTENCE, "¿Qué? ", "Dr. Ruiz said “No.” ", "1.5 hours. "])))
def test_no_word_is_lost_and_none_is_moved(sentences):
    text = "".join(sentences)
    assert " ".join(paragraphs(LocalizedText(text, "en"))).split() == text.split()
    assert len(text) > LONG_PARAGRAPH or len(paragraphs(LocalizedText(text, "en"))) <= 1


def test_a_blank_is_named_for_those_who_cannot_see_it():
    html = blanks("“I am ___’s <aunt>.”")

    assert html.count('class="blank"') == 1
    assert "(blank)" in html
    assert "&lt;aunt&gt;" in html
