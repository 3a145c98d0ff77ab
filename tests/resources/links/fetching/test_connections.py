"""The SSRF guard at work: no redirect, no name and no spelling of an address gets past it."""

import asyncio

import pytest

from resources.links.fetching.results import FetchError, Hop
from tests.resources.links.fetchers import fetcher_for
from tests.resources.links.servers import HOME, TableResolver, answer, redirect, serving

PUBLIC = "public.example"


def met(address_of, *, names=None, allowed=(), answers=None):
    """(the result for the address that `address_of` gives for a server, that server)."""

    async def fetch():
        async with serving(answers or {"/": answer()}) as server:
            places = [place.format(port=server.port) for place in allowed]
            async with fetcher_for(*places, names=names) as fetcher:
                return await fetcher.fetch(address_of(server)), server

    return asyncio.run(fetch())


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "１２７.０.０.１",
        "①②⑦.0.0.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:7f00:0001]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "10.0.0.1",
        "0xa.1",
        "169.254.169.254",
        "2852039166",
        "0xa9fea9fe",
        "[fd00:ec2::254]",
        "[fe80::1]",
    ],
)
def test_a_machine_within_is_reached_under_no_spelling(host):
    result, server = met(lambda server: f"http://{host}/")

    assert result.error == FetchError.GUARDED
    assert server.connections == 0


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.0.0.1."])
def test_other_spellings_lead_where_they_lead_a_browser(host):
    result, server = met(lambda server: server.address(host=host), allowed=["127.0.0.1:{port}"])

    assert result.answer.body == HOME
    assert server.requests[-1].headers["host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize(
    "host", ["127.0.0.1.1", "256.0.0.1", "0x1ffffffff", "1.2.3.4.5", "a..b", "a" * 64 + ".example"]
)
def test_what_looks_like_an_address_and_is_none_is_not_asked_for(host):
    result, _server = met(lambda server: f"http://{host}/", names={host: ["127.0.0.1"]})

    assert result.error == FetchError.BAD_ADDRESS


@pytest.mark.parametrize("port", [22, 25, 8080, 8443])
def test_another_port_than_the_webs_is_closed(port):
    result, _server = met(lambda server: f"http://{PUBLIC}:{port}/", names={PUBLIC: ["8.8.8.8"]})

    assert result.error == FetchError.GUARDED


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_leads_within_is_not_followed(inside):
    names = TableResolver({PUBLIC: [inside]})
    result, server = met(lambda server: server.address(host=PUBLIC), names=names.table)

    assert result.error == FetchError.GUARDED
    assert server.connections == 0


def test_of_the_addresses_of_a_name_only_open_ones_are_tried():
    result, server = met(
        lambda server: server.address(host=PUBLIC),
        names={PUBLIC: ["10.1.2.3", "127.0.0.1"]},
        allowed=["127.0.0.1:{port}"],
    )

    assert result.answer.body == HOME
    assert server.connections == 3


def test_a_name_that_rebinds_is_looked_at_when_the_connection_is_made():
    """First it leads to where it may, then to a machine within: here, the same on IPv6."""

    async def fetch():
        async with serving({"/": answer()}) as outside:
            names = {PUBLIC: [["127.0.0.1"], ["127.0.0.1"], ["::1"]]}
            async with fetcher_for(f"127.0.0.1:{outside.port}", names=names) as fetcher:
                return await fetcher.fetch(outside.address(host=PUBLIC)), outside

    result, outside = asyncio.run(fetch())

    assert result.error == FetchError.GUARDED
    assert [request.method for request in outside.requests] == ["GET", "HEAD"]


@pytest.mark.parametrize(
    "inside",
    ["http://127.0.0.1:{port}/", "http://[::1]/", "http://10.0.0.1/", "http://meta.example/"],
)
def test_a_redirect_within_is_not_followed(inside):
    async def fetch():
        async with serving({"/": answer()}, host="::1") as within:
            target = inside.format(port=within.port)
            async with serving({"/": redirect(target)}) as outside:
                names = {"meta.example": ["169.254.169.254"]}
                async with fetcher_for(f"127.0.0.1:{outside.port}", names=names) as fetcher:
                    return await fetcher.fetch(outside.address()), within, outside, target

    result, within, outside, target = asyncio.run(fetch())

    assert result.error == FetchError.GUARDED
    assert (result.hops, result.final_address) == ((Hop(outside.address(), 302),), target)
    assert within.connections == 0


def test_an_allowed_name_lifts_the_guard_for_itself_alone():
    async def fetch():
        names = {"intranet.example": ["127.0.0.1"], PUBLIC: ["127.0.0.1"]}
        async with (
            serving({"/": answer()}) as server,
            fetcher_for(f"intranet.example:{server.port}", names=names) as fetcher,
        ):
            return [
                await fetcher.fetch(server.address(host=host))
                for host in ("intranet.example", PUBLIC)
            ]

    allowed, other = asyncio.run(fetch())

    assert allowed.answer.body == HOME
    assert other.error == FetchError.GUARDED


def test_a_name_and_a_password_in_an_address_are_sent_to_nobody():
    result, server = met(
        lambda server: f"http://me:secret@127.0.0.1:{server.port}/", allowed=["127.0.0.1:{port}"]
    )

    assert result.answer.body == HOME
    assert not any("authorization" in request.headers for request in server.requests)
