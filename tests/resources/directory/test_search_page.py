"""Help with a search on the page: spellings, dropped words, explanations, our own pages."""

import pytest

from resources.models import Status
from tests.make import (
    make_glossary_term,
    make_resource,
    make_term,
)
from tests.search_page import found, make_lighthouses, said, search, words

pytestmark = pytest.mark.django_db


# Spelling


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/resources/", "Did you mean “attendance”? We searched for that spelling, too."),
        ("/es/resources/", "¿Quiso decir «attendance»? También buscamos con esa ortografía."),
    ],
)
def test_a_likelier_spelling_is_offered_and_the_results_stay(client, path, sentence):
    make_resource(title_en="Attendance matters")
    results = search(client, "atendance", path)

    assert said(results) == [sentence]
    assert found(results) == ["Attendance matters"]


def test_the_corrected_search_keeps_the_filters_and_the_other_words(client):
    make_resource(title_en="School attendance", terms=[make_term(slug="families")])
    results = search(client, "school atendance", topic="families")

    link = results.cssselect(".said a")[0]
    assert words(link) == "school attendance"
    corrected = client.get(f"/resources/{link.get('href')}").context["filterset"].selection
    assert corrected.text == "school attendance"
    assert corrected.terms == {"topic": {"families"}}


def test_a_spelling_nothing_was_searched_for_is_only_asked(client):
    for title in ("Homework", "Bus", "Attendance"):
        make_resource(title_en=title)
    results = search(client, "homework bus atendance")

    assert said(results) == [
        "Did you mean “homework bus attendance”?",
        "No resource has all of your words together. We left out: “bus”, “atendance”.",
    ]


def test_a_school_word_is_never_taken_for_a_misspelling(client):
    make_glossary_term("ELAC")
    make_resource(title_en="Elan in class")

    assert not search(client, "elac").cssselect(".said")


# Words left out


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (
            "/resources/",
            "No resource has all of your words together. We left out: “reunion”, “xyzzy”.",
        ),
        (
            "/es/resources/",
            "Ningún recurso tiene juntas todas sus palabras. Dejamos fuera: «reunion», «xyzzy».",
        ),
    ],
)
def test_the_words_that_were_left_out_are_named(client, path, sentence):
    make_resource(title_en="Ask for an interpreter")
    results = search(client, "interpreter reunion xyzzy", path)

    assert said(results) == [sentence]
    assert found(results) == ["Ask for an interpreter"]


@pytest.mark.parametrize(
    ("path", "some", "none"),
    [
        (
            "/resources/",
            "1 resource has all of your words. We also show those with all but one.",
            "No resource here has all of your words. We show those with all but one.",
        ),
        (
            "/es/resources/",
            "1 recurso tiene todas sus palabras. También mostramos los que tienen todas menos una.",
            "Aquí ningún recurso tiene todas sus palabras. Mostramos los que tienen todas menos"
            " una.",
        ),
    ],
)
def test_entries_that_lack_a_word_are_announced(client, path, some, none):
    topics = {slug: make_term(slug=slug) for slug in ("whole", "part")}
    make_resource(title_en="Homework on the bus", terms=[topics["whole"]])
    make_resource(title_en="Homework", terms=[topics["part"]])
    for _ in range(2):
        make_resource(title_en="Bus")

    assert said(search(client, "homework bus", path)) == [some]
    assert found(search(client, "homework bus", path)) == ["Homework on the bus", "Homework"]
    assert said(search(client, "homework bus", path, topic="part")) == [none]
    assert said(search(client, "homework bus", path, topic="whole")) == []


# Words explained


def test_a_school_word_of_the_search_is_explained_above_the_results(client):
    make_glossary_term(
        "ELAC",
        expansion_en="English Learner Advisory Committee",
        definition_en="Parents who advise the principal.",
        how_to_join_en="Ask the office for the next date.",
    )
    make_resource(title_en="What an ELAC does")
    results = search(client, "what is elac")

    [box] = results.cssselect(".meaning")
    assert words(box) == (
        "ELAC English Learner Advisory Committee Parents who advise the principal."
        " How to join or ask: Ask the office for the next date."
    )
    assert list(results).index(box) < list(results).index(results.cssselect("ol.sheet")[0])


def test_an_explanation_in_the_other_language_is_marked(client):
    make_glossary_term("IEP", definition_es="", expansion_es="Programa", expansion_en="Program")
    [term] = search(client, "iep", "/es/resources/").cssselect(".meaning > div")

    assert term.cssselect("dd")[0].get("lang") == "en"
    assert [span.get("lang") for span in term.cssselect("dt span")] == [None]


def test_no_more_than_two_words_are_explained_and_only_on_the_first_page(client):
    for term in ("ELAC", "DELAC", "LCAP"):
        make_glossary_term(term)
    for _ in range(21):
        make_resource(title_en="ELAC, DELAC and LCAP")

    assert len(search(client, "elac delac lcap").cssselect("dfn")) == 2
    assert not search(client, "elac delac lcap", page=2).cssselect("dfn")


# Our own pages


@pytest.fixture
def lighthouse():
    return make_lighthouses()


