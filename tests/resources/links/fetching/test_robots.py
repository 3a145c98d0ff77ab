"""Rules of robots.txt as RFC 9309 has them, and how a fetch obeys them."""

import asyncio
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.links.fetching.results import MAX_BODY_BYTES, FetchError
from resources.links.fetching.robots import parse_rules
from tests.resources.links.fetchers import fetched, fetcher_for
from tests.resources.links.servers import (
    HOME,
    answer,
    endless,
    redirect,
    serving,
    then_hangs,
    then_resets,
)

PRODUCT = "PartnerKit-LinkCheck"
FORBIDDEN = b"User-agent: *\nDisallow: /\n"


def allows(lines, path):
    rules = parse_rules("\n".join(lines), PRODUCT)
    return rules.can_fetch(f"https://school.example{path}", PRODUCT)


@pytest.mark.parametrize(
    ("lines", "path", "is_allowed"),
    [
        ([], "/", True),
        (["User-agent: *", "Disallow:"], "/", True),
        (["User-agent: *", "Disallow: /"], "/a", False),
        (["User-agent: *", "Disallow: /a"], "/ab", False),
        (["User-agent: *", "Disallow: /a/"], "/a", True),
        (["User-agent: *", "Disallow: /A"], "/a", True),
        (["User-agent: *", "Disallow: /", "Allow: /a"], "/a/b", True),
        (["User-agent: *", "Allow: /a", "Disallow: /a/b"], "/a/b", False),
        (["User-agent: *", "Disallow: /a", "Allow: /a"], "/a", True),
        (["User-agent: *", "Disallow: /*.pdf$"], "/a/b.pdf", False),
        (["User-agent: *", "Disallow: /*.pdf$"], "/a/b.pdf?x", True),
        (["User-agent: *", "Disallow: /*?id="], "/a?id=1", False),
        (["User-agent: *", "Disallow: /%7ejoe/%3c"], "/~joe/%3C", False),
        (["User-agent: *", "Disallow: /niños"], "/ni%C3%B1os", False),
        (["USER-AGENT:*", "disallow:/a # not this"], "/a", False),
        (["Disallow: /"], "/", True),
        (["User-agent: Other", "Disallow: /"], "/", True),
        (["User-agent: Other", "User-agent: *", "Disallow: /"], "/", False),
        (["User-agent: Other", "Sitemap: /s", "User-agent: *", "Disallow: /"], "/", False),
        (["User-agent: *", "Disallow: /", "User-agent: partnerkit-linkcheck"], "/", True),
        (["User-agent: PARTNERKIT-LINKCHECK/2.0", "Disallow: /"], "/", False),
        (["User-agent: PartnerKit", "Disallow: /"], "/", True),
        (
            [f"User-agent: {PRODUCT}", "Allow: /a", f"User-agent: {PRODUCT}", "Disallow: /b"],
            "/b",
            False,
        ),
        (["<!doctype html>", "<p>User-agents: are: not", "welcome"], "/", True),
    ],
)
def test_a_path_is_allowed_or_not(lines, path, is_allowed):
    assert allows(lines, path) is is_allowed


