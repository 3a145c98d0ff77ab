"""The state of a link after checks, and the history that the next check is assessed with."""

import pytest
from django.utils import timezone

from resources.links import decisions
from resources.links.assessment.evidence import Expected, LinkHistory
from resources.links.assessment.verdict import assess
from resources.links.fetching.results import FetchError
from resources.links.runs.recording import CheckOutcome
from resources.models import Link, LinkState, LinkVisit, Resource
from tests.make import make_organization, make_resource, make_user
from tests.resources.links.fakes import (
    NOON,
    NOT_FOUND,
    PAGE,
    FakeFetcher,
    check,
    days_later,
    moved_to,
)
from tests.resources.links.fetch_results import answer, html

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

URL = "https://a.example.org/page"
PDF = answer(
    b"%PDF-1.7\n1 0 obj <</Type /Catalog /Lang (es-MX)>>", content_type="application/pdf", size=700
)
CASINO = answer(
    html("Best online casino", "<p>Free spins, a welcome bonus and live dealer tables.")
)
BREAD = " ".join(f"bread{n}" for n in range(60))
BAKERY = answer(html("The bakery", f"<p>{BREAD}"))
HALF = answer(html("Welcome", f"<p>{BREAD[:160]} " + " ".join(f"rolls{n}" for n in range(40))))
PILLS = answer(html("Cheap pills", "<p>Buy viagra, cheap cialis, no prescription needed"))


@pytest.fixture(autouse=True)
def resource():
    return make_resource(organization=make_organization(url="", status="draft"), url=URL)


def met(found, day, **which):
    """The link after a check on that day."""
    check(FakeFetcher({URL: found} if found else {}), at=days_later(day), **which)
    return Link.objects.get(address=URL)


def test_a_state_is_known_since_the_visit_that_first_met_it():
    assert [met(NOT_FOUND, day).since for day in (0, 1, 2)] == [NOON] * 3
    assert met(PAGE, 3).since == days_later(3)


def test_what_a_file_is_stays_known_while_it_cannot_be_visited():
    for day, found in enumerate([PDF, FetchError.TIMED_OUT, NOT_FOUND]):
        link = met(found, day, is_all=True)

        assert (link.file_type, link.language, link.size) == ("pdf", "es", 700)
    assert met(PAGE, 9).file_type == "html"


def test_each_visit_tells_whether_it_counts_as_a_failure():
    for day, found in enumerate([NOT_FOUND, FetchError.TIMED_OUT, PAGE]):
        met(found, day)

    told = LinkVisit.objects.order_by("at").values_list("is_failure", "reason")
    assert list(told) == [(True, "not-found"), (False, "timed-out"), (False, "works")]


def test_the_new_address_is_kept_with_the_part_of_the_page_we_point_at(resource):
    Resource.objects.filter(pk=resource.pk).update(url=f"{URL}#steps")
    check(FakeFetcher({f"{URL}#steps": moved_to("https://a.example.org/new")}))

    link = Link.objects.get(address=f"{URL}#steps")
    assert link.final_address == "https://a.example.org/new#steps"


def test_the_host_of_the_last_good_page_is_no_other_domain_later(resource):
    """It named itself there when we first came, and does not any more."""
    named = answer(html("The bakery", f"<p>{resource.title_en} " + BREAD))
    first = moved_to("https://hillside.example/", status=302, found=named)
    assert met(first, 0).state == LinkState.WORKS
    other = moved_to("https://hillside.example/", at=days_later(7), status=302, found=HALF)

    assert met(other, 7).state == LinkState.WORKS


def test_another_domain_with_another_page_is_told_by_what_was_there_before():
    met(None, 0)
    other = moved_to("https://hillside.example/", at=days_later(7), status=302, found=BAKERY)

    assert met(other, 7).state == LinkState.TAKEN_OVER


