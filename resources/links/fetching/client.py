"""One request and its answer: guarded, bounded in time and bytes, redirects not followed."""

import asyncio
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver

from . import bodies, headers
from .errors import MET, FetchFailed, trouble_of
from .results import BODY_CAP, Answer, FetchError

REDIRECTS = (301, 302, 303, 307, 308)
PAGES = {"", "text/html", "application/xhtml+xml", "application/octet-stream"}
OP_LEGACY_SERVER_CONNECT = 0x4  # ssl names it from Python 3.12 on
LOOKUPS_AT_ONCE = 32


@dataclass(frozen=True)
class Limits:
    """What a visit may cost: seconds, bytes, numbers."""

    connect: float = 10  # seconds until there is a connection, looking up the name included
    idle: float = 15  # seconds without a byte
    total: float = 45  # seconds of a visit, but for waiting until it is its turn at a host
    redirects: int = 5
    body: int = BODY_CAP  # bytes of a page, decompressed
    glimpse: int = 2048  # bytes of what is no page: enough to tell its kind
    header: int = 32 * 1024  # bytes of one header
    pause: float = 1  # seconds between two requests to a host
    patience: float = 300  # seconds that a host's Retry-After is waited for, in all
    connections: int = 100


USUAL = Limits()


@dataclass(frozen=True)
class Reply:
    answer: Answer
    location: str | None  # of a redirect; "" if it names no address


@dataclass
class Connecting:
    """The host for which a connection is made, and whether the guard forbade one."""

    host: str
    is_guarded: bool = False


connecting = ContextVar("connecting")


class Asking:
    """A session without cookies, proxies and open ends.

    Every request makes a connection of its own: one kept open may have been closed by the other
    side, and would look like a host that hangs up.
    """

    def __init__(self, *, user_agent, allowed, limits, resolver=None, certificates=None):
        self.user_agent, self.allowed, self.limits = user_agent, allowed, limits
        self.resolver, self.certificates = resolver, certificates

    async def __aenter__(self):
        connector = aiohttp.TCPConnector(
            limit=0,
            force_close=True,
            use_dns_cache=False,
            resolver=self.resolver or Names(),
            socket_factory=self.guarded_socket,
            ssl=self.certificates or certificates(),
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
        """A socket for an address that was looked up, if the guard lets it through."""
        family, kind, protocol, _name, (address, port, *_scope) = info
        met = connecting.get()
        if not self.allowed.lets(met.host, address, port):
            met.is_guarded = True
            raise PermissionError(f"{address} is guarded.")
        return socket.socket(family, kind, protocol)

    async def ask(self, method, url, *, seconds, in_part=True):
        """What `url` replies within so many seconds; to GET, if it can, with the first part alone.

        Raises FetchFailed.
        """
        met, response = Connecting(url.raw_host), None
        connecting.set(met)
        try:
            async with self.request(method, url, seconds, in_part) as response:
                return await self.reply(method, response)
        except MET as problem:
            if met.is_guarded and response is None:
                raise FetchFailed(FetchError.GUARDED) from problem
            raise FetchFailed(trouble_of(problem, is_in_body=response is not None)) from problem

    def request(self, method, url, seconds, in_part):
        timeout = aiohttp.ClientTimeout(
            total=seconds, connect=self.limits.connect, sock_read=self.limits.idle
        )
        if method == "HEAD":  # a length that is told is then that of the file
            wanted = {"Accept-Encoding": "identity"}
        else:
            wanted = {"Accept-Encoding": "gzip, deflate"}
            if in_part:
                wanted["Range"] = f"bytes=0-{self.limits.body - 1}"
        return self.session.request(
            method, url, headers=wanted, timeout=timeout, allow_redirects=False
        )

    async def reply(self, method, response):
        told = response.headers
        is_redirect = response.status in REDIRECTS
        body, is_whole = b"", False
        if method != "HEAD" and not is_redirect:
            end_with_connection(response)
            kind = headers.content_type(told)
            cap = self.limits.body if is_page(kind) else self.limits.glimpse
            body, is_whole = await bodies.read(response.content, headers.encoding(told), cap)
        response.close()
        is_part = response.status == 206
        is_whole = is_whole and not (is_part and headers.is_rest_missing(told))
        size = headers.size(told)
        answer = Answer(
            status=200 if is_part else response.status,  # only our own asking made it a part
            content_type=headers.content_type(told),
            charset=headers.charset(told),
            language=headers.language(told),
            size=len(body) if is_whole else size,
            body=body,
            is_whole=is_whole,
            retry_after=headers.retry_after(told),
        )
        return Reply(answer, told.get("Location", "") if is_redirect else None)


def end_with_connection(response):
    """Let whoever reads the body know when the connection is gone.

    aiohttp closes it after a chunk that has no length, and leaves the reader waiting.
    """
    content = response.content

    def tell(closed=None):
        if closed and not closed.cancelled():
            closed.exception()  # it need not be logged as well
        if not content.is_eof() and content.exception() is None:
            content.set_exception(aiohttp.ClientPayloadError("The connection ended early."))

    if response.connection and (closed := response.connection.protocol.closed):
        closed.add_done_callback(tell)
    else:
        tell()


def is_page(content_type):
    """Whether the text matters; a type that says nothing may be that of a page, too."""
    return content_type in PAGES or content_type.startswith("text/")


class Names(AbstractResolver):
    """Looks names up in threads of its own, so that dead ones hold up nobody else's."""

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
                "host": place[0],
                "port": port,
                "family": kind,
                "proto": protocol,
                "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            }
            for kind, _type, protocol, _name, place in found
        ]

    async def close(self):
        self.threads.shutdown(wait=False, cancel_futures=True)


def certificates():
    """Trust whom this machine trusts, and talk to old servers as browsers do."""
    context = ssl.create_default_context()
    context.options |= OP_LEGACY_SERVER_CONNECT
    context.set_ciphers("DEFAULT:@SECLEVEL=1")
    return context
