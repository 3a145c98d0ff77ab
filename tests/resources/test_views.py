"""The directory, resource and organization pages."""

from datetime import UTC, date, datetime

import pytest

from resources.models import LinkState, Status
from resources.search import index_sync
from tests.make import (
    make_guide,
    make_organization,
    make_recommendation,
    make_resource,
    make_term,
)
from tests.pages import page, words

pytestmark = pytest.mark.django_db

QUERIES_FOR_A_LIST = 7
QUERIES_FOR_AN_ORGANIZATION = 9


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("length", [1, 15])
def test_the_directory_costs_the_same_at_any_length(client, django_assert_num_queries, length):
    for _ in range(length):
        terms = [make_term(), make_term("language", "es"), make_term("format", "pdf")]
        make_recommendation(resource=make_resource(terms=terms), locator_en="pp. 1–2")

    index_sync.current()  # as it is for any but the first visitor after a change
    with django_assert_num_queries(QUERIES_FOR_A_LIST):
        client.get("/resources/?q=resource&language=es")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("length", [1, 15])
def test_an_organization_costs_the_same_at_any_length(client, django_assert_num_queries, length):
    organization = make_organization(slug="wested")
    for _ in range(length):
        resource = make_resource(organization=organization, terms=[make_term()])
        make_recommendation(resource=resource, locator_en="pp. 1–2")

    index_sync.current()  # as it is for any but the first visitor after a change
    with django_assert_num_queries(QUERIES_FOR_AN_ORGANIZATION):
        client.get("/organizations/wested/")


def test_twenty_entries_stand_on_a_page(client):
    for _ in range(21):
        make_resource()

    assert len(page(client, "/resources/").cssselect(".sheet > li")) == 20
    assert len(page(client, "/resources/?page=2").cssselect(".sheet > li")) == 1


def test_each_page_but_the_last_leads_to_the_next(client):
    for _ in range(41):
        make_resource(title_en="About attendance")
    addresses = [f"/resources/?page={number}&q=attendance" for number in (1, 2, 3)]
    following = [page(client, address).xpath("//a[@rel='next']/@href") for address in addresses]

    assert following == [["?page=2&q=attendance#results"], ["?page=3&q=attendance#results"], []]


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/resources/", "Directory – PartnerKit"),
        ("/resources/?topic=families", "1 resource – Directory – PartnerKit"),
        ("/resources/?q=xyzzy", "xyzzy – 0 resources – Directory – PartnerKit"),
        (
            "/es/resources/?q=attendance&page=2",
            "attendance – 21 recursos – Directorio, página 2 – PartnerKit",
        ),
        ("/topics/families/", "Families – Topics – PartnerKit"),
        (
            "/topics/families/?q=attendance",
            "attendance – 1 resource – Families – Topics – PartnerKit",
        ),
    ],
)
def test_the_title_of_a_list_says_what_was_asked_and_how_much_was_found(client, address, title):
    families = make_term(slug="families", label_en="Families")
    make_resource(title_en="About attendance", terms=[families])
    for _ in range(20):
        make_resource(title_en="About attendance")

    assert words(page(client, address).find(".//title")) == title


def test_a_list_shows_the_flag_of_the_guide_the_visitor_selected(client):
    families, business = make_term(slug="families"), make_term(slug="business")
    resource = make_resource(terms=[families, business])
    make_recommendation(
        make_guide(families), resource, locator_en="pp. 1–2", locator_es="págs. 1–2"
    )
    make_recommendation(
        make_guide(business), resource, locator_en="pp. 3–4", locator_es="págs. 3–4"
    )

    assert "pp. 3–4" in words(page(client, "/resources/?topic=business").cssselect(".locator")[0])
    assert "pp. 1–2" in words(page(client, "/resources/?topic=families").cssselect(".locator")[0])


def test_a_resource_shows_every_guide_that_points_at_it_with_its_part(client):
    families, business = make_term(slug="families"), make_term(slug="business")
    resource = make_resource(slug="packet", terms=[families])
    make_recommendation(
        make_guide(families), resource, locator_en="pp. 1–2", locator_es="págs. 1–2"
    )
    make_recommendation(
        make_guide(business), resource, locator_en="pp. 3–4", locator_es="págs. 3–4"
    )
    make_recommendation(make_guide(status=Status.DRAFT), resource, locator_en="pp. 5–6")

    rows = [words(row) for row in page(client, "/resources/packet/").cssselect(".packet li")]
    assert [("Families" in row, "pp. 1–2" in row) for row in rows] == [(True, True), (False, False)]
    assert "pp. 3–4" in rows[1]


