"""Visiting an address as a polite robot does: what is there, and by which redirects?"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urldefrag

from .client import USUAL, Asking, is_page
from .errors import Obstacle
from .results import Hop, Trouble, Visit
from .robots import Robots
from .ssrf_guard import NOTHING_MORE
from .throttle import Turns
from .urls import beside, redirected, to_send

PRODUCT = "PartnerKit-LinkCheck"  # what robots.txt calls us

NO_SUCH_PART = 416  # an empty page has no first part

# Where HEAD met this, GET may still be answered: some servers handle one of them only.
MAY_BE_OF_HEAD_ALONE = {
    Trouble.TIMED_OUT,
    Trouble.RESET,
    Trouble.MALFORMED,
    Trouble.BROKEN_BODY,
    Trouble.TOO_MANY_REDIRECTS,
    Trouble.REDIRECT_LOOP,
    Trouble.REDIRECT_NOWHERE,
    Trouble.HEADERS_TOO_LARGE,
}


class Course:
    """How far a visit has come: where it stands, by which redirects, with how much time left."""

    def __init__(self, address):
        self.begun_at, self.at = address, datetime.now(UTC)
        self.seconds = 0.0
        self.start_again()

    def start_again(self):
        self.address, self.hops = self.begun_at, ()

    def redirect(self, status, location, most):
        """Go where a redirect leads. Raises Obstacle."""
        if not location:
            raise Obstacle(Trouble.REDIRECT_NOWHERE)
        try:
            target = redirected(self.address, location)
        except ValueError:
            raise Obstacle(Trouble.REDIRECT_NOWHERE) from None
        self.hops += (Hop(self.address, status),)
        if len(self.hops) > most:
            raise Obstacle(Trouble.TOO_MANY_REDIRECTS)
        if urldefrag(target)[0] in {urldefrag(hop.address)[0] for hop in self.hops}:
            raise Obstacle(Trouble.REDIRECT_LOOP)
        self.address = target

    def url(self):
        try:
            return to_send(self.address)
        except ValueError:
            trouble = Trouble.REDIRECT_NOWHERE if self.hops else Trouble.BAD_ADDRESS
            raise Obstacle(trouble) from None

    def ended(self, answer=None, trouble=None):
        return Visit(self.begun_at, self.at, self.hops, self.address, answer, trouble)


class Visitor:
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
        self.turns = Turns(pause=limits.pause, patience=limits.patience, at_once=limits.connections)
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

    async def visit(self, address, wants_sibling=lambda visit: False):
        """What is at `address`, and, where it is wanted, what is at a made-up one beside it."""
        visit = await self.visited(address, self.looked_at)
        if wants_sibling(visit):
            sibling = await self.visited(beside(visit.final_address), self.read)
            visit = replace(visit, sibling=sibling)
        return visit

    async def visit_unasked(self, address):
        """A visit for which robots.txt is not asked: that to robots.txt."""
        return await self.visited(address, self.read, minds_robots=False)

    async def visited(self, address, way, **options):
        course = Course(address)
        try:
            return course.ended(answer=await way(course, **options))
        except Obstacle as obstacle:
            return course.ended(trouble=obstacle.trouble)

    async def looked_at(self, course):
        """The answer to HEAD where that says enough; else GET, from the beginning if need be."""
        course.seconds = self.limits.total / 2
        try:
            answer = await self.follow("HEAD", course)
        except Obstacle as obstacle:
            if obstacle.trouble not in MAY_BE_OF_HEAD_ALONE:
                raise
            course.start_again()
        else:
            if says_enough(answer):
                return answer
            if answer.status >= 400:
                course.start_again()
        course.seconds += self.limits.total / 2
        return await self.follow("GET", course)

    async def read(self, course, **options):
        course.seconds = self.limits.total
        return await self.follow("GET", course, **options)

    async def follow(self, method, course, *, minds_robots=True):
        """The answer at the end of the redirects. Raises Obstacle."""
        while True:
            url = course.url()
            if minds_robots and (trouble := await self.robots.trouble_at(url)):
                raise Obstacle(trouble)
            reply = await self.ask(method, url, course)
            if reply.answer.status == NO_SUCH_PART:
                reply = await self.ask("GET", url, course, in_part=False)
            if reply.location is None:
                return reply.answer
            course.redirect(reply.answer.status, reply.location, self.limits.redirects)

    async def ask(self, method, url, course, **options):
        """Ask when it is our turn at the host, within the time that is left."""
        async with self.turns.turn(url.raw_host):
            if course.seconds <= 0:
                raise Obstacle(Trouble.TIMED_OUT)
            clock = asyncio.get_running_loop().time
            started = clock()
            try:
                reply = await self.asking.ask(method, url, seconds=course.seconds, **options)
            finally:
                course.seconds -= clock() - started
            if reply.answer.retry_after:
                self.turns.leave_alone(url.raw_host, reply.answer.retry_after)
            return reply


def says_enough(answer):
    """Whether an answer to HEAD needs no GET: it is of a file, or from a host that wants peace."""
    if answer.status == 429 or (answer.status == 503 and answer.retry_after):
        return True
    return answer.status < 400 and not is_page(answer.content_type)
