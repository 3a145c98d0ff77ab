"""Fetching from servers that behave."""

import asyncio

import pytest

from resources.links.fetching.results import MAX_BODY_BYTES, FetchError, Hop
from tests.resources.links.fetchers import CONTACT, fetched, fetcher_for
from tests.resources.links.servers import HOME, answer, by_method, in_ranges, redirect, serving

PDF = b"%PDF-1.7 " + b"x" * 100_000


def test_a_page_is_read():
    result, server = fetched({"/": answer(content_language="es-MX, en")})

    assert result.error is None
    assert (result.hops, result.final_address) == ((), result.address)
    assert result.fetched_at.utcoffset() is not None
    told = result.answer
    assert (told.status, told.content_type, told.charset) == (200, "text/html", "utf-8")
    assert (told.language, told.size, told.body, told.is_whole) == ("es-mx", len(HOME), HOME, True)
    assert server.asked("/") == ["HEAD", "GET"]


def test_a_host_learns_how_to_reach_us():
    _visit, server = fetched({"/": answer()})

    assert {r.headers["user-agent"] for r in server.requests} == {
        f"PartnerKit-LinkCheck/1.0 (+{CONTACT})"
    }


def test_no_cookie_is_kept():
    answers = {
        "/": answer(b"", status=302, location="/next", set_cookie="a=1; path=/"),
        "/next": answer(set_cookie="b=1; path=/"),
    }

    async def fetch():
        async with (
            serving(answers) as server,
            fetcher_for(
                f"127.0.0.1:{server.port}", names={"school.example": ["127.0.0.1"]}
            ) as fetcher,
        ):
            await fetcher.fetch(server.address(host="school.example"))
            return server

    server = asyncio.run(fetch())

    assert len(server.requests) == 4
    assert not any("cookie" in request.headers for request in server.requests)


def test_no_proxy_of_the_environment_is_asked(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    result, _server = fetched({"/": answer()})

    assert result.answer.body == HOME


def test_head_is_enough_for_a_file():
    result, server = fetched({"/a.pdf": answer(PDF, content_type="application/pdf")}, "/a.pdf")

    assert (result.answer.content_type, result.answer.size) == ("application/pdf", len(PDF))
    assert (result.answer.body, result.answer.is_whole) == (b"", False)
    assert server.asked("/a.pdf") == ["HEAD"]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501, 503])
def test_a_file_whose_head_is_refused_is_asked_for_in_part(status):
    pdf = in_ranges(PDF, content_type="application/pdf")
    sent = by_method(HEAD=answer(b"", status=status), GET=pdf)
    result, _server = fetched({"/a.pdf": sent}, "/a.pdf")

    assert (result.answer.status, result.answer.size) == (200, len(PDF))
    assert result.answer.body == PDF[:2048]
    assert not result.answer.is_whole


@pytest.mark.parametrize("useless", [{"content_type": None}, {"content_type": "text/html"}])
def test_a_page_is_read_where_head_says_nothing(useless):
    head = answer(b"", **useless)
    result, _server = fetched({"/": by_method(HEAD=head, GET=answer())})

    assert result.answer.body == HOME


def test_a_part_of_a_page_tells_the_size_of_all_of_it():
    page = HOME + b"<p>" + b"x" * (2 * MAX_BODY_BYTES)
    result, server = fetched({"/": in_ranges(page)})

    assert server.requests[-1].headers["range"] == f"bytes=0-{MAX_BODY_BYTES - 1}"
    assert (result.answer.status, result.answer.size) == (200, len(page))
    assert result.answer.body == page[:MAX_BODY_BYTES]
    assert not result.answer.is_whole


def test_a_part_that_is_all_there_is_is_whole():
    result, _server = fetched({"/": in_ranges(HOME)})

    assert (result.answer.body, result.answer.is_whole) == (HOME, True)


def test_a_page_that_has_no_parts_is_read_as_a_whole():
    result, _server = fetched({"/": in_ranges(b"")})

    assert (result.answer.status, result.answer.body, result.answer.is_whole) == (200, b"", True)


