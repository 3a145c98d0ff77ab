"""Fetching an address as a polite robot does: its answer, and the redirects that led there."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urldefrag

from .client import DEFAULT_LIMITS, HttpClient, may_be_page
from .errors import FetchFailed
from .queues import needs_no_probe
from .results import FetchError, FetchResult, Hop
from .robots import Robots
from .ssrf_guard import PUBLIC_WEB_ONLY
from .throttle import HostThrottle
from .urls import probe_address, redirect_target, request_url

PRODUCT = "PartnerKit-LinkCheck"  # our name in robots.txt

RANGE_NOT_SATISFIABLE = 416  # an empty page has no first part

# Some servers handle HEAD badly, and GET well. After these errors GET is tried.
ERRORS_OF_HEAD = {
    FetchError.TIMED_OUT,
    FetchError.RESET,
    FetchError.MALFORMED,
    FetchError.BROKEN_BODY,
    FetchError.TOO_MANY_REDIRECTS,
    FetchError.REDIRECT_LOOP,
    FetchError.REDIRECT_NOWHERE,
    FetchError.HEADERS_TOO_LARGE,
}


class RedirectChain:
    """The progress of one fetch: the current address, the redirects so far, the time left."""

    def __init__(self, address):
        self.first_address, self.started_at = address, datetime.now(UTC)
        self.seconds_left = 0.0
        self.restart()

    def restart(self):
        self.address, self.hops = self.first_address, ()

    def follow(self, status, location, max_hops):
        """Move on to the target of a redirect. Raises FetchFailed."""
        if not location:
            raise FetchFailed(FetchError.REDIRECT_NOWHERE)
        try:
            target = redirect_target(self.address, location)
        except ValueError:
            raise FetchFailed(FetchError.REDIRECT_NOWHERE) from None
        self.hops += (Hop(self.address, status),)
        if len(self.hops) > max_hops:
            raise FetchFailed(FetchError.TOO_MANY_REDIRECTS)
        if urldefrag(target)[0] in {urldefrag(hop.address)[0] for hop in self.hops}:
            raise FetchFailed(FetchError.REDIRECT_LOOP)
        self.address = target

    def url(self):
        """The URL to request now. Raises FetchFailed."""
        try:
            return request_url(self.address)
        except ValueError:
            error = FetchError.REDIRECT_NOWHERE if self.hops else FetchError.BAD_ADDRESS
            raise FetchFailed(error) from None

    def result(self, answer=None, error=None):
        return FetchResult(
            self.first_address, self.started_at, self.hops, self.address, answer, error
        )


class Fetcher:
    """Fetches addresses. A run has one fetcher, which remembers robots.txt and throttles.

    `contact` is an e-mail address or the address of a page. Every host sees it. `allowlist`
    exempts hosts from the SSRF guard. `resolver` replaces the look-up of names. `tls_context`
    replaces `default_tls_context()`.
    """

    def __init__(
        self,
        *,
        contact,
        user_agent=PRODUCT,
        allowlist=PUBLIC_WEB_ONLY,
        limits=DEFAULT_LIMITS,
        resolver=None,
        tls_context=None,
    ):
        self.limits = limits
        self.throttle = HostThrottle(
            pause=limits.pause, patience=limits.patience, at_once=limits.connections
        )
        self.robots = Robots(self.fetch_robots_txt, user_agent)
        self.client = HttpClient(
            user_agent=f"{user_agent}/1.0 (+{contact})",
            allowlist=allowlist,
            limits=limits,
            resolver=resolver,
            tls_context=tls_context,
        )

    async def __aenter__(self):
        await self.client.__aenter__()
        return self

    async def __aexit__(self, *problem):
        self.robots.stop()
        await self.client.__aexit__(*problem)

    async def fetch(self, address, needs_probe=needs_no_probe):
        """The result for `address`.

        If `needs_probe(result)`, a made-up address beside it is fetched too, for `result.probe`.
        """
        result = await self.attempt(address, self.head_then_get)
        if needs_probe(result):
            probe = await self.attempt(probe_address(result.final_address), self.get)
            result = replace(result, probe=probe)
        return result

    async def fetch_robots_txt(self, address):
        """The result for a robots.txt, which needs no permission of a robots.txt."""
        return await self.attempt(address, self.get, obeys_robots=False)

    async def attempt(self, address, method, **options):
        """The result of the coroutine function `method`, whether it answers or FetchFailed."""
        chain = RedirectChain(address)
        try:
            return chain.result(answer=await method(chain, **options))
        except FetchFailed as failure:
            return chain.result(error=failure.error)

    async def head_then_get(self, chain):
        """The answer to HEAD if that says enough, else the answer to GET.

        Each has half of the time. GET also has what HEAD left. After an error of HEAD, GET starts
        at the first address again.
        """
        chain.seconds_left = self.limits.total / 2
        try:
            answer = await self.follow_redirects("HEAD", chain)
        except FetchFailed as failure:
            if failure.error not in ERRORS_OF_HEAD:
                raise
            chain.restart()
        else:
            if makes_get_needless(answer):
                return answer
            if answer.status >= 400:
                chain.restart()
        chain.seconds_left += self.limits.total / 2
        return await self.follow_redirects("GET", chain)

    async def get(self, chain, **options):
        chain.seconds_left = self.limits.total
        return await self.follow_redirects("GET", chain, **options)

    async def follow_redirects(self, method, chain, *, obeys_robots=True):
        """The answer at the end of the redirects. Raises FetchFailed."""
        while True:
            url = chain.url()
            if obeys_robots and (error := await self.robots.error_for(url)):
                raise FetchFailed(error)
            reply = await self.send(method, url, chain)
            if reply.answer.status == RANGE_NOT_SATISFIABLE:
                reply = await self.send("GET", url, chain, is_partial=False)
            if reply.location is None:
                return reply.answer
            chain.follow(reply.answer.status, reply.location, self.limits.redirects)

    async def send(self, method, url, chain, **options):
        """The reply to a request, sent when the host may be asked, within the time left."""
        async with self.throttle.slot(url.raw_host):
            if chain.seconds_left <= 0:
                raise FetchFailed(FetchError.TIMED_OUT)
            clock = asyncio.get_running_loop().time
            started = clock()
            try:
                reply = await self.client.send(method, url, seconds=chain.seconds_left, **options)
            finally:
                chain.seconds_left -= clock() - started
            if reply.answer.retry_after:
                self.throttle.obey_retry_after(url.raw_host, reply.answer.retry_after)
            return reply


def makes_get_needless(answer):
    """True if an answer to HEAD makes GET needless: it is about a file, or the host is busy."""
    if answer.status == 429 or (answer.status == 503 and answer.retry_after):
        return True
    return answer.status < 400 and not may_be_page(answer.content_type)
