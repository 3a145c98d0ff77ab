"""Visiting an address as a polite robot does: what is there, and by which redirects?"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urldefrag

from .client import USUAL, Asking, is_page
from .errors import FetchFailed
from .results import FetchError, FetchResult, Hop
from .robots import Robots
from .ssrf_guard import NOTHING_MORE
from .throttle import HostThrottle
from .urls import beside, redirected, to_send

PRODUCT = "PartnerKit-LinkCheck"  # what robots.txt calls us

NO_SUCH_PART = 416  # an empty page has no first part

# Where HEAD met this, GET may still be answered: some servers handle one of them only.
MAY_BE_OF_HEAD_ALONE = {
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
    """How far a visit has come: where it stands, by which redirects, with how much time left."""

    def __init__(self, address):
        self.begun_at, self.at = address, datetime.now(UTC)
        self.seconds = 0.0
        self.start_again()

    def start_again(self):
        self.address, self.hops = self.begun_at, ()

    def redirect(self, status, location, most):
        """Go where a redirect leads. Raises FetchFailed."""
        if not location:
            raise FetchFailed(FetchError.REDIRECT_NOWHERE)
        try:
            target = redirected(self.address, location)
        except ValueError:
            raise FetchFailed(FetchError.REDIRECT_NOWHERE) from None
        self.hops += (Hop(self.address, status),)
        if len(self.hops) > most:
            raise FetchFailed(FetchError.TOO_MANY_REDIRECTS)
        if urldefrag(target)[0] in {urldefrag(hop.address)[0] for hop in self.hops}:
            raise FetchFailed(FetchError.REDIRECT_LOOP)
        self.address = target

    def url(self):
        try:
            return to_send(self.address)
        except ValueError:
            error = FetchError.REDIRECT_NOWHERE if self.hops else FetchError.BAD_ADDRESS
            raise FetchFailed(error) from None

    def ended(self, answer=None, error=None):
        return FetchResult(self.begun_at, self.at, self.hops, self.address, answer, error)


class Fetcher:
    """Visits addresses; one visitor for a run, which then asks for no robots.txt twice.

    `contact` is an e-mail address or a page that every host sees. `resolver` looks names up and
    `certificates` is the SSL context, where the machine's own will not do.
    """

    def __init__(
        self,
        *,
        contact,
        user_agent=PRODUCT,
        allowed=NOTHING_MORE,
        limits=USUAL,
        resolver=None,
        certificates=None,
    ):
        self.limits = limits
        self.throttle = HostThrottle(
            pause=limits.pause, patience=limits.patience, at_once=limits.connections
        )
        self.robots = Robots(self.visit_unasked, user_agent)
        self.asking = Asking(
            user_agent=f"{user_agent}/1.0 (+{contact})",
            allowed=allowed,
            limits=limits,
            resolver=resolver,
            certificates=certificates,
        )

    async def __aenter__(self):
        await self.asking.__aenter__()
        return self

    async def __aexit__(self, *problem):
        self.robots.stop()
        await self.asking.__aexit__(*problem)

    async def fetch(self, address, needs_probe=lambda result: False):
        """What is at `address`, and, where it is wanted, what is at a made-up one beside it."""
        result = await self.fetched(address, self.looked_at)
        if needs_probe(result):
            probe = await self.fetched(beside(result.final_address), self.read)
            result = replace(result, probe=probe)
        return result

    async def visit_unasked(self, address):
        """A visit for which robots.txt is not asked: that to robots.txt."""
        return await self.fetched(address, self.read, minds_robots=False)

    async def fetched(self, address, way, **options):
        chain = RedirectChain(address)
        try:
            return chain.ended(answer=await way(chain, **options))
        except FetchFailed as obstacle:
            return chain.ended(error=obstacle.error)

    async def looked_at(self, chain):
        """The answer to HEAD where that says enough; else GET, from the beginning if need be."""
        chain.seconds = self.limits.total / 2
        try:
            answer = await self.follow("HEAD", chain)
        except FetchFailed as obstacle:
            if obstacle.error not in MAY_BE_OF_HEAD_ALONE:
                raise
            chain.start_again()
        else:
            if says_enough(answer):
                return answer
            if answer.status >= 400:
                chain.start_again()
        chain.seconds += self.limits.total / 2
        return await self.follow("GET", chain)

    async def read(self, chain, **options):
        chain.seconds = self.limits.total
        return await self.follow("GET", chain, **options)

    async def follow(self, method, chain, *, minds_robots=True):
        """The answer at the end of the redirects. Raises FetchFailed."""
        while True:
            url = chain.url()
            if minds_robots and (error := await self.robots.trouble_at(url)):
                raise FetchFailed(error)
            reply = await self.ask(method, url, chain)
            if reply.answer.status == NO_SUCH_PART:
                reply = await self.ask("GET", url, chain, in_part=False)
            if reply.location is None:
                return reply.answer
            chain.redirect(reply.answer.status, reply.location, self.limits.redirects)

    async def ask(self, method, url, chain, **options):
        """Ask when it is our turn at the host, within the time that is left."""
        async with self.throttle.slot(url.raw_host):
            if chain.seconds <= 0:
                raise FetchFailed(FetchError.TIMED_OUT)
            clock = asyncio.get_running_loop().time
            started = clock()
            try:
                reply = await self.asking.ask(method, url, seconds=chain.seconds, **options)
            finally:
                chain.seconds -= clock() - started
            if reply.answer.retry_after:
                self.throttle.obey_retry_after(url.raw_host, reply.answer.retry_after)
            return reply


def says_enough(answer):
    """Whether an answer to HEAD needs no GET: it is of a file, or from a host that wants peace."""
    if answer.status == 429 or (answer.status == 503 and answer.retry_after):
        return True
    return answer.status < 400 and not is_page(answer.content_type)
