"""The links of a page: the words about them, and addresses it does not link to."""

from datetime import UTC, date, datetime

import pytest

from resources.models import LinkState
from tests.make import make_example, make_link, make_organization, make_resource, make_term
from tests.pages import page, words

pytestmark = pytest.mark.django_db

CHECKED = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
PDF = "https://www.example.org/packet.pdf"
ARCHIVED = "https://web.archive.org/web/20210304050607/https://www.example.org/packet.pdf"


def make_visited(address, state=LinkState.WORKS, **fields):
    return make_link(address, state=state, checked_at=CHECKED, **fields)


def make_archived(address, state, **fields):
    at = datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
    return make_visited(address, state, archived_address=ARCHIVED, archived_at=at, **fields)


def ways_out(client, address):
    """{address: words} of the links of a page that leave the site."""
    links = page(client, address).cssselect("main a[rel~=external]")
    return {link.get("href"): words(link) for link in links}


def said(client, address):
    return words(page(client, address).cssselect(".state")[0])


def test_a_link_to_a_file_names_its_kind_place_size_and_language(client):
    spanish = make_term("language", "es", label_en="Spanish", label_es="Español")
    make_resource(slug="packet", url=PDF, terms=[spanish])
    make_resource(slug="other", url=PDF)
    make_visited(PDF, file_type="pdf", size=1_468_006, language="en")

    assert ways_out(client, "/resources/packet/") == {
        PDF: "Open PDF at example.org 1.4 MB, Spanish"
    }
    assert ways_out(client, "/resources/other/") == {PDF: "Open PDF at example.org 1.4 MB, English"}
    assert ways_out(client, "/es/resources/packet/") == {
        PDF: "Abra en example.org: PDF 1,4 MB, Español"
    }


def test_a_page_is_described_by_its_entry_and_never_by_its_size(client):
    toolkit = make_term("format", "toolkit", label_en="Toolkit")
    make_resource(slug="packet", url="https://example.org/a", terms=[toolkit])
    make_visited("https://example.org/a", file_type="html", size=90_000, language="en")

    assert ways_out(client, "/resources/packet/") == {
        "https://example.org/a": "Open it at example.org Toolkit, English"
    }


def test_a_link_that_moved_names_the_place_it_leads_to(client):
    make_resource(slug="packet", url="https://old.example.org/a")
    make_visited(
        "https://old.example.org/a", LinkState.MOVED, final_address="https://www.new.example.net/b"
    )

    assert ways_out(client, "/resources/packet/") == {
        "https://old.example.org/a": "Open it at new.example.net"
    }


def test_an_archived_copy_stands_beside_the_live_link_with_its_day(client):
    make_resource(slug="packet", url=PDF)
    make_archived(PDF, LinkState.WORKS)

    assert ways_out(client, "/resources/packet/") == {
        PDF: "Open it at example.org",
        ARCHIVED: "Open the copy of March 4, 2021 at web.archive.org",
    }


def test_of_a_link_that_is_gone_the_copy_comes_first_to_mind(client):
    make_resource(slug="packet", url=PDF)
    make_archived(PDF, LinkState.GONE)
    buttons = page(client, "/resources/packet/").cssselect("main a.button")

    assert [button.get("href") for button in buttons] == [ARCHIVED]
    assert ways_out(client, "/resources/packet/")[PDF] == (
        "Try the address at example.org all the same"
    )


@pytest.mark.parametrize("kind", ["resources", "organizations", "examples"])
def test_no_page_leads_to_an_address_that_was_taken_over_but_to_its_copy(client, kind):
    make = {
        "resources": lambda: make_resource(slug="lost", url=PDF),
        "organizations": lambda: make_organization(slug="lost", url=PDF),
        "examples": lambda: make_example(slug="lost", source_url=PDF),
    }
    make[kind]()
    make_archived(PDF, LinkState.TAKEN_OVER)

    assert list(ways_out(client, f"/{kind}/lost/")) == [ARCHIVED]
    assert "Taken over" in said(client, f"/{kind}/lost/")
    assert "example.org/packet" not in page(client, f"/{kind}/lost/").text_content()


def test_a_copy_that_curators_give_comes_before_one_that_was_looked_up(client):
    given = "https://archive.example.org/web/20100512/packet"
    make_resource(slug="sure", url=PDF, archived_url=given, is_archived_url_verified=True)
    make_resource(slug="unsure", url=PDF, archived_url=given)
    make_archived(PDF, LinkState.WORKS)

    assert ways_out(client, "/resources/sure/")[given] == (
        "Open the copy of May 12, 2010 at archive.example.org"
    )
    assert ARCHIVED in ways_out(client, "/resources/unsure/")


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (LinkState.NOT_CHECKED, "Look for a copy from 2010 at archive.example.org"),
        (LinkState.WORKS, "Open the copy of May 12, 2010 at archive.example.org"),
        (LinkState.GONE, None),
        (LinkState.TAKEN_OVER, None),
    ],
)
def test_a_given_copy_is_offered_as_its_own_link_is_known(client, state, offered):
    given = "https://archive.example.org/web/20100512/packet"
    make_resource(slug="packet", url=PDF, archived_url=given)
    make_link(given, state=state, checked_at=CHECKED if state != "not-checked" else None)

    assert ways_out(client, "/resources/packet/").get(given) == offered


@pytest.mark.parametrize("day", ["20101", "20101399", "2010", "0000"])
def test_an_archived_address_without_a_day_gives_none(client, day):
    given = f"https://archive.example.org/web/{day}/packet"
    make_resource(slug="packet", archived_url=given, is_archived_url_verified=True)

    assert ways_out(client, "/resources/packet/")[given] == (
        f"Open the copy from {day[:4]} at archive.example.org"
    )


def test_what_is_known_of_an_address_counts_for_an_entry_that_just_got_it(client):
    make_visited(PDF, LinkState.REFUSES)
    make_resource(slug="packet", url=PDF, listed_on=date(2026, 11, 23))

    assert said(client, "/resources/packet/") == (
        "Open it yourself it refuses automatic checks; last tried Nov. 20, 2026"
    )


def test_a_closed_resource_leads_to_its_copy_alone(client):
    make_resource(
        slug="packet",
        url=PDF,
        status="closed",
        closing_note_en="It ended.",
        closing_note_es="Terminó.",
    )
    make_archived(PDF, LinkState.WORKS)

    assert list(ways_out(client, "/resources/packet/")) == [ARCHIVED]
