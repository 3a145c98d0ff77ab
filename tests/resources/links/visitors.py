"""Visitors for tests: small limits, no pause, and the guard lifted for the test's own server."""

import asyncio
from dataclasses import replace

from resources.links.asking import Limits
from resources.links.guard import Allowed
from resources.links.visiting import Visitor

from .servers import Names, serving

QUICK = Limits(connect=2, idle=0.4, total=1.6, pause=0, patience=1)
CONTACT = "links@kit.example"


def visitor_to(*places, names=None, certificates=None, **limits):
    """A visitor that may connect to `places`, entries such as "127.0.0.1:5000"."""
    return Visitor(
        contact=CONTACT,
        allowed=Allowed.parse(",".join(places)),
        limits=replace(QUICK, **limits),
        resolver=Names(names or {}),
        certificates=certificates,
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
