"""A run: links that are due are checked once, and the outcomes reach history and entries."""

import pytest

from resources.links.fetching.results import FetchError
from resources.links.runs import recording
from resources.links.runs.run import Offline
from resources.models import Change, HostClaim, Link, LinkState, LinkVisit, Resource
from tests.make import make_link, make_organization, make_resource
from tests.resources.links.fakes import NOON, NOT_FOUND, FakeFetcher, check, days_later, moved_to

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def resource():
    return make_resource(organization=make_organization(url="https://publisher.example.org/"))


def state_of(resource):
    resource.refresh_from_db()
    return resource.link_state


def test_a_run_checks_every_link_once_and_records_the_outcome(resource):
    fetcher, told = FakeFetcher(), []

    check(fetcher, report=told.append)

    assert sorted(fetcher.addresses) == sorted([resource.url, "https://publisher.example.org/"])
    assert {outcome.address for outcome in told} == set(fetcher.addresses)
    link = Link.objects.get(address=resource.url)
    assert (link.state, link.reason, link.http_status) == (LinkState.WORKS, "works", 200)
    assert link.checked_at == link.since == NOON
    assert link.good["title"] == "A page"
    assert list(link.visits.values_list("at", "state")) == [(NOON, LinkState.WORKS)]
    assert state_of(resource) == LinkState.WORKS
    assert resource.link_checked_at == NOON
    assert not HostClaim.objects.exists()


def test_a_link_that_is_not_due_is_not_checked_again(resource):
    fetcher = FakeFetcher()
    check(fetcher)

    check(fetcher, at=days_later(6))
    assert len(fetcher.addresses) == 2

    check(fetcher, at=days_later(7))
    assert len(fetcher.addresses) == 4


def test_a_run_of_all_links_leaves_out_those_checked_recently(resource):
    fetcher = FakeFetcher()
    check(fetcher)

    check(fetcher, at=days_later(0.01), is_all=True)
    assert len(fetcher.addresses) == 2

    check(fetcher, at=days_later(1), is_all=True)
    assert len(fetcher.addresses) == 4


@pytest.mark.parametrize("host", ["publisher.example.org", "WWW.publisher.example.org"])
def test_a_run_can_be_of_one_host(resource, host):
    fetcher = FakeFetcher()

    check(fetcher, host=host)

    assert fetcher.addresses == ["https://publisher.example.org/"]


def test_a_run_can_be_limited(resource):
    for _ in range(30):
        make_resource(organization=resource.organization)
    fetcher = FakeFetcher()

    check(fetcher, limit=3)
    assert len(set(fetcher.addresses)) == 3

    check(fetcher, limit=29)
    assert len(set(fetcher.addresses)) == 32


def test_a_link_is_gone_after_failures_on_three_days_over_a_week(resource):
    fetcher = FakeFetcher({resource.url: NOT_FOUND})
    states = []
    for day in range(9):
        check(fetcher, at=days_later(day))
        states.append(state_of(resource))

    assert states == ["in-trouble"] * 7 + ["gone"] * 2
    assert Link.objects.get(address=resource.url).visits.count() == 8  # weekly from then on


def test_a_good_visit_ends_a_row_of_failures(resource):
    fetcher = FakeFetcher()
    for day in range(15):
        fetcher.meets = {} if day == 5 else {resource.url: NOT_FOUND}
        check(fetcher, at=days_later(day))
        assert state_of(resource) == ("works" if 5 <= day < 12 else "in-trouble")


def test_many_failures_on_one_day_count_once(resource):
    fetcher = FakeFetcher({resource.url: NOT_FOUND})
    for hours in range(0, 12, 2):
        check(fetcher, at=days_later(hours / 24), is_all=True)

    assert Link.objects.get(address=resource.url).failed_on == ["2026-11-20"]
    assert state_of(resource) == "in-trouble"


def test_a_moved_link_offers_its_new_address(resource):
    check(FakeFetcher({resource.url: moved_to("https://example.org/new")}))

    link = Link.objects.get(address=resource.url)
    assert (link.state, link.final_address) == (LinkState.MOVED, "https://example.org/new")
    assert link in Link.objects.moved()


def test_a_paused_link_is_not_checked_until_after_the_last_day(resource):
    check(FakeFetcher(), at=days_later(-1))
    Link.objects.filter(address=resource.url).update(
        do_not_check_until=days_later(7).date(), do_not_check_why="They asked us."
    )
    fetcher = FakeFetcher()

    check(fetcher, at=days_later(7), is_all=True)
    assert resource.url not in fetcher.addresses

    check(fetcher, at=days_later(8))
    assert resource.url in fetcher.addresses