@given(st.text("ab*", max_size=6), st.sampled_from(["", "$"]), st.text("ab", max_size=8))
def test_patterns_match_like_regular_expressions_do(pattern, end, path):
    known = ".*".join(map(re.escape, pattern.split("*"))) + (r"\Z" if end else "")

    lines = ["User-agent: *", f"Disallow: /{pattern}{end}"]

    assert allows(lines, f"/{path}") != bool(re.match(known, path))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["User-agent: *", f"Disallow: /{'*a' * 100_000}$"], id="many wildcards"),
        pytest.param(["User-agent: *", *["Disallow: /*a*a*a*b"] * 20_000], id="many patterns"),
        pytest.param(
            [
                *(f"{name}: r{n}" for n in range(9_000) for name in ("User-agent", "useragent")),
                *["Allow: /a"] * 20_000,
            ],
            id="many rules for many robots",
        ),
        pytest.param(["User agent r"] * 30_000 + ["Disallow /a"] * 10_000, id="no colons"),
    ],
)
def test_no_hostile_file_takes_long(lines):
    started = time.process_time()

    assert allows(lines, "/" + "a" * 2_000)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("robots", "error"),
    [
        pytest.param(answer(FORBIDDEN), FetchError.ROBOTS, id="forbids"),
        pytest.param(
            answer(b"\xef\xbb\xbf" + FORBIDDEN), FetchError.ROBOTS, id="begins with a mark"
        ),
        pytest.param(answer(FORBIDDEN.replace(b"\n", b"\r")), FetchError.ROBOTS, id="old lines"),
        pytest.param(
            answer(FORBIDDEN, content_type="application/x"), FetchError.ROBOTS, id="any type"
        ),
        pytest.param(answer(b"", status=404), None, id="is not there"),
        pytest.param(answer(b"", status=403), None, id="is refused"),
        pytest.param(answer(b"", status=410), None, id="is gone"),
        pytest.param(answer(b"\xff\xfe\x00nonsense"), None, id="is nonsense"),
        pytest.param(answer(b"", status=500), FetchError.ROBOTS, id="crashes"),
        pytest.param(answer(b"", status=503), FetchError.ROBOTS, id="is overloaded"),
        pytest.param(redirect("/robots.txt"), None, id="leads in a circle"),
        pytest.param(redirect("/rules"), FetchError.ROBOTS, id="is elsewhere"),
        pytest.param(redirect("http://127.0.0.1:9/"), FetchError.ROBOTS, id="is where nobody is"),
        pytest.param(then_hangs(), FetchError.TIMED_OUT, id="hangs, like its host"),
        pytest.param(then_resets(), FetchError.RESET, id="hangs up, like its host"),
        pytest.param(
            endless(answer(FORBIDDEN, content_length=None), b"Allow: /nothing\n" * 1000),
            FetchError.ROBOTS,
            id="is endless",
        ),
        pytest.param(
            answer(b"#" * MAX_BODY_BYTES + b"\n" + FORBIDDEN),
            None,
            id="goes on after the end we read",
        ),
    ],
)
def test_a_robots_txt_that(robots, error):
    result, server = fetched(
        {"/robots.txt": robots, "/rules": answer(FORBIDDEN), "/": answer()}, idle=2
    )

    assert result.error == error
    assert server.asked("/") == ([] if error else ["HEAD", "GET"])


def test_a_line_that_breaks_off_is_no_rule():
    beginning = b"User-agent: *\nDisallow: /b\nAllow: /"
    filling = b"#" * (MAX_BODY_BYTES - len(beginning) - 13) + b"\n"
    cut = b"Disallow: /ab"
    robots = answer(beginning + b"\n" + filling + cut)
    result, _server = fetched({"/robots.txt": robots, "/a": answer()}, "/a")

    assert result.answer.body == HOME


def test_every_hop_of_a_redirect_needs_permission():
    robots = answer(b"User-agent: *\nDisallow: /b")
    answers = {"/robots.txt": robots, "/a": redirect("/b"), "/b": answer()}
    result, server = fetched(answers, "/a")

    assert (result.error, len(result.hops)) == (FetchError.ROBOTS, 1)
    assert server.asked("/b") == []


def test_a_probe_needs_permission_too():
    robots = answer(b"User-agent: *\nDisallow: /no-")
    result, server = fetched(
        {"/robots.txt": robots, "/": answer()}, needs_probe=lambda result: True
    )

    assert result.probe.error == FetchError.ROBOTS
    assert len(server.requests) == 3


def test_robots_txt_is_read_once_a_run_and_host():
    async def fetch():
        async with (
            serving({"/": answer(), "/a": redirect("/")}) as server,
            fetcher_for(f"127.0.0.1:{server.port}") as fetcher,
        ):
            paths = ["/", "/a", "/b", "/", "/a"]
            await asyncio.gather(*(fetcher.fetch(server.address(path)) for path in paths))
            await fetcher.fetch(server.address("/"))
            return server

    assert asyncio.run(fetch()).asked("/robots.txt") == ["GET"]
