"""Runs while others write to the database, hosts throttle us, claims are lost, or all is silent."""

import pytest
from asgiref.sync import sync_to_async as in_database
from django.db import OperationalError

from resources.links.fetching.results import FetchError
from resources.links.runs import recording, run, schedule
from resources.links.runs.run import Offline
from resources.models import HostClaim, Link, LinkState, LinkVisit, Resource
from tests.make import make_organization, make_resource
from tests.resources.links.fakes import NOON, PAGE, FakeFetcher, check, days_later

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def make_links(number, host="a.example.org"):
    organization = make_organization(url="", status="draft")
    for n in range(number):
        make_resource(organization=organization, url=f"https://{host}/{n}")


class ThrottledFetcher(FakeFetcher):
    """The only host becomes unavailable after so many fetches."""

    def __init__(self, most):
        super().__init__()
        self.most, self.throttle = most, self

    def is_unavailable(self, host):
        return len(self.addresses) >= self.most


@pytest.mark.parametrize("most", [5, 20, 25])
def test_links_of_a_throttling_host_stay_due(most):
    make_links(30)
    fetcher = ThrottledFetcher(most)

    check(fetcher)

    assert len(fetcher.addresses) == most
    assert LinkVisit.objects.count() == most
    assert not HostClaim.objects.exists()
    check(FakeFetcher(), at=days_later(1))
    assert LinkVisit.objects.count() == 30


def test_a_database_that_another_writer_has_is_waited_for(monkeypatch):
    make_links(3)
    busy = iter([OperationalError("locked"), OperationalError("locked"), None])
    record_checks = recording.record_checks

    def record_later(*arguments):
        if problem := next(busy, None):
            raise problem
        return record_checks(*arguments)

    monkeypatch.setattr(recording, "record_checks", record_later)
    monkeypatch.setattr(run, "RECORD_EVERY", 0.01)
    check(FakeFetcher())

    assert LinkVisit.objects.count() == 3


def test_but_not_for_ever(monkeypatch):
    make_links(3)

    def refuse(*arguments):
        raise OperationalError("locked")

    monkeypatch.setattr(recording, "record_checks", refuse)
    monkeypatch.setattr(run, "RECORD_EVERY", 0.01)
    monkeypatch.setattr(run, "DATABASE_PATIENCE", 0.05)
    with pytest.raises(OperationalError):
        check(FakeFetcher())

    assert not HostClaim.objects.exists()


class SlowFetcher(FakeFetcher):
    """Fetches for so long that another run takes over its claims."""

    async def fetch(self, *arguments):
        await in_database(HostClaim.objects.update)(run="another")
        return await super().fetch(*arguments)


def test_an_outcome_that_was_not_recorded_is_not_reported():
    make_links(3)
    told = []

    check(SlowFetcher(), report=told.append)

    assert told == []
    assert not LinkVisit.objects.exists()
    assert HostClaim.objects.get().run == "another"


def test_claims_are_renewed_while_a_run_goes_on(monkeypatch):
    make_links(20)
    monkeypatch.setattr(run, "RECORD_EVERY", 0.01)
    monkeypatch.setattr(run, "RENEW_EVERY", 0.02)
    renewed = []
    monkeypatch.setattr(schedule, "renew_claims", lambda name, now: renewed.append(name))
    checked = check(FakeFetcher(seconds=0.01))

    assert set(renewed) == {checked.name}


@pytest.mark.parametrize("number", [run.SILENT_HOSTS - 1, run.SILENT_HOSTS])
def test_few_silent_hosts_are_believed_and_many_are_not(number):
    for n in range(number):
        make_links(1, f"site-{n}.org")
    dark = FakeFetcher(dict.fromkeys(addresses(), FetchError.DNS_GONE))

    if number < run.SILENT_HOSTS:
        check(dark)
        assert set(Link.objects.values_list("state", flat=True)) == {LinkState.IN_TROUBLE}
    else:
        with pytest.raises(Offline):
            check(dark)
        assert not LinkVisit.objects.exists()


class OneByOne(FakeFetcher):
    """Each host takes a little longer than the one before."""

    async def fetch(self, *arguments):
        self.seconds += 0.02
        return await super().fetch(*arguments)


def test_silence_is_not_recorded_host_by_host_before_anybody_answered(monkeypatch):
    monkeypatch.setattr(run, "RECORD_EVERY", 0.01)
    for n in range(run.SILENT_HOSTS):
        make_links(1, f"site-{n}.org")

    with pytest.raises(Offline):
        check(OneByOne(dict.fromkeys(addresses(), FetchError.DNS_GONE)))

    assert not LinkVisit.objects.exists()


def addresses():
    return list(Resource.objects.values_list("url", flat=True))


def test_those_asked_whether_we_are_online_worked_last_and_are_of_several_sites():
    make_links(4, "often.org")
    for n in range(4):
        make_links(1, f"site-{n}.org")
    check(FakeFetcher({"https://site-0.org/0": FetchError.RESET, "https://often.org/0": PAGE}))

    asked = run.control_addresses()

    hosts = [address.split("/")[2] for address in asked]
    assert len(set(hosts)) == len(hosts) == run.CONTROLS
    assert "site-0.org" not in hosts
    assert NOON in set(Link.objects.filter(address__in=asked).values_list("checked_at", flat=True))
