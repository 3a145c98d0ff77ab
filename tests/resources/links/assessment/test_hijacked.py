"""A hijacked page, from the check that finds it to what visitors see, and back."""

from datetime import date

import pytest
from django.core.management import call_command

from resources.links import decisions
from resources.links.fetching.ssrf_guard import Allowlist
from resources.models import Link, LinkState, Resource
from tests.make import make_example, make_organization, make_resource, make_user
from tests.pages import page, words
from tests.resources.links.local_web import local_web

pytestmark = pytest.mark.django_db

SCHOOL = b"""<!doctype html><html lang="en"><title>A Family Packet</title><h1>A Family Packet</h1>
<p>Eight handouts for families and teachers who plan school meetings together, in plain words,
with a page for notes, a list of questions for the principal and a calendar for the year."""
CASINO = b"""<!doctype html><html lang="en"><title>Best Online Casino Bonus 2026</title>
<h1>Play Slots for Real Money</h1><p>Claim your welcome bonus and free spins today. Our casino
games, sports betting odds and live dealer tables pay out fast. Deposit now and win the jackpot.
"""
CAPTURES = b'[["timestamp","original"],["20240102030405","http://packet.example.org/"]]'


@pytest.fixture
def web(settings):
    """One page that three entries link to. `shows` is its body."""

    def answer(path, query):
        if path == "/packet":
            return 200, "text/html; charset=utf-8", server.shows
        if path == "/cdx":
            return 200, "application/json", CAPTURES
        return 404, "text/plain", b"no"

    settings.LINK_CHECK_ALLOWED = Allowlist.parse("127.0.0.1")
    with local_web(answer) as server:
        settings.ARCHIVE_CDX = f"{server.address}/cdx"
        server.shows, address = SCHOOL, f"{server.address}/packet"
        publisher = make_organization(slug="packet", name="Packet Press", url=address)
        make_resource(
            slug="packet",
            title_en="A Family Packet",
            url=address,
            organization=publisher,
            reviewed_on=date(2024, 1, 1),
        )
        make_example(slug="packet", source_title="A Family Packet", source_url=address)
        yield server


def check():
    call_command("check_links", "--all", verbosity=0)
    Link.objects.update(due_at="2020-01-01T00:00Z", checked_at="2020-01-01T00:00Z")


def leads_out(client):
    """The external addresses that each of the three pages links to."""
    return {
        address
        for kind in ("resources", "organizations", "examples")
        for link in page(client, f"/{kind}/packet/").cssselect("main a[rel~=external]")
        if (address := link.get("href"))
    }


def test_a_hijacked_page_is_not_linked_until_a_curator_lifts_the_quarantine(client, web):
    check()
    live, copy = (
        f"{web.address}/packet",
        f"{web.address}/web/20240102030405/http://packet.example.org/",
    )
    assert leads_out(client) == {live, copy}

    web.shows = CASINO
    check()
    assert leads_out(client) == {copy}
    assert "Taken over" in words(page(client, "/resources/packet/").cssselect(".state")[0])
    assert client.get("/api/v1/resources/").json()["results"][0]["url"] == ""

    web.shows = SCHOOL
    check()
    assert leads_out(client) == {copy}  # who took it once may show the old page to robots

    decisions.lift_quarantine(Link.objects.get(address=live), by=make_user("curator"))
    assert live in leads_out(client)
    check()
    assert live in leads_out(client)
    assert Resource.objects.get(slug="packet").link_state == LinkState.WORKS