def test_a_page_that_no_longer_names_its_publisher_is_told_by_the_last_good_one(resource):
    title = resource.title_en
    met(answer(html(title, f"<p>{title} " + " ".join(f"class{n}" for n in range(60)))), 0)

    assert met(BAKERY, 7).state == LinkState.TAKEN_OVER


def test_a_page_that_names_another_entry_with_the_same_address_is_theirs_too(resource):
    met(None, 0)
    make_resource(organization=resource.organization, url=URL, title_en="The bakery of bread0")
    other = moved_to("https://hillside.example/", at=days_later(7), status=302, found=BAKERY)

    assert met(other, 7).state == LinkState.WORKS


def test_a_publisher_that_is_named_is_enough(resource):
    resource.organization.name = "The bakery of bread0"
    resource.organization.save()
    met(None, 0)
    other = moved_to("https://hillside.example/", at=days_later(7), status=302, found=BAKERY)

    assert met(other, 7).state == LinkState.WORKS


def lifted(day, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: days_later(day))
    user = make_user("administrator", is_superuser=True)
    return decisions.lift_quarantine(Link.objects.get(address=URL), by=user)


def test_a_lifted_page_is_no_suspicion_until_something_else_stands_there(monkeypatch):
    suspect = met(CASINO, 0)
    assert suspect.state == LinkState.TAKEN_OVER
    assert "seen" not in suspect.visits.get().facts
    assert met(PAGE, 7).state == LinkState.TAKEN_OVER

    lifted(8, monkeypatch)

    assert met(CASINO, 9).state == LinkState.WORKS
    assert met(PILLS, 16).state == LinkState.TAKEN_OVER
    assert met(PILLS, 23).state == LinkState.TAKEN_OVER
    lifted(24, monkeypatch)
    assert met(PILLS, 25).state == LinkState.WORKS


def test_a_quarantine_recorded_by_a_visit_from_before_it_was_lifted_is_over(monkeypatch):
    met(CASINO, 0)
    lifted(8, monkeypatch)
    # A run that had judged it before, and records only now.
    Link.objects.update(state=LinkState.TAKEN_OVER, since=days_later(7.9), due_at=NOON)

    assert met(CASINO, 9).state == LinkState.WORKS


def test_of_two_addresses_that_lead_to_one_page_each_entry_shows_its_own(resource):
    other = make_resource(organization=resource.organization, url=f"{URL}?fbclid=1")
    assert other.url_key == resource.url_key

    check(FakeFetcher({other.url: NOT_FOUND}))

    states = Resource.objects.order_by("pk").values_list("link_state", flat=True)
    assert list(states) == [LinkState.WORKS, LinkState.IN_TROUBLE]


def test_an_entry_gets_what_is_known_of_its_own_address_alone(resource):
    """Not of one in its texts, nor of one it had before."""
    other, third = "https://a.example.org/other", "https://a.example.org/third"
    texts = {"summary_en": f"See [this]({other}).", "url": third}
    beside = make_resource(organization=resource.organization, **texts)
    check(FakeFetcher({other: NOT_FOUND}))
    Resource.objects.filter(pk=resource.pk).update(url=other)

    check(FakeFetcher(), at=days_later(0.1))

    beside.refresh_from_db()
    resource.refresh_from_db()
    assert beside.link_state == LinkState.WORKS
    assert resource.link_state == LinkState.IN_TROUBLE


def test_a_later_check_elsewhere_is_copied_though_the_state_is_the_same(resource):
    met(None, 0)
    Resource.objects.filter(pk=resource.pk).update(link_checked_at=days_later(-9))

    check(FakeFetcher(), at=days_later(0.1))

    resource.refresh_from_db()
    assert resource.link_checked_at == NOON


def test_addresses_too_long_to_keep_are_cut():
    result = moved_to(f"https://hillside.example/{'x' * 3000}")(URL)
    verdict = assess(result, LinkHistory(), Expected(), today=NOON.date())
    link = Link(pk=1, address=URL, host="a.example.org")

    assert len(CheckOutcome.of(link, result, verdict).final_address) == 2000
