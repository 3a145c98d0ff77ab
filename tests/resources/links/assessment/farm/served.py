"""The farm on real servers at this machine's loopback, fetched by a Fetcher.

A table resolves host names to it. The answer to a made-up address depends on its host and folder.
"""

import asyncio
import socket
from contextlib import AsyncExitStack
from posixpath import dirname
from urllib.parse import urlsplit

from resources.links.assessment.verdict import needs_probe
from resources.links.fetching.queues import fetch_all
from resources.links.fetching.results import FetchError
from tests.resources.links import servers
from tests.resources.links.fetchers import fetcher_for
from tests.resources.links.servers import Server, answer, redirect, serving

from .cases import NOT_THERE

PATIENCE = {"connect": 10, "idle": 4, "total": 16}
AT_ONCE = 12
BEHAVIOURS = {
    FetchError.TIMED_OUT: servers.then_hangs(),
    FetchError.RESET: servers.then_resets(),
    FetchError.MALFORMED: b"I am no web server\r\n\r\n",
    FetchError.BROKEN_BODY: answer(b"<title>Half of it</title>", content_length=9000),
    FetchError.REDIRECT_NOWHERE: redirect("http://"),
    FetchError.HEADERS_TOO_LARGE: answer(x_large="x" * 400_000),
    FetchError.GUARDED: redirect("http://10.1.2.3/"),
    FetchError.REDIRECT_LOOP: redirect("/loop"),
}
NO_SERVER = {FetchError.DNS_GONE, FetchError.DNS_FAILED, FetchError.REFUSED, FetchError.TLS_BROKEN}


class FarmServer(Server):
    """Answers by host and path."""

    def __init__(self, cases, port):
        super().__init__({})
        self.port, self.folders = port, {}
        for case in cases:
            self.add(case)

    def add(self, case):
        where = case.host, case.path
        self.answers[where] = BEHAVIOURS.get(case.error) or bytes_of(case.response)
        if case.error == FetchError.REDIRECT_LOOP:
            self.answers[case.host, "/loop"] = redirect(case.path)
        elif case.error == FetchError.TOO_MANY_REDIRECTS:
            self.add_redirects(case, [302] * 9, (case.host, "/end"))
        elif case.hops:
            self.add_redirects(case, case.hops, case.goes_to)
        host, path = case.goes_to if case.hops else where
        self.answers[host, path] = self.answers.get((host, path)) or bytes_of(case.response)
        self.folders[host, dirname(path)] = bytes_of(case.probe)

    def add_redirects(self, case, statuses, end):
        """Redirect from one address to the next on the same host, and then to the end."""
        self.answers[end] = bytes_of(case.response)
        path = case.path
        for number, status in enumerate(statuses, start=1):
            following = f"/way/{number}{case.path}"
            if number == len(statuses):
                following = f"http://{end[0]}:{self.port}{end[1]}"
            self.answers[case.host, path] = redirect(following, status)
            path = following

    async def send(self, request, writer):
        host, path = request.headers["host"].partition(":")[0], request.target
        response = self.answers.get((host, path)) or self.folders.get(
            (host, dirname(path.rstrip("/")))
        )
        self.answers[request.target] = bytes_of(NOT_THERE)
        if path != "/robots.txt" and response:
            self.answers[request.target] = response
        await super().send(request, writer)


def bytes_of(response):
    return answer(response.body, status=response.status, content_type=response.content_type)


def served(cases):
    """{name of a case: the result of fetching it}"""
    return asyncio.run(results_of(cases))


async def results_of(cases):
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(serving({}))
        secure = await stack.enter_async_context(serving({}, tls=True))
        farm = FarmServer(cases, server.port)
        server.send = farm.send
        closed = closed_port()
        addresses = {}
        for case in cases:
            port = {FetchError.REFUSED: closed, FetchError.TLS_BROKEN: secure.port}
            parts = urlsplit(case.address)
            place = f"{parts.hostname}:{port.get(case.error, server.port)}"
            addresses[parts._replace(netloc=place).geturl()] = case
        ports = [f"127.0.0.1:{port}" for port in (server.port, secure.port, closed)]
        fetcher = fetcher_for(*ports, names=names_of(cases), **PATIENCE)
        await stack.enter_async_context(fetcher)
        results = fetch_all(
            fetcher,
            addresses,
            at_once=AT_ONCE,
            needs_probe=lambda result: needs_probe_of(addresses[result.address], result),
        )
        return {addresses[result.address].name: result async for result in results}


def needs_probe_of(case, result):
    return needs_probe(result, case.history, case.expected)


def names_of(cases):
    names = {case.host: ["127.0.0.1"] for case in cases if case.error != FetchError.DNS_GONE}
    names |= {case.goes_to[0]: ["127.0.0.1"] for case in cases if case.hops}
    failing = [case.host for case in cases if case.error == FetchError.DNS_FAILED]
    return names | dict.fromkeys(failing, socket.gaierror(socket.EAI_AGAIN, "Try again"))


def closed_port():
    """A port at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