def test_an_unchecked_and_unreviewed_entry_says_so(client):
    make_resource(slug="new", listed_on=date(2026, 11, 23))
    text = words(page(client, "/resources/new/").cssselect("main")[0])

    assert "Not checked yet listed Nov. 23, 2026" in text
    assert "Not yet, by a person" in text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (LinkState.WORKS, "Works checked"),
        (LinkState.MOVED, "Moved"),
        (LinkState.REFUSES, "Open it yourself"),
        (LinkState.GONE, "Gone"),
    ],
)
def test_a_checked_link_says_its_state_in_words_with_the_day(client, state, said):
    checked = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    make_resource(slug="checked", link_state=state, link_checked_at=checked)
    shown = words(page(client, "/resources/checked/").cssselect(".state")[0])

    assert said in shown
    assert "Nov. 20, 2026" in shown


def test_each_link_state_has_words_and_an_icon_of_its_own(client):
    shown = {}
    for state in set(LinkState) - {LinkState.NOT_CHECKED}:
        checked = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
        make_resource(slug=state, link_state=state, link_checked_at=checked)
        said = page(client, f"/resources/{state}/").cssselect(".state b")[0]
        shown[words(said)] = said.cssselect("use")[0].get("href").partition("#")[2]

    assert len(shown) == len(set(shown.values())) == len(LinkState) - 1
    assert shown["Did not answer lately"] == "i-trouble"


def external_links(tree):
    return [a.get("href") for a in tree.cssselect("main a[rel~=external]")]


def test_a_link_that_was_taken_over_is_not_a_link(client):
    checked = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    make_resource(slug="lost", link_state=LinkState.TAKEN_OVER, link_checked_at=checked)

    assert external_links(page(client, "/resources/lost/")) == []


def test_a_link_to_the_publisher_is_worded_so(client):
    make_resource(slug="item", url="https://www.example.org/a.pdf")
    make_resource(slug="home", url="https://www.example.org/", link_target="publisher-page")

    assert "Open it at example.org" in words(
        page(client, "/resources/item/").cssselect(".button")[0]
    )
    button = words(page(client, "/resources/home/").cssselect(".button")[0])
    assert button == "Go to the publisher’s page at example.org"


def test_a_tombstone_keeps_its_address_and_successor_but_links_nowhere(client):
    heir = make_resource(slug="heir", title_en="The heir")
    make_resource(
        slug="gone",
        status=Status.CLOSED,
        successor=heir,
        closing_note_en="It ended in 2011.",
        closing_note_es="Terminó en 2011.",
    )
    tree = page(client, "/resources/gone/")
    text = words(tree.cssselect("main")[0])

    assert "It ended in 2011." in text
    assert tree.cssselect('main a[href="/resources/heir/"]')
    assert external_links(tree) == []


def test_an_unverified_archived_copy_is_only_offered_to_look_for(client):
    make_resource(slug="old", archived_url="https://web.archive.org/web/2010/http://example.org/")
    assert "Look for a copy from 2010" in words(
        page(client, "/resources/old/").cssselect("main")[0]
    )


@pytest.mark.parametrize("kind", ["resources", "organizations"])
def test_a_draft_has_no_page(client, kind):
    make = make_resource if kind == "resources" else make_organization
    make(slug="draft", status=Status.DRAFT)

    assert client.get(f"/{kind}/draft/").status_code == 404


def test_what_curators_note_is_never_shown(client):
    make_resource(
        slug="noted",
        evidence_note_en="SECRET EVIDENCE",
        evidence_note_es="SECRET EVIDENCE",
        draft_note_en="SECRET NOTE",
        draft_note_es="SECRET NOTE",
        evidence_url="https://secret.example/",
    )

    for address in ("/resources/noted/", "/es/resources/noted/", "/resources/"):
        assert b"ecret" not in client.get(address).content.lower()


def test_a_text_in_the_other_language_is_marked(client):
    make_resource(slug="packet", title_en="A Set of Surveys", summary_es="")
    tree = page(client, "/es/resources/packet/")

    assert tree.cssselect("h1")[0].get("lang") == "en"
    assert tree.cssselect(".lede")[0].get("lang") == "en"
    assert page(client, "/resources/packet/").cssselect("h1")[0].get("lang") is None


def test_the_other_language_is_one_link_away_with_the_same_query(client):
    make_resource()
    links = page(client, "/resources/?q=resource").cssselect("a.tongue")

    assert [(a.get("href"), a.get("lang")) for a in links] == [("/es/resources/?q=resource", "es")]
    assert page(client, "/es/resources/?q=recurso").cssselect("a.tongue")[0].get("href") == (
        "/resources/?q=recurso"
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_page_that_can_only_be_read_says_so(client, method):
    response = getattr(client, method)("/resources/")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert b"can only be read" in response.content


def test_head_answers_like_get_without_a_body(client):
    response = client.head("/resources/")

    assert response.status_code == 200
    assert response.content == b""