def test_pages_follow_the_outcome(resource):
    """A changed state of a link is a change in the journal."""
    check(FakeFetcher())
    last = Change.objects.last().sequence

    check(FakeFetcher({resource.url: NOT_FOUND}), at=days_later(7))

    link = Link.objects.get(address=resource.url)
    told = Change.objects.filter(sequence__gt=last).values_list("kind", "key")
    assert {("resource", str(resource.pk)), ("link", str(link.pk))} <= set(told)


def test_a_check_is_no_change_of_the_content(resource):
    before = resource.updated_at

    check(FakeFetcher())

    resource.refresh_from_db()
    assert resource.updated_at == before


def test_an_address_known_to_be_in_trouble_is_so_for_whoever_gets_it(resource):
    """By import, by an old version: a quarantine is not left by a detour."""
    check(FakeFetcher({resource.url: NOT_FOUND}))
    other = make_resource(organization=resource.organization, url=resource.url)
    Resource.objects.filter(pk=resource.pk).update(link_state="works", link_checked_at=NOON)

    check(FakeFetcher(), at=days_later(0.1))

    assert state_of(other) == state_of(resource) == "in-trouble"


def test_a_machine_without_network_records_nothing():
    resources = [make_resource(url=f"https://site-{n}.org/") for n in range(5)]
    check(FakeFetcher())
    dark = FakeFetcher(
        dict.fromkeys(Link.objects.values_list("address", flat=True), FetchError.DNS_GONE)
    )

    with pytest.raises(Offline):
        check(dark, at=days_later(7))

    assert {state_of(resource) for resource in resources} == {"works"}
    assert not HostClaim.objects.exists()
    check(FakeFetcher(), at=days_later(7))
    assert LinkVisit.objects.count() == 2 * Link.objects.count()


def test_silence_of_many_is_theirs_when_somebody_answers():
    resources = [make_resource(url=f"https://site-{n}.org/") for n in range(6)]
    check(FakeFetcher())
    silent = {resource.url: FetchError.DNS_GONE for resource in resources}

    check(FakeFetcher(silent), at=days_later(7))

    assert {state_of(resource) for resource in resources} == {"in-trouble"}


def test_silence_of_all_that_is_due_is_theirs_when_another_answers():
    resources = [make_resource(url=f"https://site-{n}.org/") for n in range(6)]
    silent = {resource.url: FetchError.DNS_GONE for resource in resources}
    check(FakeFetcher(silent))

    fetcher = FakeFetcher(silent)
    check(fetcher, at=days_later(1))

    assert {len(Link.objects.get(address=r.url).failed_on) for r in resources} == {2}
    assert len(fetcher.addresses) == len(resources) + 1


def test_only_the_latest_visits_are_kept(monkeypatch, resource):
    monkeypatch.setattr(recording, "MAX_VISITS", 3)
    for week in range(5):
        check(FakeFetcher(), at=days_later(7 * week))

    visits = Link.objects.get(address=resource.url).visits
    assert [visit.at for visit in visits.all()] == [days_later(7 * week) for week in (4, 3, 2)]


def test_days_of_failures_are_bounded_and_the_first_is_kept(monkeypatch, resource):
    monkeypatch.setattr(recording, "MAX_FAILED_DAYS", 4)
    for day in range(0, 70, 7):
        check(FakeFetcher({resource.url: NOT_FOUND}), at=days_later(day))

    days = Link.objects.get(address=resource.url).failed_on
    assert len(days) == 4
    assert days[0] == "2026-11-20"
    assert state_of(resource) == "gone"


def test_later_pages_are_compared_with_the_first_good_one_after_a_review(resource):
    check(FakeFetcher())
    first = Link.objects.get(address=resource.url)
    assert first.reviewed == first.good

    other = make_link()
    Resource.objects.filter(pk=resource.pk).update(reviewed_on=days_later(3).date())
    Link.objects.filter(pk=first.pk).update(reviewed=None, changed_much=True)
    check(FakeFetcher(), at=days_later(7))

    link = Link.objects.get(pk=first.pk)
    assert link.reviewed == link.good
    assert link.reviewed_on == days_later(3).date()
    assert not link.changed_much
    assert other not in Link.objects.exclude(checked_at=None)
