"""A search that finds nothing helps on: what to take out, other words, our own pages."""

import pytest
from lxml import html

from tests.make import (
    make_resource,
    make_term,
)
from tests.search_page import links, make_lighthouses, search, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def lighthouse():
    return make_lighthouses()


def ways_of(results):
    """[(what a link on a page without results says, its address, its count)]."""
    ways = []
    for link in results.cssselect(".contents a"):
        label, count = words(link.find("b")), words(link.find("span")).split()[0]
        ways.append((label, link.get("href"), int(count)))
    return ways


def assert_counts_are_true(client, results, path):
    for label, address, count in ways_of(results):
        page = client.get(address if address.startswith("/") else path + address)
        assert page.context["page"].paginator.count == count > 0, label


@pytest.mark.parametrize(
    ("path", "heading", "offers"),
    [
        (
            "/resources/",
            "No resource has these words",
            ["All resources", "Start with a topic", "glossary", "Suggest a resource"],
        ),
        (
            "/es/resources/",
            "Ningún recurso tiene estas palabras",
            ["Todos los recursos", "Empiece por un tema", "glosario", "Sugiera un recurso"],
        ),
    ],
)
def test_a_search_without_results_says_so_and_offers_ways_on(client, path, heading, offers):
    make_resource()
    response = client.get(path, {"q": "xyzzy"})
    page = html.fromstring(response.content.decode())
    results = page.get_element_by_id("results")

    assert words(results.cssselect("h2")[0]) == heading
    assert page.get_element_by_id("q").value == "xyzzy"
    for offer in offers:
        assert any(offer in link for link in links(results)), offer
    assert_counts_are_true(client, results, path)


@pytest.mark.parametrize("path", ["/resources/", "/es/resources/"])
def test_filters_that_leave_nothing_can_be_taken_out_one_by_one(client, path):
    business, spanish = make_term(slug="business"), make_term("language", "es")
    make_resource(title_en="Homework at work", terms=[business])
    make_resource(title_en="Homework in Spanish", terms=[spanish])
    make_resource(terms=[business, spanish])
    results = search(client, "homework", path, topic="business", language="es")

    assert [count for _label, _address, count in ways_of(results)] == [1, 1, 1, 2]
    assert_counts_are_true(client, results, path)


@pytest.mark.parametrize(
    ("path", "topic", "advice"),
    [
        ("/resources/", {}, "Check the spelling, or try fewer or more common words."),
        (
            "/topics/business/",
            {},
            "Check the spelling, or try fewer or more common words.",
        ),
        (
            "/resources/",
            {"topic": "business"},
            "Take out a filter, or check the spelling of your words.",
        ),
        (
            "/es/resources/",
            {"topic": "business"},
            "Quite un filtro o revise la ortografía de sus palabras.",
        ),
    ],
)
def test_the_advice_fits_what_was_asked(client, path, topic, advice):
    make_resource(terms=[make_term(slug="business")])

    assert words(search(client, "xyzzy", path, **topic).cssselect(".nothing")[0]) == advice


def test_where_a_filter_leaves_nothing_the_words_are_tried_one_by_one(client):
    topic = make_term(slug="business")
    make_resource(title_en="Homework", terms=[topic])
    make_resource(title_en="Bus", terms=[topic])
    make_resource(title_en="Homework on the bus")
    for _ in range(10):
        make_resource(title_en="The homework bus")
    results = search(client, "the homework bus", topic="business")

    tried = [label for label, _address, _count in ways_of(results) if label.startswith("“")]
    assert tried == ["“homework”", "“bus”"]
    assert_counts_are_true(client, results, "/resources/")


def test_a_phrase_nobody_uses_is_tried_word_by_word(client):
    make_resource(title_en="The bus and your homework")
    results = search(client, '"homework bus" xyzzy')

    assert [label for label, _address, _count in ways_of(results)] == [
        "All resources",
        "“homework”",
        "“bus”",
    ]
    assert_counts_are_true(client, results, "/resources/")


def test_a_topic_without_the_words_leads_to_the_whole_directory(client, lighthouse):
    make_resource(terms=[lighthouse])
    make_resource(title_en="Build a lighthouse")
    path = "/topics/lighthouses/"
    results = search(client, "lighthouse", path)

    assert ("Your words, in the whole directory", "/resources/?q=lighthouse", 1) in ways_of(results)
    assert "Guide: Lighthouses" in links(results)
    assert_counts_are_true(client, results, path)


@pytest.mark.parametrize("text", ['"', "***", "👩‍👧", "“”", "- -"])
@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/resources/", "There is no word or number in your search"),
        ("/es/resources/", "En su búsqueda no hay ninguna palabra ni número"),
    ],
)
def test_a_search_without_any_word_says_that_it_has_none(client, path, heading, text):
    make_resource()
    results = search(client, text, path)

    assert words(results.cssselect("h2")[0]) == heading
    assert_counts_are_true(client, results, path)


@pytest.mark.usefixtures("lighthouse")
def test_our_own_pages_are_there_when_nothing_else_is(client):
    results = search(client, "lighthouse")

    assert words(results.cssselect("h2")[0]) == "No resource has these words"
    assert results.get_element_by_id("also").cssselect("a")
    assert "Guide: Lighthouses" not in links(results)  # it stands among them
