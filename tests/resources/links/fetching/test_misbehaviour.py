"""Fetching from servers that misbehave: it ends in time, in little memory, and says why."""

import asyncio
import errno
import gzip
import socket
import tracemalloc
import zlib

import pytest

from resources.links.fetching.client import default_tls_context
from resources.links.fetching.results import MAX_BODY_BYTES, FetchError
from tests.resources.links.fetchers import IMPATIENT, fetched, fetcher_for
from tests.resources.links.servers import (
    HOME,
    ISSUER_LEFT_OUT,
    SELF_SIGNED,
    answer,
    by_method,
    endless,
    gzip_bomb,
    in_pieces,
    redirect,
    serving,
    then_hangs,
    then_resets,
)

HEAD_OF_A_PAGE = answer(b"", content_length=None)
HEAD_OF_CHUNKS = answer(b"", content_length=None, transfer_encoding="chunked")


def error_of(sent, **options):
    result, _server = fetched({"/": sent}, **options)
    assert result.answer is None
    return result.error


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(then_hangs(), id="nothing"),
        pytest.param(then_hangs(b"HTTP/1.1 200 OK\r\n"), id="half of the headers"),
        pytest.param(then_hangs(HEAD_OF_A_PAGE + HOME), id="a page that does not end"),
        pytest.param(then_hangs(b"HTTP/1.1 200 OK\r\nA: ", every=0.1), id="headers by the letter"),
        pytest.param(then_hangs(HEAD_OF_A_PAGE, every=0.1), id="a page by the letter"),
        pytest.param(then_hangs(b"HTTP/1.1 100 Continue\r\n\r\n"), id="patience is asked for"),
    ],
)
def test_a_server_that_takes_its_time_is_left(sent):
    assert error_of(sent, **IMPATIENT) == FetchError.TIMED_OUT


def test_where_head_alone_hangs_the_page_is_read():
    result, _server = fetched({"/": by_method(HEAD=then_hangs(), GET=answer())}, idle=1)

    assert result.answer.body == HOME


@pytest.mark.parametrize(
    "head", [answer(b"", content_length=None), answer(b"", content_length=10**12)]
)
def test_an_endless_page_is_read_as_far_as_it_matters(head):
    tracemalloc.start()
    result, _server = fetched({"/": endless(head, b"a" * 65536)})
    _size, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 8 * 1024 * 1024
    assert result.answer.body == b"a" * MAX_BODY_BYTES
    assert not result.answer.is_whole


def test_endless_headers_are_not_read():
    sent = endless(b"HTTP/1.1 200 OK\r\n", b"x-a: b\r\n" * 1000)

    assert error_of(sent) == FetchError.MALFORMED


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [("gzip", gzip_bomb(64)), ("deflate", zlib.compress(b"\x00" * 64 * 1024 * 1024))],
)
def test_a_bomb_is_decompressed_no_further_than_a_page_goes(encoding, bomb):
    tracemalloc.start()
    result, _server = fetched({"/": answer(bomb, content_encoding=encoding)})
    _size, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 8 * 1024 * 1024
    assert result.answer.body == b"\x00" * MAX_BODY_BYTES
    assert (result.answer.is_whole, result.answer.size) == (False, None)


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        ("gzip", gzip.compress(HOME)),
        ("x-gzip", gzip.compress(HOME)),
        ("deflate", zlib.compress(HOME)),
        ("deflate", zlib.compress(HOME, wbits=-15)),
        ("gzip", HOME),
        ("identity", HOME),
    ],
)
def test_a_compressed_page_is_read(encoding, sent):
    result, _server = fetched({"/": answer(sent, content_encoding=encoding)})

    assert (result.answer.body, result.answer.size, result.answer.is_whole) == (
        HOME,
        len(HOME),
        True,
    )