@pytest.mark.parametrize(
    ("path", "jump", "kinds"),
    [
        (
            "/resources/",
            "Also on PartnerKit: 1 guide, 3 examples, 1 glossary word, 1 organization",
            ["Guides", "Examples", "Glossary", "Organizations"],
        ),
        (
            "/es/resources/",
            "También en PartnerKit: 1 guía, 3 ejemplos, 1 palabra del glosario, 1 organización",
            ["Guías", "Ejemplos", "Glosario", "Organizaciones"],
        ),
    ],
)
@pytest.mark.usefixtures("lighthouse")
def test_our_own_pages_follow_the_list_and_a_link_above_it_leads_there(client, path, jump, kinds):
    make_resource(title_en="Build a lighthouse")
    results = search(client, "lighthouse", path)

    [link] = results.cssselect(".jump a")
    assert words(link) == jump
    section = results.get_element_by_id(link.get("href")[1:])
    assert [words(heading) for heading in section.cssselect("h3")] == kinds
    assert list(results).index(section) > list(results).index(results.cssselect("ol.sheet")[0])
    assert len(section.cssselect("a")) == 1 + 3 + 1 + 1
    for page in section.cssselect("a"):
        assert client.get(page.get("href")).status_code == 200


def test_our_own_pages_stand_only_under_a_plain_search(client, lighthouse):
    for _ in range(21):
        make_resource(title_en="Build a lighthouse", terms=[lighthouse])

    assert search(client, "lighthouse").cssselect("#also")
    assert not search(client, "lighthouse", page=2).cssselect("#also, .jump")
    assert not search(client, "lighthouse", topic="lighthouses").cssselect("#also, .jump")
    assert not search(client, "lighthouse", "/topics/lighthouses/").cssselect("#also, .jump")
    assert not search(client, "").cssselect("#also, .jump")
    assert not search(client, "-xyzzy").cssselect("#also, .jump")


def test_a_word_explained_above_is_not_offered_again(client):
    make_glossary_term("ELAC")
    for _ in range(4):
        make_glossary_term("District ELAC")
    section = search(client, "elac").get_element_by_id("also")

    assert [words(link) for link in section.cssselect("a")] == ["District ELAC"] * 3


# The box


@pytest.mark.parametrize(
    ("path", "place"), [("/resources/", "//h1//label"), ("/topics/business/", "//form//label")]
)
def test_the_box_keeps_the_words_under_one_label(client, path, place):
    make_resource(terms=[make_term(slug="business")])
    page = search(client, "homework", path).getroottree()

    assert page.getroot().get_element_by_id("q").value == "homework"
    [label] = page.xpath("//label[@for='q']")
    assert label in page.xpath(place)
    assert words(label) == "Search 1 resource"


# Order


@pytest.mark.parametrize(
    ("path", "orders"),
    [
        ("/resources/", "Sort: Best match first Most recommended first A to Z Newest first"),
        ("/es/resources/", "Orden: Más relevantes Más recomendados De la A a la Z Más recientes"),
    ],
)
def test_the_order_of_the_list_is_named_and_the_others_can_be_had(client, path, orders):
    for _ in range(2):
        make_resource(title_en="Homework")
    [line] = search(client, "homework", path, sort="newest").cssselect(".sorts")

    assert words(line) == orders
    assert orders.endswith(words(line.cssselect("[aria-current]")[0]))
    assert len(line.cssselect("a")) == 3


# Filters


def filters_beside(results):
    """The texts of the control that unfolds the filters, and of the button below them."""
    form = results.getparent().find("form")
    [summary] = form.xpath("details/summary")
    [button] = form.xpath("details/button")
    return words(summary), words(button)


def test_the_number_beside_filter_counts_ticked_choices_and_not_the_words(client):
    make_resource(title_en="Homework", terms=[make_term(slug="business")])

    assert filters_beside(search(client, "homework"))[0] == "Filter 0 chosen"
    assert filters_beside(search(client, "homework", topic="business"))[0] == "Filter 1 chosen"


def test_the_button_below_the_filters_names_what_is_found(client):
    make_resource(title_en="Homework", terms=[make_term(slug="business")])

    assert filters_beside(search(client, "homework"))[1] == "Show 1 resource"
    assert filters_beside(search(client, "xyzzy", topic="business"))[1] == "Search again"


def test_where_nothing_is_left_to_filter_no_filters_are_offered(client):
    make_resource(terms=[make_term(slug="business")])

    assert search(client, "xyzzy").getparent().xpath("form//summary") == []


# Entries


def test_the_words_of_the_search_are_marked_where_they_stand(client):
    make_resource(title_en="Guides for families", summary_en="A <guide> & more.")
    results = search(client, "guide")

    assert [mark.text for mark in results.iter("mark")] == ["Guides", "guide"]
    assert "A <guide> & more." in words(results)


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/resources/", "Closed kept here as history"),
        ("/es/resources/", "Cerrado se guarda aquí como historia"),
    ],
)
def test_a_closed_entry_comes_last_and_says_that_it_is_closed(client, path, state):
    make_resource(title_en="Homework line", status=Status.CLOSED)
    make_resource(title_en="Help", summary_en="With homework.", summary_es="Con homework.")
    entries = search(client, "homework", path).cssselect("ol.sheet > li")

    assert words(entries[-1].cssselect(".state")[0]) == state
    assert not entries[0].cssselect(".gone")
