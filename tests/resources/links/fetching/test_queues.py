"""Many links at once: politely at every host, and no slower than the slowest of them."""

import asyncio
from collections import Counter

import pytest

from resources.links.fetching.headers import retry_after
from resources.links.fetching.queues import fetch_all
from resources.links.fetching.results import FetchError
from tests.resources.links.fetchers import fetcher_for
from tests.resources.links.servers import HOME, answer, by_method, redirect, serving, then_hangs

NAMES = [f"host-{number}.example" for number in range(8)]
LED_HERE = {name: ["127.0.0.1"] for name in NAMES}


class Watch:
    """Answers every path, and keeps how much it had to do at once, host by host and in all."""

    def __init__(self):
        self.at_work, self.most_at_a_host, self.most = Counter(), 0, 0

    async def __call__(self, request, writer):
        host = request.headers["host"].partition(":")[0]
        self.at_work[host] += 1
        self.most_at_a_host = max(self.most_at_a_host, self.at_work[host])
        self.most = max(self.most, self.at_work.total())
        await asyncio.sleep(0.05)
        writer.write(answer(HOME if request.method == "GET" else b""))
        await writer.drain()
        self.at_work[host] -= 1


def met(answers, addresses_of, *, at_once=50, **options):
    """The results for `addresses_of` a server, and that server."""

    async def fetch():
        async with (
            serving(answers) as server,
            fetcher_for(f"127.0.0.1:{server.port}", names=LED_HERE, **options) as fetcher,
        ):
            results = fetch_all(fetcher, addresses_of(server), at_once=at_once)
            return [result async for result in results], server

    return asyncio.run(fetch())


def of_hosts(*paths):
    return lambda server: [server.address(path, host=name) for path in paths for name in NAMES]


def test_every_address_is_fetched_once():
    answers = {path: answer() for path in ("/a", "/b", "/c")}
    results, server = met(answers, of_hosts("/a", "/b", "/c"))

    assert sorted(result.address for result in results) == sorted(
        of_hosts("/a", "/b", "/c")(server)
    )
    assert all(result.answer.body == HOME for result in results)


def test_a_host_is_asked_one_thing_at_a_time_and_many_hosts_are_at_once():
    watch = Watch()
    results, _server = met(dict.fromkeys(("/a", "/b", "/robots.txt"), watch), of_hosts("/a", "/b"))

    assert all(result.answer.body == HOME for result in results)
    assert watch.most_at_a_host == 1
    assert watch.most > 1


def test_a_redirect_queues_up_at_the_host_it_leads_to():
    watch = Watch()

    async def elsewhere(request, writer):
        host, _, port = request.headers["host"].partition(":")
        if host == NAMES[0]:
            await watch(request, writer)
        else:
            writer.write(redirect(f"http://{NAMES[0]}:{port}/"))

    results, _server = met({"/": elsewhere}, of_hosts("/"))

    assert all(result.answer.body == HOME for result in results)
    assert watch.most_at_a_host == 1


def test_no_more_connections_are_open_than_may_be():
    watch = Watch()
    met({"/": watch, "/robots.txt": watch}, of_hosts("/"), connections=3)

    assert watch.most == 3


def test_a_host_that_is_overloaded_is_not_bothered_with_get():
    answers = {"/busy": answer(b"", status=429, retry_after=1), "/": answer()}

    def addresses(server):
        return [server.address("/busy"), server.address("/")]

    results, server = met(answers, addresses, patience=2)

    assert [result.answer.status for result in results] == [429, 200]
    assert results[0].answer.retry_after == 1
    assert server.asked("/busy") == ["HEAD"]


@pytest.mark.parametrize("asked", ["3600", "Fri, 31 Dec 2199 23:59:59 GMT", "9" * 50])
def test_a_host_that_asks_for_a_long_pause_is_left_for_another_run(asked):
    answers = {"/busy": answer(b"", status=503, retry_after=asked), "/": answer()}

    def addresses(server):
        busy = [server.address(path) for path in ("/busy", "/", "/")]
        return [*busy, server.address("/", host=NAMES[0])]

    results, server = met(answers, addresses, patience=0.1)

    assert sorted(result.answer.status for result in results) == [200, 503]
    assert server.asked("/busy") == ["HEAD"]


@pytest.mark.parametrize("text", ["", "soon", "-5", "1.5", "Fri, 99 Dec 2199"])
def test_what_is_no_time_is_not_waited_for(text):
    assert retry_after({"Retry-After": text}) is None


def test_a_moment_that_has_passed_is_not_waited_for():
    assert retry_after({"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}) == 0


def test_a_bad_address_delays_no_other():
    results, _server = met(
        {"/": answer()}, lambda server: ["nonsense", server.address(), "http://"]
    )

    assert Counter(result.error for result in results) == {None: 1, FetchError.BAD_ADDRESS: 2}


def test_a_slow_host_delays_no_other():
    answers = {"/": answer(), "/slow": then_hangs()}

    def addresses(server):
        slow = [server.address("/slow", host=NAMES[0])] * 2
        return [*slow, *(server.address("/", host=name) for name in NAMES[1:])]

    results, _server = met(answers, addresses, idle=1)

    assert [result.error for result in results] == [None] * 7 + [FetchError.TIMED_OUT] * 2


def test_a_consumer_may_stop_early():
    async def fetch():
        async with serving({"/": answer(), "/slow": then_hangs()}) as server:
            async with fetcher_for(f"127.0.0.1:{server.port}", names=LED_HERE) as fetcher:
                addresses = [server.address("/"), server.address("/slow", host=NAMES[0])]
                results = fetch_all(fetcher, addresses)
                first = await anext(results)
                await results.aclose()
            left = asyncio.all_tasks() - server.serving - {asyncio.current_task()}
            return first, [task for task in left if not task.cancelling()]

    first, left = asyncio.run(fetch())

    assert first.answer.body == HOME
    assert not left


def test_a_slow_consumer_slows_the_fetching_down():
    async def fetch():
        async with (
            serving({"/": answer()}) as server,
            fetcher_for(f"127.0.0.1:{server.port}") as fetcher,
        ):
            results = fetch_all(fetcher, [server.address()] * 20, at_once=2)
            await anext(results)
            await asyncio.sleep(0.3)
            asked = len(server.asked("/"))
            return asked, 1 + len([result async for result in results])

    asked, fetched = asyncio.run(fetch())

    assert asked <= 2 * 2 * 2
    assert fetched == 20


def test_a_bug_of_ours_raises():
    def broken(result):
        raise ZeroDivisionError

    async def fetch():
        async with (
            serving({"/": by_method(HEAD=answer(), GET=answer())}) as server,
            fetcher_for(f"127.0.0.1:{server.port}") as fetcher,
        ):
            return [v async for v in fetch_all(fetcher, [server.address()], needs_probe=broken)]

    with pytest.raises(ExceptionGroup) as raised:
        asyncio.run(fetch())
    assert raised.group_contains(ZeroDivisionError)