def test_a_compression_nobody_asked_for_is_no_trouble():
    result, _server = fetched({"/": answer(b"\x0b\x02\x80", content_encoding="br")})

    assert (result.answer.status, result.answer.body, result.answer.is_whole) == (200, b"", False)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(in_pieces(HEAD_OF_CHUNKS, b"zz\r\nno number\r\n"), id="chunks of no length"),
        pytest.param(HEAD_OF_CHUNKS + b"ff\r\nless than that\r\n", id="a chunk cut off"),
        pytest.param(answer(HOME, content_length=len(HOME) + 100), id="shorter than it was told"),
        pytest.param(
            answer(gzip.compress(HOME)[:10] + b"nonsense!", content_encoding="gzip"),
            id="compressed nonsense",
        ),
    ],
)
def test_a_page_that_is_not_as_promised_is_broken(sent):
    assert error_of(sent) == FetchError.BROKEN_BODY


def test_of_a_page_longer_than_it_was_told_the_rest_is_nothing_to_us():
    sent = in_pieces(answer(HOME), b"<p>The rest")
    result, _server = fetched({"/": sent})

    assert result.answer.body == HOME


def test_a_connection_reset_in_the_middle_of_a_page_breaks_it():
    sent = then_resets(answer(HOME, content_length=10**6))

    assert error_of(by_method(HEAD=answer(), GET=sent)) == FetchError.BROKEN_BODY


@pytest.mark.parametrize("sent", [then_resets(), by_method(HEAD=b"", GET=b"")])
def test_a_connection_that_ends_before_the_answer_is_named(sent):
    assert error_of(sent) == FetchError.RESET


@pytest.mark.parametrize(
    "sent",
    [
        b"220 mail.example ESMTP\r\n",
        b"<html>no headers at all</html>\r\n\r\n",
        b"HTTP/1.1 twohundred OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd",
        b"\x00\x01\x02\x03" * 100,
    ],
)
def test_what_is_no_http_is_malformed(sent):
    assert error_of(by_method(HEAD=sent, GET=sent)) == FetchError.MALFORMED


@pytest.mark.parametrize(
    "sent",
    [answer(x_policy="a" * 100_000), redirect("/" + "a" * 100_000)],
    ids=["page", "redirect"],
)
def test_a_header_too_large_is_named(sent):
    assert error_of(sent) == FetchError.HEADERS_TOO_LARGE


def test_large_headers_as_sites_have_them_are_read():
    result, _server = fetched({"/": answer(content_security_policy="a" * 20_000)})

    assert result.answer.body == HOME


def test_an_empty_page_is_an_answer():
    result, _server = fetched({"/": answer(b"")})

    assert (result.answer.status, result.answer.body, result.answer.size) == (200, b"", 0)
    assert result.answer.is_whole


@pytest.mark.parametrize(
    ("content_type", "charset", "body"),
    [
        ("text/html; charset=utf-8", "utf-8", b"%PDF-1.7 in truth"),
        ("text/html; charset=UTF-16", "utf-16", "<title>Niños</title>".encode("utf-16")),
        ('text/html;charset="ISO-8859-1"', "iso-8859-1", "<title>Niños</title>".encode("latin-1")),
        ("application/octet-stream", "", HOME),
        ("TEXT/HTML", "", HOME),
        (None, "", HOME),
    ],
)
def test_whatever_a_page_is_called_its_bytes_are_kept_as_they_came(content_type, charset, body):
    result, _server = fetched({"/": answer(body, content_type=content_type)})

    assert (result.answer.charset, result.answer.body) == (charset, body)


@pytest.mark.parametrize("status", [200, 204, 304, 401, 403, 404, 410, 429, 451, 500, 503, 999])
def test_every_status_is_an_answer(status):
    result, _server = fetched({"/": answer(b"", status=status)})

    assert (result.error, result.answer.status) == (None, status)


def test_more_than_five_redirects_are_too_many():
    answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": answer()}
    result, server = fetched(answers, "/0")

    assert (result.error, len(result.hops)) == (FetchError.TOO_MANY_REDIRECTS, 6)
    assert server.asked("/6") == []
    assert fetched(answers, "/1")[0].answer.body == HOME


