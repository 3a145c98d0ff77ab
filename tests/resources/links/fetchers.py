"""Visitors for tests: no pause, and the guard lifted for the test's own server."""

import asyncio
from dataclasses import replace

from resources.links.fetching.client import Limits, certificates
from resources.links.fetching.fetcher import Fetcher
from resources.links.fetching.ssrf_guard import Allowed

from .servers import Names, serving

# Generous in time, so that a busy machine fails no test; where time runs out, a test says so.
EASY = Limits(connect=20, idle=20, total=60, pause=0, patience=1)
IMPATIENT = {"idle": 0.4, "total": 1.2}
KNOWN = certificates()
CONTACT = "links@kit.example"


def fetcher_for(*places, names=None, certificates=None, **limits):
    """A visitor that may connect to `places`, entries such as "127.0.0.1:5000"."""
    return Fetcher(
        contact=CONTACT,
        allowed=Allowed.parse(",".join(places)),
        limits=replace(EASY, **limits),
        resolver=Names(names or {}),
        certificates=certificates or KNOWN,
    )


def fetched(answers, path="/", *, host="127.0.0.1", tls=False, needs_probe=None, **options):
    """(what a visit to `path` of a server of `answers` met, the server)."""

    async def fetch():
        async with (
            serving(answers, host=host, tls=tls) as server,
            fetcher_for(f"{server.host}:{server.port}", **options) as fetcher,
        ):
            address = server.address(path, scheme="https" if tls else "http")
            more = {"needs_probe": needs_probe} if needs_probe else {}
            return await fetcher.fetch(address, **more), server

    return asyncio.run(fetch())
