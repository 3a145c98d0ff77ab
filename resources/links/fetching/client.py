"""One request and its answer: guarded, bounded in time and bytes, redirects not followed."""

import asyncio
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver

from . import headers
from .bodies import read_body
from .errors import REQUEST_EXCEPTIONS, FetchFailed, fetch_error_of
from .results import MAX_BODY_BYTES, Answer, FetchError

REDIRECTS = (301, 302, 303, 307, 308)
# Content types with which a page may be sent. An empty type and octet-stream say nothing, so the
# body may be a page.
PAGE_TYPES = {"", "text/html", "application/xhtml+xml", "application/octet-stream"}
OP_LEGACY_SERVER_CONNECT = 0x4  # ssl names it from Python 3.12 on
LOOKUPS_AT_ONCE = 32


@dataclass(frozen=True)
class FetchLimits:
    """The limits of one fetch and of all together, in seconds, bytes and numbers."""

    connect: float = 10  # seconds until there is a connection, with the look-up of the name
    idle: float = 15  # seconds without a byte
    total: float = 45  # seconds of one fetch, without the waits of the throttle
    redirects: int = 5
    body: int = MAX_BODY_BYTES  # of a page, decompressed
    glimpse: int = 2048  # bytes of what is no page: enough to tell its type
    header: int = 32 * 1024  # bytes of one header
    pause: float = 1  # seconds between two requests to a host
    patience: float = 300  # seconds of a host's Retry-After, all waits together
    connections: int = 100


DEFAULT_LIMITS = FetchLimits()


@dataclass(frozen=True)
class Reply:
    """The answer to one request.

    `location` is None unless it is a redirect. It is empty if the redirect names no address.
    """

    answer: Answer
    location: str | None


@dataclass
class ConnectionAttempt:
    """The host that a request connects to, and whether the SSRF guard refused an address of it."""

    host: str
    is_guarded: bool = False


# aiohttp does not tell `guarded_socket` which host it connects to.
current_attempt = ContextVar("current_attempt")


