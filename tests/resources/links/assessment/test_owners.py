"""Signs of a new owner, one by one. Whole pages are in the farm."""

import pytest

from resources.links.assessment.domains import has_other_owner, is_restricted
from resources.links.assessment.pages import read_page, tokens
from resources.links.assessment.spam_offers import IndexedText, strongest_offers
from resources.links.assessment.spam_phrases import PhraseIndex
from resources.models.urls import host_of
from tests.resources.links.fetch_results import ADDRESS, answer, html


def text_of(title, words):
    return IndexedText(
        read_page(answer(html(title, f"<p>{words}")), ADDRESS), ["Lakeside School District"]
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.cde.ca.gov/x", True),
        ("https://education.sumac.edu/", True),
        ("https://www.lakeside.k12.ca.us/", True),
        ("https://www.sep.gob.mx/", True),
        ("https://escuela.edu.mx/", True),
        ("https://lakeside.education/", False),
        ("https://gov.example/", False),
        ("https://k12.ca/", False),
        ("https://mygov.org/", False),
        ("", False),
    ],
)
def test_domains_of_offices_and_schools_are_restricted(address, expected):
    assert is_restricted(host_of(address)) is expected


def test_a_link_shortener_or_a_platform_is_no_other_owner():
    assert has_other_owner("https://other.example/", "https://lakeside.example/")
    assert not has_other_owner("https://other.example/", "https://bit.ly/1")
    assert has_other_owner("https://other.example/", "https://bit.ly/1", "lakeside.example")
    assert not has_other_owner("https://www.youtube.com/watch", "https://lakeside.example/")
    assert not has_other_owner("https://docs.google.com/d/1", "https://lakeside.example/")


def test_a_product_becomes_an_offer_right_after_a_selling_word():
    selling = strongest_offers(
        text_of("Pills", "Order the best Tramadol here, cheap Xanax, buy now Viagra")
    )
    advising = strongest_offers(
        text_of("Pills", "Tramadol, Xanax and Viagra are none of a friend's to give")
    )

    assert {"order the best tramadol", "cheap xanax", "buy now viagra"} <= set(selling.phrases)
    assert selling.is_blatant
    assert not advising.is_blatant


def test_offers_that_overlap_in_one_run_are_one_offer():
    line = "Sponsored: best sportsbook bonus codes"
    apart = "Free spins here. Bonus codes there. Bet now everywhere."

    assert not strongest_offers(text_of("The reading room", line)).is_blatant
    assert strongest_offers(text_of("The reading room", apart)).is_blatant


def test_safe_words_in_the_entrys_own_name_do_not_count():
    words = "Lakeside School District. Roulette, blackjack, jackpot: come in."

    assert text_of("Lakeside School District", words).safe_words == 0
    assert text_of("Games", words.replace("come in", "teachers warn parents")).safe_words == 3


def test_a_casino_in_another_script_differs_from_help_with_gambling():
    casino = strongest_offers(text_of("真人百家乐", "线上博彩平台 注册即送彩金"))
    help_page = strongest_offers(text_of("家长须知", "赌场会令孩子成瘾 请致电求助"))

    assert casino.is_blatant
    assert help_page is None


def test_scripts_without_spaces_are_split_into_pairs_of_letters():
    assert tokens("Hi 水漏れ修理") == ["hi", "水漏", "漏れ", "れ修", "修理"]


def test_a_phrase_index_finds_every_place_of_its_phrases():
    index = PhraseIndex(["free spins", "spins", "free", "bonus code"])

    found = index.positions(["free", "spins", "and", "free", "bonus", "code", "spins", "free"])

    assert found == {"free": [0, 3, 7], "free spins": [0], "spins": [1, 6], "bonus code": [4]}
