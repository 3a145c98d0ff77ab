"""How the links that visitors see are doing, and what the public page says of it."""

from datetime import UTC, date, datetime

import pytest

from resources.catalogue import follower
from resources.links import places, report
from resources.models import Link, LinkMonth, LinkState
from tests.make import make_example, make_link, make_organization, make_resource
from tests.pages import page, words

pytestmark = pytest.mark.django_db

CHECKED = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


def visited(state, *addresses):
    for address in addresses:
        Link.objects.filter(address=address).update(state=state, checked_at=CHECKED)


@pytest.fixture
def shown():
    """Two links on public pages, and two that only curators see."""
    nowhere = make_organization(url="", status="draft")
    make_resource(url="https://a.example.org/", organization=nowhere)
    make_example(source_url="https://b.example.org/")
    make_resource(url="https://draft.example.org/", status="draft", organization=nowhere)
    make_link("https://orphan.example.org/")
    places.follow()


def test_links_of_public_pages_are_counted_by_state_each_once(shown):
    nowhere = make_organization(url="", status="draft")
    make_resource(url="https://a.example.org/", organization=nowhere)
    places.follow()
    visited(LinkState.WORKS, "https://a.example.org/", "https://draft.example.org/")

    counts, last = report.counts()
    assert last == CHECKED
    assert {state: number for state, number in counts.items() if number} == {
        LinkState.WORKS: 1,
        LinkState.NOT_CHECKED: 1,
    }
    assert next(iter(counts)) == LinkState.WORKS
    assert list(counts)[-1] == LinkState.NOT_CHECKED


def test_the_report_says_how_many_work_and_when_they_were_last_checked(client, shown):
    visited(LinkState.WORKS, "https://a.example.org/")
    LinkMonth.objects.create(month=date(2026, 10, 1), counts={"works": 41, "gone": 1})
    LinkMonth.objects.create(month=date(2026, 9, 1), counts={"works": 40})
    text = words(page(client, "/about/links/").cssselect("main")[0])

    assert "Our pages lead to 2 addresses elsewhere." in text
    assert "It last tried one on Nov. 20, 2026." in text
    assert "1 · Works" in text
    assert "0 · Taken over" in text
    assert text.index("October 2026Works: 41 · Gone: 1") < text.index("September 2026Works: 40")


def test_before_the_first_run_the_report_says_so(client):
    text = words(page(client, "/es/about/links/").cssselect("main")[0])

    assert "Todavía no se ha verificado ningún enlace." in text
    assert "El primer conteo llega después de la primera verificación." in text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("length", [1, 15])
def test_the_report_costs_the_same_at_any_length(client, django_assert_num_queries, length):
    for _ in range(length):
        make_resource(organization=make_organization())
    places.follow()
    follower.current()  # as it is for any but the first visitor after a change
    with django_assert_num_queries(3):
        client.get("/about/links/")


def test_the_page_about_the_site_leads_to_the_report(client):
    assert page(client, "/about/").cssselect('main a[href="/about/links/"]')