@pytest.mark.parametrize(
    "answers",
    [
        {"/": redirect("/")},
        {"/": redirect("#again")},
        {"/": redirect("/a"), "/a": redirect("/b"), "/b": redirect("/a")},
    ],
)
def test_redirects_in_a_circle_are_named(answers):
    assert fetched(answers)[0].error == FetchError.REDIRECT_LOOP


@pytest.mark.parametrize(
    "location", ["", "ftp://a.example/", "javascript:alert(1)", "http://", "http://[::1", "//a:b/"]
)
def test_a_redirect_to_no_address_leads_nowhere(location):
    result, _server = fetched({"/": redirect(location)})

    assert result.error == FetchError.REDIRECT_NOWHERE


@pytest.mark.parametrize("letters", ["ñ".encode(), "ñ".encode("latin-1")])
def test_a_redirect_in_any_letters_is_followed(letters):
    encoded = "".join(f"%{byte:02X}" for byte in letters)
    location = b"/" + letters
    answers = {
        "/": redirect(location.decode("utf-8", "surrogateescape")),
        f"/{encoded}": answer(),
    }

    assert fetched(answers)[0].answer.body == HOME


def test_a_certificate_that_nobody_knows_is_broken():
    assert error_of(answer(), tls=True) == FetchError.TLS_BROKEN


def test_a_certificate_whose_issuer_is_left_out_is_not_called_broken():
    """Browsers look for it elsewhere, so that visitors may see nothing of it."""
    assert error_of(answer(), tls=ISSUER_LEFT_OUT) == FetchError.TLS_UNPROVEN


def test_a_certificate_that_is_known_is_not():
    context = default_tls_context()
    context.load_verify_locations(SELF_SIGNED)
    result, _server = fetched({"/": answer()}, tls=True, tls_context=context)

    assert result.answer.body == HOME


def test_a_server_without_tls_is_broken_at_an_https_address():
    async def fetch():
        async with (
            serving({"/": answer()}) as server,
            fetcher_for("127.0.0.1") as fetcher,
        ):
            return await fetcher.fetch(server.address(scheme="https"))

    assert asyncio.run(fetch()).error == FetchError.TLS_BROKEN


def visit_of(host, found):
    async def fetch():
        async with fetcher_for("127.0.0.0/8", "::1", names={host: found}) as fetcher:
            return await fetcher.fetch(f"http://{host}:9/")

    return asyncio.run(fetch())


@pytest.mark.parametrize(
    ("found", "named"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), FetchError.DNS_GONE),
        (socket.gaierror(socket.EAI_NODATA, "No address"), FetchError.DNS_GONE),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), FetchError.DNS_FAILED),
        (socket.gaierror(socket.EAI_FAIL, "Failure"), FetchError.DNS_FAILED),
        (OSError("no reason"), FetchError.DNS_FAILED),
        (["127.0.0.1"], FetchError.REFUSED),
        (["::1"], FetchError.REFUSED),
        (["127.0.0.1", "::1"], FetchError.REFUSED),
    ],
)
def test_a_host_that_cannot_be_reached_is_named(found, named):
    assert visit_of("school.example", found).error == named


@pytest.mark.parametrize(
    ("number", "named"),
    [
        (errno.ENETUNREACH, FetchError.TIMED_OUT),
        (errno.EHOSTUNREACH, FetchError.TIMED_OUT),
        (errno.ETIMEDOUT, FetchError.TIMED_OUT),
        (errno.ECONNRESET, FetchError.RESET),
    ],
)
def test_no_way_to_a_host_is_not_called_a_refusal(number, named, monkeypatch):
    """It may be our own network that is down."""

    async def fails(*_args):
        raise OSError(number, "So it is")

    monkeypatch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", fails)

    assert visit_of("school.example", ["127.0.0.1"]).error == named
    assert visit_of("school.example", ["127.0.0.1", "::1"]).error == named
