"""Glossary terms explained where a text uses them."""

import pytest
from django.utils import timezone

from partnerships.glossary import Explainer
from partnerships.models import GlossaryTerm
from resources.models import LinkState, LocalizedText
from tests.make import make_link

pytestmark = pytest.mark.django_db


def explain(*texts, language="en", written_in="en"):
    explainer = Explainer(language)
    return [explainer.explain(LocalizedText(text, written_in)) for text in texts], explainer.used


@pytest.fixture(autouse=True)
def _terms():
    for slug, english, spanish in [
        ("elac", "ELAC", "ELAC"),
        ("idea", "IDEA", "IDEA"),
        ("interpreter", "Interpreter", "Intérprete"),
        ("el", "English learner (EL)", "Aprendiz de inglés"),
    ]:
        GlossaryTerm.objects.create(
            slug=slug,
            term_en=english,
            term_es=spanish,
            definition_en="…",
            definition_es="…",
            kind="body",
        )


def test_a_term_opens_its_explanation_and_is_remembered():
    [html], used = explain("Join the ELAC.")

    assert 'popovertarget="word-elac">ELAC</button>.' in html
    assert [term.slug for term in used] == ["elac"]


def test_only_the_first_use_on_a_page_is_marked():
    (first, second), _used = explain("ELAC and ELAC", "ELAC again")

    assert first.count("<button") == 1
    assert "<button" not in second


def test_an_acronym_is_no_word():
    [html], _used = explain("A good idea, an elaczka.")
    assert "<button" not in html


@pytest.mark.parametrize("text", ["an interpreter", "two interpreters", "Interpreter!"])
def test_a_word_is_found_in_any_case_and_in_the_plural(text):
    [html], _used = explain(text)
    assert "<button" in html


def test_a_form_in_brackets_need_not_be_there():
    [html], _used = explain("help for English learners")
    assert ">English learners</button>" in html


def test_spanish_texts_use_the_spanish_form():
    [html], _used = explain("Pida un intérprete", language="es", written_in="es")
    assert ">intérprete</button>" in html


def test_a_text_in_the_other_language_is_marked_and_left_alone():
    [html], used = explain("Join the ELAC.", language="es")

    assert html == '<span lang="en">Join the ELAC.</span>'
    assert used == []


def test_hostile_text_stays_text():
    [html], _used = explain("<b>ELAC</b> & <script>")

    assert "<b>" not in html
    assert "<script>" not in html
    assert "&lt;b&gt;<button" in html


def test_an_empty_glossary_explains_nothing():
    GlossaryTerm.objects.all().delete()
    assert explain("Join the ELAC.")[0] == ["Join the ELAC."]


def test_a_link_in_a_text_can_be_opened():
    text = "See [the report](https://www.example.org/a_(1).pdf), or https://example.net/b."
    [html], _used = explain(text)

    assert html == (
        'See <a href="https://www.example.org/a_(1).pdf" rel="external noreferrer">the report</a>,'
        ' or <a href="https://example.net/b" rel="external noreferrer">example.net</a>.'
    )


def test_no_text_leads_to_an_address_that_was_taken_over():
    taken = "https://example.org/lost"
    make_link(taken, state=LinkState.TAKEN_OVER, checked_at=timezone.now())
    htmls, _used = explain(f"See [the report]({taken}).", f"See {taken} again.")

    assert htmls == ["See the report.", "See example.org again."]


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        '[<b>](https://example.org/"onclick="x)',
        "[a](https://example.org/<script>)",
        "https://example.org/?a=<script>",
    ],
)
def test_a_link_in_a_text_is_no_way_in_for_a_script(text):
    [html], _used = explain(text)

    assert "<script" not in html
    assert "<b>" not in html
    assert 'href="javascript' not in html
    assert '"onclick' not in html
