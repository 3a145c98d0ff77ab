"""`manage.py check_links`, with the real fetcher and a web on this machine."""

import json
import os
import re
import signal
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from resources.batches import Progress
from resources.links.fetching.results import FetchError
from resources.links.fetching.ssrf_guard import Allowlist
from resources.links.runs.run import Run
from resources.management.commands import check_links
from resources.models import HostClaim, Link, LinkOccurrence, LinkState, LinkVisit
from tests.make import make_organization, make_resource
from tests.resources.links.fakes import FakeFetcher
from tests.resources.links.local_web import local_web

pytestmark = pytest.mark.django_db

HOME = b"<!doctype html><html lang='en'><title>A packet</title><p>Families help in schools."


def web(path, query):
    if path == "/packet":
        return 200, "text/html; charset=utf-8", HOME
    if path == "/cdx":
        return (
            200,
            "application/json",
            b'[["timestamp","original"],["20240101000000","http://a.org/"]]',
        )
    return 404, "text/plain", b"no"


@pytest.fixture
def site(settings):
    """One living page and one that is not there, of one publisher without an address."""
    settings.LINK_CHECK_ALLOWED = Allowlist.parse("127.0.0.1")
    with local_web(web) as server:
        organization = make_organization(url="", status="draft")
        for path in ("packet", "missing"):
            make_resource(organization=organization, url=f"{server.address}/{path}", slug=path)
        yield server


@pytest.fixture
def fake_fetcher(monkeypatch):
    """The command's fetcher, without a network."""
    fetcher = FakeFetcher(at=timezone.now())
    monkeypatch.setattr(check_links, "Fetcher", lambda **options: fetcher)
    return fetcher


def run(*options, **more):
    out, errors = StringIO(), StringIO()
    call_command("check_links", *options, stdout=out, stderr=errors, **more)
    return out.getvalue().splitlines(), errors.getvalue()


def test_links_are_checked_and_reported_as_json(site, settings):
    settings.ARCHIVE_CDX = f"{site.address}/cdx"

    lines, _errors = run("--json")

    *links, totals = map(json.loads, lines)
    by_address = {link["address"]: link for link in links}
    packet = by_address[f"{site.address}/packet"]
    assert list(packet) == [
        "address",
        "where",
        "state",
        "reason",
        "final_address",
        "http_status",
        "checked_at",
    ]
    assert (packet["state"], packet["http_status"]) == ("works", 200)
    assert packet["reason"]
    [where] = packet["where"]
    assert (where["kind"], where["field"]) == ("resource", "url")
    missing = by_address[f"{site.address}/missing"]
    assert (missing["state"], missing["http_status"]) == ("in-trouble", 404)
    assert totals == {"totals": {"visited": 2, "left": 0, "works": 1, "in-trouble": 1}}
    assert Link.objects.get(address=packet["address"]).archived_at.year == 2024
    agents = {path for _method, path, _query in site.asked}
    assert "/robots.txt" in agents


def test_a_link_in_trouble_is_reported_in_words(fake_fetcher):
    resource = make_resource()
    fake_fetcher.meets = {resource.url: FetchError.TIMED_OUT}

    lines, _errors = run()

    assert lines[0].startswith(f"Did not answer lately: {resource.url} ")
    assert lines[-1] == "2 links visited, 0 left to visit, 1 Works, 1 Did not answer lately"


def test_progress_is_reported_with_rate_and_time_left(fake_fetcher, monkeypatch):
    for _ in range(3):
        make_resource()
    monkeypatch.setattr(check_links, "Progress", partial(Progress, every=0))

    _lines, errors = run()

    assert re.search(r"\d+ links visited, \d+ a second, \d+ s left", errors)
    assert run(verbosity=0)[1] == ""


def test_a_dry_run_names_links_and_writes_nothing(fake_fetcher):
    resource = make_resource()

    lines, _errors = run("--dry-run", "--json")

    assert resource.url in [json.loads(line).get("address") for line in lines]
    assert run("--dry-run")[0][-1] == "0 links visited, 2 left to visit"
    assert fake_fetcher.addresses == []
    assert not LinkOccurrence.objects.exists()
    assert not Link.objects.exists()


def test_a_machine_without_network_is_told_to_try_later(fake_fetcher):
    resources = [make_resource(url=f"https://site-{number}.org/") for number in range(5)]
    fake_fetcher.meets = {
        address: FetchError.DNS_FAILED
        for resource in resources
        for address in (resource.url, resource.organization.url)
    }

    with pytest.raises(CommandError, match="online") as stopped:
        run()

    assert stopped.value.returncode == 75
    assert not LinkVisit.objects.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_run_in_order(fake_fetcher, monkeypatch, number):
    """The links checked by then are recorded, no claim is left, and the rest stays due."""
    organization = make_organization()
    for _ in range(30):
        make_resource(organization=organization)
    take, before = Run.take_result, signal.getsignal(number)

    async def take_and_be_stopped(self, task, result):
        await take(self, task, result)
        if len(fake_fetcher.addresses) == 10:
            os.kill(os.getpid(), number)
            await self.stopped.wait()

    monkeypatch.setattr(Run, "take_result", take_and_be_stopped)
    fake_fetcher.seconds = 0.01

    with pytest.raises(CommandError, match="Stopped") as stopped:
        run()

    assert stopped.value.returncode == 128 + number
    assert signal.getsignal(number) is before
    visited = LinkVisit.objects.count()
    assert 0 < visited < 31
    assert not HostClaim.objects.exists()
    monkeypatch.setattr(Run, "take_result", take)
    run()
    assert LinkVisit.objects.count() == Link.objects.count() == 31
    assert set(Link.objects.values_list("state", flat=True)) == {LinkState.WORKS}


def test_options_that_make_no_sense_are_refused(fake_fetcher):
    with pytest.raises(CommandError, match="--limit"):
        run("--limit=0")
    with pytest.raises(CommandError, match="not allowed with"):
        run("--due", "--all")
