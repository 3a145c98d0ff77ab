"""Fetchers for tests: no pause, and the SSRF guard lifted for the test's own server."""

import asyncio
from dataclasses import replace

from resources.links.fetching.client import FetchLimits, default_tls_context
from resources.links.fetching.fetcher import Fetcher
from resources.links.fetching.ssrf_guard import Allowlist

from .servers import TableResolver, serving

# Generous in time, so that a busy machine fails no test. A test about timeouts sets its own.
EASY = FetchLimits(connect=20, idle=20, total=60, pause=0, patience=1)
IMPATIENT = {"idle": 0.4, "total": 1.2}
KNOWN = default_tls_context()
CONTACT = "links@kit.example"


def fetcher_for(*places, names=None, tls_context=None, **limits):
    """A fetcher that may connect to `places`, allowlist entries such as "127.0.0.1:5000"."""
    return Fetcher(
        contact=CONTACT,
        allowlist=Allowlist.parse(",".join(places)),
        limits=replace(EASY, **limits),
        resolver=TableResolver(names or {}),
        tls_context=tls_context or KNOWN,
    )


def fetched(answers, path="/", *, host="127.0.0.1", tls=False, needs_probe=None, **options):
    """(the result of fetching `path` from a server of `answers`, the server)."""

    async def fetch():
        async with (
            serving(answers, host=host, tls=tls) as server,
            fetcher_for(f"{server.host}:{server.port}", **options) as fetcher,
        ):
            address = server.address(path, scheme="https" if tls else "http")
            more = {"needs_probe": needs_probe} if needs_probe else {}
            return await fetcher.fetch(address, **more), server

    return asyncio.run(fetch())
