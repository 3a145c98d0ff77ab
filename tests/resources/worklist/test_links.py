"""Links in trouble: one item for a site and a cause, however many links share it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from lxml import html

from resources.models import Link, LinkState, Resource, Status
from resources.worklist.list import worklist_rows
from tests.desk_form import notices_of
from tests.make import (
    make_example,
    make_glossary_term,
    make_guide,
    make_organization,
    make_resource,
    make_term,
    make_user,
)

from .work import links_known, sites_listed

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FRONT = "/admin/"
SITE, OTHER = "site.example.org", "other.example.org"
# The errors that an outage gives from one visit to the next.
OUTAGE = ["dns-gone", "refused", "timed-out", "reset", "server-error", "tls-broken"]


@pytest.fixture
def publisher():
    """Their own site works."""
    organization = make_organization()
    links_known(LinkState.WORKS, "works")
    return organization


def make_pages(number, publisher, site=SITE):
    return [make_resource(url=f"https://{site}/{n}", organization=publisher) for n in range(number)]


def resolve(client, item):
    return client.post(reverse("admin:worklist_resolve", args=[item.pk]), follow=True)


def sentence_of(item):
    [row] = worklist_rows([item])
    return row.sentence


def test_an_outage_is_one_item_whatever_each_link_met(publisher):
    make_pages(40, publisher)
    make_pages(1, publisher, OTHER)
    for n, link in enumerate(links_known(LinkState.IN_TROUBLE, "timed-out")):
        reason, state = OUTAGE[n % len(OUTAGE)], "gone" if n % 2 else "in-trouble"
        Link.objects.filter(pk=link.pk).update(reason=reason, state=state)

    listed = sites_listed("no-site")

    assert set(listed) == {SITE, OTHER}
    assert listed[SITE].details["count"] == 40
    assert "40 links lead" in sentence_of(listed[SITE])
    assert "20 of them" in sentence_of(listed[SITE])
    assert listed[SITE].priority > listed[OTHER].priority


def test_pages_that_are_missing_are_another_cause_than_a_site_that_is_silent(publisher):
    make_pages(2, publisher)
    first, second = links_known()
    Link.objects.filter(pk=first.pk).update(reason="dns-gone")

    assert sites_listed("no-site")[SITE].details["first"] == first.pk
    assert sites_listed("no-page")[SITE].details["first"] == second.pk


@pytest.mark.parametrize(
    ("cause", "state", "reason"),
    [
        ("taken-over", LinkState.TAKEN_OVER, "taken-over"),
        ("no-page", LinkState.GONE, "soft-404"),
        ("moved", LinkState.MOVED, "moved"),
        ("no-site", LinkState.IN_TROUBLE, "timed-out"),
    ],
)
def test_each_kind_of_trouble_leaves_the_list_with_the_trouble(publisher, cause, state, reason):
    make_pages(1, publisher)
    links = links_known(state, reason)
    assert set(sites_listed(cause)) == {SITE}

    links.update(state=LinkState.WORKS, reason="works")

    assert sites_listed(cause) == {}


def test_a_takeover_comes_first_and_a_short_outage_last(publisher):
    states = [LinkState.IN_TROUBLE, LinkState.MOVED, LinkState.GONE, LinkState.TAKEN_OVER]
    for state in states:
        make_pages(1, publisher, f"{state}.example.org")
        links_known(state, "timed-out")

    listed = [
        *sites_listed("taken-over").values(),
        *sites_listed("no-site").values(),
        *sites_listed("moved").values(),
    ]
    ranked = sorted(listed, key=lambda item: item.priority)

    assert [item.words.partition(".")[0] for item in ranked] == [str(state) for state in states]


def test_links_that_work_or_refuse_robots_are_not_in_trouble(publisher):
    make_pages(1, publisher)
    links_known()
    for state in (LinkState.WORKS, LinkState.REFUSES, LinkState.NOT_CHECKED):
        Link.objects.update(state=state)
        found = [sites_listed(cause) for cause in ("taken-over", "no-site", "no-page", "moved")]
        assert found == [{}, {}, {}, {}]


def test_links_of_every_kind_of_place_are_listed():
    organization = make_organization(url=f"https://{SITE}/about")
    make_resource(archived_url=f"https://{SITE}/web/2009/a", organization=organization)
    make_example(source_url=f"https://{SITE}/report")
    guide = make_guide(intro_en=f"Read [the whole story](https://{SITE}/story).")
    guide.first_steps.create(text_en=f"See https://{SITE}/step.")
    make_glossary_term("absence", definition_en=f"After [them](https://{SITE}/words).")
    links_known()

    assert sites_listed("no-page")[SITE].details["count"] == 6


def test_links_in_drafts_are_not_listed(publisher):
    make_resource(url=f"https://{SITE}/", organization=publisher, status=Status.DRAFT)
    links_known()

    assert sites_listed("no-page") == {}


def test_a_link_that_is_left_alone_is_listed_again_after_the_last_day(publisher, monkeypatch):
    make_pages(1, publisher)
    today = timezone.localdate()
    links_known(do_not_check_until=today, do_not_check_why="They are moving house.")
    assert sites_listed("no-page") == {}

    tomorrow = today + timedelta(days=1)
    monkeypatch.setattr("resources.links.causes.timezone.localdate", lambda *_: tomorrow)

    assert set(sites_listed("no-page")) == {SITE}


def test_a_dismissed_site_comes_back_with_the_next_link_that_fails(admin_client, publisher):
    make_pages(2, publisher)
    links = links_known(LinkState.GONE, "not-found")
    links.filter(address__endswith="/1").update(state=LinkState.WORKS)
    resolve(admin_client, sites_listed("no-page")[SITE])
    assert sites_listed("no-page") == {}

    links.update(checked_at=timezone.now())  # one more visit, and nothing new
    assert sites_listed("no-page") == {}
    now = timezone.now()
    links.filter(address__endswith="/1").update(state="gone", reason="removed", since=now)

    assert set(sites_listed("no-page")) == {SITE}


def test_new_addresses_are_accepted_with_one_click(admin_client, publisher):
    make_pages(3, publisher)
    guide = make_guide(intro_en=f"Read [this](https://{SITE}/0).")
    for link in links_known(LinkState.MOVED, "moved"):
        new = link.address.replace(SITE, OTHER)
        Link.objects.filter(pk=link.pk).update(final_address=new, facts={"to": new})

    page = resolve(admin_client, sites_listed("moved")[SITE])

    found = Resource.objects.filter(organization=publisher).values_list("url", flat=True)
    assert set(found) == {f"https://{OTHER}/{n}" for n in range(3)}
    assert str(guide) in notices_of(page)[1]  # its text is left to a person
    assert sites_listed("moved")[SITE].details["count"] == 1
    page = resolve(admin_client, sites_listed("moved")[SITE])
    assert notices_of(page) == [f"Change these yourself, or ask somebody who may: {guide}."]


def test_a_user_who_may_not_decide_about_links_is_offered_no_button(client, publisher):
    make_pages(1, publisher)
    new = f"https://{OTHER}/"
    links_known(LinkState.MOVED, "moved", final_address=new, facts={"to": new})
    item = sites_listed("moved")[SITE]
    client.force_login(make_user("contributor"))

    assert "Take the new address" not in client.get(FRONT).content.decode()
    assert resolve(client, item).status_code == 403
    assert Resource.objects.filter(url__contains=SITE).exists()


class TestOnThePage:
    def test_it_shows_where_the_links_stand_and_why_they_are_listed(self, admin_client):
        organization = make_organization(name="Publisher of all", url=f"https://{SITE}/")
        guide = make_guide(make_term(slug="families"))
        guide.first_steps.create(text_en=f"Read [the whole story](https://{SITE}/story).")
        links_known(facts={"days": 3, "first": "2026-01-02"})
        text = text_of(admin_client.get(f"{FRONT}?reason=no-page"))

        assert f"{SITE} Page not found The site answers, but 2 pages" in text
        assert f"{organization} Address" in text
        assert f"{guide} First step: " in text
        assert "the whole story" in text
        assert "It failed on 3 different days" in text

    def test_one_link_leads_to_its_page_and_many_to_their_list(self, admin_client, publisher):
        make_pages(5, publisher)
        make_pages(2, publisher, OTHER)
        links_known()
        alone = Link.objects.filter(host=OTHER).first()
        Link.objects.exclude(pk=alone.pk).filter(host=OTHER).update(state=LinkState.WORKS)
        page = html.fromstring(admin_client.get(f"{FRONT}?reason=no-page").content.decode())

        leads_to = {link.text: link.get("href") for link in page.cssselect(".work h2 a")}

        assert leads_to[OTHER] == reverse("admin:resources_link_change", args=[alone.pk])
        listed = html.fromstring(admin_client.get(leads_to[SITE]).content.decode())
        assert len(listed.cssselect("#result_list tbody tr")) == 5
        assert "and 2 more" in text_of(admin_client.get(f"{FRONT}?reason=no-page"))

    def test_it_is_in_spanish_too(self, admin_client, publisher):
        make_pages(5, publisher)
        links_known()

        text = text_of(admin_client.get("/es/admin/"))

        for sentence in ("No se encuentra la página", "El sitio responde", "y 2 más"):
            assert sentence in text
        with translation.override("es"):
            assert "darlo por perdido" in sentence_of(sites_listed("no-page")[SITE])

    def test_topic_and_organization_narrow_it_by_the_entries_the_links_stand_in(
        self, admin_client, publisher
    ):
        topic = make_term()
        for page in make_pages(2, publisher):
            page.terms.add(topic)
        make_pages(2, make_organization(name="Somebody else"), OTHER)
        links_known()

        for query in ({"topic": topic.slug}, {"organization": publisher.name}):
            page = html.fromstring(
                admin_client.get(FRONT, {"reason": "no-page"} | query).content.decode()
            )
            assert [link.text for link in page.cssselect(".work h2 a")] == [SITE]

    def test_it_costs_the_same_at_any_number_of_links(self, admin_client, publisher):
        def cost_with(pages, sites):
            for n in range(sites):
                make_pages(pages, publisher, f"{n}.{SITE}")
            links_known()
            sites_listed("no-page")  # a page view looks at some of the entries only
            address = f"{FRONT}?reason=no-page"
            admin_client.get(address)
            with CaptureQueriesContext(connection) as queries:
                page = admin_client.get(address)
            return len(queries), text_of(page).count("Page not found")

        cost, shown = cost_with(pages=1, sites=2)
        Resource.objects.all().delete()
        cost_of_many, more_shown = cost_with(pages=6, sites=20)

        assert more_shown > shown
        # While a test's transaction is open, the search index reads all that changed in it again,
        # some entries at a time. Of the worklist itself, no site and no link costs a query.
        assert cost_of_many < cost + more_shown - shown


def text_of(page):
    return " ".join(html.fromstring(page.content.decode()).text_content().split())