def test_a_page_that_asks_to_come_back_is_read_all_the_same():
    assert fetched({"/": answer(retry_after=1)})[0].answer.body == HOME


def test_redirects_are_followed_and_kept():
    answers = {
        "/": redirect("/a", 301),
        "/a": redirect("b?q=1", 302),
        "/b": redirect("/c/", 303),
        "/c/": redirect("../d", 307),
        "/d": redirect("e#part", 308),
        "/e": answer(),
    }
    result, server = fetched(answers)

    base = server.address("")
    assert result.hops == (
        Hop(f"{base}/", 301),
        Hop(f"{base}/a", 302),
        Hop(f"{base}/b?q=1", 303),
        Hop(f"{base}/c/", 307),
        Hop(f"{base}/d", 308),
    )
    assert result.final_address == f"{base}/e#part"
    assert result.answer.body == HOME


def test_a_redirect_of_head_alone_is_not_believed():
    answers = {
        "/": by_method(HEAD=redirect("/error"), GET=answer()),
        "/error": answer(b"", status=404),
    }
    result, _server = fetched(answers)

    assert (result.hops, result.answer.body) == ((), HOME)


def test_the_fragment_of_a_link_outlives_a_redirect():
    result, server = fetched({"/": redirect("/new"), "/new": answer()}, "/#chapter-2")

    assert result.final_address == server.address("/new#chapter-2")
    assert not any("#" in request.target for request in server.requests)


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ("/%7Eteacher/a%2Fb", "/%7Eteacher/a%2Fb"),
        ("/~teacher/(1)'s;v=1", "/~teacher/(1)'s;v=1"),
        ("/a?q=1+2%203&&b=%e1", "/a?q=1+2%203&&b=%e1"),
        ("/a b/niños?q=sí", "/a%20b/ni%C3%B1os?q=s%C3%AD"),
        ("/100%", "/100%"),
        ("/a/../b/./c//d", "/a/../b/./c//d"),
    ],
)
def test_what_is_stored_is_what_is_asked_for(stored, sent):
    result, server = fetched({}, stored)

    assert result.address == server.address(stored)
    assert {r.target for r in server.requests} == {"/robots.txt", sent}


def test_a_host_may_have_a_name_of_any_letters():
    names = {"xn--nios-hqa.example": ["127.0.0.1"]}

    async def fetch():
        async with (
            serving({"/": answer()}) as server,
            fetcher_for(f"127.0.0.1:{server.port}", names=names) as fetcher,
        ):
            return await fetcher.fetch(server.address(host="niños.example"))

    assert asyncio.run(fetch()).answer.body == HOME


def test_ipv6_is_fetched():
    result, server = fetched({"/": answer()}, host="::1")

    assert result.address == f"http://[::1]:{server.port}/"
    assert result.answer.body == HOME


@pytest.mark.parametrize(
    "address", ["", "mailto:a@b.example", "ftp://a.example/", "http://", "//a"]
)
def test_an_address_that_is_not_of_the_web_is_not_requested(address):
    async def fetch():
        async with fetcher_for("127.0.0.1") as fetcher:
            return await fetcher.fetch(address)

    assert asyncio.run(fetch()).error == FetchError.BAD_ADDRESS


def test_a_probe_beside_it_is_fetched_when_needed():
    seen = []

    def needs_probe(result):
        seen.append(result)
        return True

    answers = {"/old": redirect("/dir/page.html?id=5"), "/dir/page.html": answer()}
    result, server = fetched(answers, "/old", needs_probe=needs_probe)

    assert seen[0].probe is None
    made_up = result.probe.address.removeprefix(server.address("/dir/no-such-page-"))
    assert made_up.endswith(".html")
    assert result.probe.answer.status == 404
    assert server.asked(f"/dir/no-such-page-{made_up}") == ["GET"]


def test_no_probe_is_fetched_unless_needed():
    result, server = fetched({"/": answer()})

    assert result.probe is None
    assert len(server.requests) == 3