class HttpClient:
    """An aiohttp session without cookies, proxies and unbounded reads.

    Every request makes a connection of its own. A connection kept open may have been closed by
    the server, which would look like a host that hangs up.
    """

    def __init__(self, *, user_agent, allowlist, limits, resolver=None, tls_context=None):
        self.user_agent, self.allowlist, self.limits = user_agent, allowlist, limits
        self.resolver, self.tls_context = resolver, tls_context

    async def __aenter__(self):
        connector = aiohttp.TCPConnector(
            limit=0,
            force_close=True,
            use_dns_cache=False,
            resolver=self.resolver or ThreadedResolver(),
            socket_factory=self.guarded_socket,
            ssl=self.tls_context or default_tls_context(),
        )
        self.session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            max_line_size=self.limits.header,
            max_field_size=self.limits.header,
            headers={
                "User-Agent": self.user_agent,
                "Accept": "text/html, application/xhtml+xml, */*;q=0.8",
                "Accept-Language": "en, es;q=0.9, *;q=0.5",
            },
        )
        return self

    async def __aexit__(self, *_problem):
        await self.session.close()

    def guarded_socket(self, info):
        """A socket for an IP address that was looked up. Raises if the SSRF guard refuses it."""
        family, kind, protocol, _name, (ip, port, *_scope) = info
        attempt = current_attempt.get()
        if not self.allowlist.permits(attempt.host, ip, port):
            attempt.is_guarded = True
            raise PermissionError(f"{ip} is guarded.")
        return socket.socket(family, kind, protocol)

    async def send(self, method, url, *, seconds, is_partial=True):
        """The Reply to one request, within so many seconds. Raises FetchFailed.

        A GET asks for the first part only (Range), unless told otherwise.
        """
        attempt, response = ConnectionAttempt(url.raw_host), None
        current_attempt.set(attempt)
        try:
            async with self.request(method, url, seconds, is_partial) as response:
                return await self.read_reply(method, response)
        except REQUEST_EXCEPTIONS as problem:
            if attempt.is_guarded and response is None:
                raise FetchFailed(FetchError.GUARDED) from problem
            error = fetch_error_of(problem, is_in_body=response is not None)
            raise FetchFailed(error) from problem

    def request(self, method, url, seconds, is_partial):
        timeout = aiohttp.ClientTimeout(
            total=seconds, connect=self.limits.connect, sock_read=self.limits.idle
        )
        if method == "HEAD":  # uncompressed, so that Content-Length is that of the file
            wanted = {"Accept-Encoding": "identity"}
        else:
            wanted = {"Accept-Encoding": "gzip, deflate"}
            if is_partial:
                wanted["Range"] = f"bytes=0-{self.limits.body - 1}"
        return self.session.request(
            method, url, headers=wanted, timeout=timeout, allow_redirects=False
        )

    async def read_reply(self, method, response):
        received = response.headers
        is_redirect = response.status in REDIRECTS
        body, is_whole = b"", False
        if method != "HEAD" and not is_redirect:
            body, is_whole = await self.read_body(response)
        response.close()
        is_part = response.status == 206
        is_whole = is_whole and not (is_part and headers.is_partial(received))
        answer = Answer(
            status=200 if is_part else response.status,  # it is a part only because we asked so
            content_type=headers.content_type(received),
            charset=headers.charset(received),
            language=headers.content_language(received),
            size=len(body) if is_whole else headers.file_size(received),
            body=body,
            is_whole=is_whole,
            retry_after=headers.retry_after(received),
        )
        return Reply(answer, received.get("Location", "") if is_redirect else None)

    async def read_body(self, response):
        """(body, whether that is all of it), as far as the type of the file makes it useful."""
        fail_when_connection_ends(response)
        is_page = may_be_page(headers.content_type(response.headers))
        max_bytes = self.limits.body if is_page else self.limits.glimpse
        encoding = headers.content_encoding(response.headers)
        return await read_body(response.content, encoding, max_bytes)


def fail_when_connection_ends(response):
    """Raise in the reader of the body once the connection is lost.

    After a chunk without a length, aiohttp closes the connection and leaves the reader waiting.
    """
    content = response.content

    def fail(closed=None):
        if closed and not closed.cancelled():
            closed.exception()  # marks it as seen, so that asyncio does not log it as well
        if not content.is_eof() and content.exception() is None:
            content.set_exception(aiohttp.ClientPayloadError("The connection ended early."))

    if response.connection and (closed := response.connection.protocol.closed):
        closed.add_done_callback(fail)
    else:
        fail()


def may_be_page(content_type):
    """True if the body may be text that matters. A type that says nothing may be a page's too."""
    return content_type in PAGE_TYPES or content_type.startswith("text/")


class ThreadedResolver(AbstractResolver):
    """Looks names up in threads of its own, so that a slow look-up delays no other work."""

    def __init__(self):
        self.threads = ThreadPoolExecutor(LOOKUPS_AT_ONCE, thread_name_prefix="look-up")

    async def resolve(self, host, port=0, family=socket.AF_UNSPEC):
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self.threads, socket.getaddrinfo, host, port, family, socket.SOCK_STREAM
        )
        return [
            {
                "hostname": host,
                "host": sockaddr[0],
                "port": port,
                "family": kind,
                "proto": protocol,
                "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            }
            for kind, _type, protocol, _name, sockaddr in found
        ]

    async def close(self):
        self.threads.shutdown(wait=False, cancel_futures=True)


def default_tls_context():
    """The certificate authorities of this machine, with old servers allowed as browsers do.

    Legacy renegotiation and OpenSSL's security level 1 are what old servers need.
    """
    context = ssl.create_default_context()
    context.options |= OP_LEGACY_SERVER_CONNECT
    context.set_ciphers("DEFAULT:@SECLEVEL=1")
    return context
