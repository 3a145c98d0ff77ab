"""Soft 404s, whether they say so or not, and addresses that look like home pages."""

import pytest

from resources.links.assessment.evidence import Expected, LinkHistory
from resources.links.assessment.soft_404 import is_home_page
from resources.links.assessment.verdict import assess, needs_probe
from resources.models import LinkState
from tests.resources.links.fakes import NOON
from tests.resources.links.fetch_results import answer, html, make_result

EXPECTED = Expected(("How to volunteer",), ("Lakeside Unified School District",))
MISSING, WORKS = LinkState.IN_TROUBLE, LinkState.WORKS


def words(stem, number):
    return " ".join(f"{stem}{n}" for n in range(number))


def page(title, *texts, **more):
    return answer(html(title, f"<p>{' '.join(texts)}"), **more)


def met(found, beside, shown=EXPECTED):
    """The verdict on a first visit if a made-up address gets the page `beside`."""
    alone = make_result(found)
    probe = make_result(beside) if beside and needs_probe(alone, LinkHistory(), shown) else None
    return assess(make_result(found, probe=probe), LinkHistory(), shown, today=NOON.date())


FRONT = page("Lakeside Unified School District", words("news", 40))
FILE = answer(b"%PDF-1.7", content_type="application/pdf")
SITUATIONS = {
    "every address gets the front page": (FRONT, FRONT, MISSING),
    "with the address repeated in it": (
        page("Lakeside", words("news", 40), words("here", 4)),
        page("Lakeside", words("news", 40), words("there", 4)),
        MISSING,
    ),
    "pages of one design, with words of their own": (
        page("Lakeside", words("menu", 40), words("here", 15)),
        page("Lakeside", words("menu", 40), words("there", 15)),
        WORKS,
    ),
    "a made-up address is not found": (FRONT, page("Oops", "No.", status=404), WORKS),
    "a made-up address gets a file": (FRONT, FILE, WORKS),
    "nobody could ask for a made-up one": (FRONT, None, WORKS),
    "a shell that a script fills": (
        page("Lakeside", "Loading"),
        page("Lakeside", "Loading"),
        WORKS,
    ),
    "a site of one page that is the one we mean": (
        page("How to volunteer", words("news", 40)),
        page("How to volunteer", words("news", 40)),
        WORKS,
    ),
    "a title that says so": (
        page("Page not found", "Sorry!"),
        page("Page not found", "Sorry!"),
        MISSING,
    ),
    "nothing but a number": (page("404", "404"), page("404", "404"), MISSING),
    "first words that say so": (
        page("Lakeside", "This page could not be found"),
        page("Lakeside", "This page could not be found"),
        MISSING,
    ),
    "a title that says so, and repeats ours": (
        page("How to volunteer: page not found", "Sorry!"),
        page("Nonsense: page not found", "Sorry!"),
        MISSING,
    ),
    "a page that speaks of pages not found further down": (
        page("How to volunteer", words("news", 80), "page not found"),
        page("How to volunteer", words("news", 80), "page not found"),
        WORKS,
    ),
    "another missing page than that of a made-up address": (
        page("Page not found", words("news", 40)),
        page("Page not found", words("else", 40)),
        WORKS,
    ),
}


@pytest.mark.parametrize("what", SITUATIONS)
def test_a_page_is_missing_if_a_made_up_address_gets_the_same(what):
    found, beside, expected = SITUATIONS[what]

    assert met(found, beside).state == expected


def test_a_file_needs_no_probe():
    assert not needs_probe(make_result(FILE), LinkHistory(), EXPECTED)


def test_a_home_page_is_never_missing():
    home = Expected(EXPECTED.titles, EXPECTED.publishers, is_home_page=True)

    assert met(FRONT, FRONT, home).state == WORKS
    # Nor where somebody asked nevertheless.
    assert (
        assess(
            make_result(FRONT, probe=make_result(FRONT)), LinkHistory(), home, today=NOON.date()
        ).state
        == WORKS
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://lakeside.example",
        "https://lakeside.example/",
        "https://lakeside.example/es/",
        "https://lakeside.example/Default.aspx",
        "https://lakeside.example/en-us/index.html#top",
    ],
)
def test_home_pages_are_recognized_by_their_address(address):
    assert is_home_page(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://lakeside.example/families",
        "https://lakeside.example/es/familias/index.html",
        "https://lakeside.example/?page=12",
        "https://lakeside.example:eighty/",
    ],
)
def test_other_pages_are_no_home_pages(address):
    assert not is_home_page(address)
