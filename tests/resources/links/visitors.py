"""Visitors for tests: no pause, and the guard lifted for the test's own server."""

import asyncio
from dataclasses import replace

from resources.links.fetching.client import Limits, certificates
from resources.links.fetching.ssrf_guard import Allowed
from resources.links.fetching.visitor import Visitor

from .servers import Names, serving

# Generous in time, so that a busy machine fails no test; where time runs out, a test says so.
EASY = Limits(connect=20, idle=20, total=60, pause=0, patience=1)
IMPATIENT = {"idle": 0.4, "total": 1.2}
KNOWN = certificates()
CONTACT = "links@kit.example"


def visitor_to(*places, names=None, certificates=None, **limits):
    """A visitor that may connect to `places`, entries such as "127.0.0.1:5000"."""
    return Visitor(
        contact=CONTACT,
        allowed=Allowed.parse(",".join(places)),
        limits=replace(EASY, **limits),
        resolver=Names(names or {}),
        certificates=certificates or KNOWN,
    )


def visited(answers, path="/", *, host="127.0.0.1", tls=False, wants_sibling=None, **options):
    """(what a visit to `path` of a server of `answers` met, the server)."""

    async def visit():
        async with (
            serving(answers, host=host, tls=tls) as server,
            visitor_to(f"{server.host}:{server.port}", **options) as visitor,
        ):
            address = server.address(path, scheme="https" if tls else "http")
            more = {"wants_sibling": wants_sibling} if wants_sibling else {}
            return await visitor.visit(address, **more), server

    return asyncio.run(visit())
