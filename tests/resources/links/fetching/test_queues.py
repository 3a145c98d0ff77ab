"""Many links at once: politely at every host, and no slower than the slowest of them."""

import asyncio
from collections import Counter

import pytest

from resources.links.fetching.headers import retry_after
from resources.links.fetching.queues import visit_all
from resources.links.fetching.results import Trouble
from tests.resources.links.servers import HOME, answer, by_method, redirect, serving, then_hangs
from tests.resources.links.visitors import visitor_to

pytestmark = pytest.mark.either_database

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
    """The visits to `addresses_of` a server, and that server."""

    async def visit():
        async with (
            serving(answers) as server,
            visitor_to(f"127.0.0.1:{server.port}", names=LED_HERE, **options) as visitor,
        ):
            visits = visit_all(visitor, addresses_of(server), at_once=at_once)
            return [visit async for visit in visits], server

    return asyncio.run(visit())


def of_hosts(*paths):
    return lambda server: [server.address(path, host=name) for path in paths for name in NAMES]


def test_every_address_is_visited_once():
    answers = {path: answer() for path in ("/a", "/b", "/c")}
    visits, server = met(answers, of_hosts("/a", "/b", "/c"))

    assert sorted(visit.address for visit in visits) == sorted(of_hosts("/a", "/b", "/c")(server))
    assert all(visit.answer.body == HOME for visit in visits)


def test_a_host_is_asked_one_thing_at_a_time_and_many_hosts_are_at_once():
    watch = Watch()
    visits, _server = met(dict.fromkeys(("/a", "/b", "/robots.txt"), watch), of_hosts("/a", "/b"))

    assert all(visit.answer.body == HOME for visit in visits)
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

    visits, _server = met({"/": elsewhere}, of_hosts("/"))

    assert all(visit.answer.body == HOME for visit in visits)
    assert watch.most_at_a_host == 1


def test_no_more_connections_are_open_than_may_be():
    watch = Watch()
    met({"/": watch, "/robots.txt": watch}, of_hosts("/"), connections=3)

    assert watch.most == 3


def test_a_host_that_is_overloaded_is_not_bothered_with_get():
    answers = {"/busy": answer(b"", status=429, retry_after=1), "/": answer()}

    def addresses(server):
        return [server.address("/busy"), server.address("/")]

    visits, server = met(answers, addresses, patience=2)

    assert [visit.answer.status for visit in visits] == [429, 200]
    assert visits[0].answer.retry_after == 1
    assert server.asked("/busy") == ["HEAD"]


@pytest.mark.parametrize("asked", ["3600", "Fri, 31 Dec 2199 23:59:59 GMT", "9" * 50])
def test_a_host_that_asks_for_more_patience_than_we_have_is_left_for_another_run(asked):
    answers = {"/busy": answer(b"", status=503, retry_after=asked), "/": answer()}

    def addresses(server):
        busy = [server.address(path) for path in ("/busy", "/", "/")]
        return [*busy, server.address("/", host=NAMES[0])]

    visits, server = met(answers, addresses, patience=0.1)

    assert sorted(visit.answer.status for visit in visits) == [200, 503]
    assert server.asked("/busy") == ["HEAD"]


@pytest.mark.parametrize("text", ["", "soon", "-5", "1.5", "Fri, 99 Dec 2199"])
def test_what_is_no_time_is_not_waited_for(text):
    assert retry_after({"Retry-After": text}) is None


def test_a_moment_that_has_passed_is_not_waited_for():
    assert retry_after({"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}) == 0


def test_what_is_no_address_holds_up_nobody():
    visits, _server = met({"/": answer()}, lambda server: ["nonsense", server.address(), "http://"])

    assert Counter(visit.trouble for visit in visits) == {None: 1, Trouble.BAD_ADDRESS: 2}


def test_a_slow_host_holds_up_no_other():
    answers = {"/": answer(), "/slow": then_hangs()}

    def addresses(server):
        slow = [server.address("/slow", host=NAMES[0])] * 2
        return [*slow, *(server.address("/", host=name) for name in NAMES[1:])]

    visits, _server = met(answers, addresses, idle=1)

    assert [visit.trouble for visit in visits] == [None] * 7 + [Trouble.TIMED_OUT] * 2


def test_whoever_has_seen_enough_may_stop():
    async def visit():
        async with serving({"/": answer(), "/slow": then_hangs()}) as server:
            async with visitor_to(f"127.0.0.1:{server.port}", names=LED_HERE) as visitor:
                addresses = [server.address("/"), server.address("/slow", host=NAMES[0])]
                visits = visit_all(visitor, addresses)
                first = await anext(visits)
                await visits.aclose()
            left = asyncio.all_tasks() - server.serving - {asyncio.current_task()}
            return first, [task for task in left if not task.cancelling()]

    first, left = asyncio.run(visit())

    assert first.answer.body == HOME
    assert not left


def test_finished_visits_do_not_pile_up():
    async def visit():
        async with (
            serving({"/": answer()}) as server,
            visitor_to(f"127.0.0.1:{server.port}") as visitor,
        ):
            visits = visit_all(visitor, [server.address()] * 20, at_once=2)
            await anext(visits)
            await asyncio.sleep(0.3)
            asked = len(server.asked("/"))
            return asked, 1 + len([visit async for visit in visits])

    asked, visited = asyncio.run(visit())

    assert asked <= 2 * 2 * 2
    assert visited == 20


def test_a_mistake_of_ours_ends_the_run_aloud():
    def broken(visit):
        raise ZeroDivisionError

    async def visit():
        async with (
            serving({"/": by_method(HEAD=answer(), GET=answer())}) as server,
            visitor_to(f"127.0.0.1:{server.port}") as visitor,
        ):
            return [v async for v in visit_all(visitor, [server.address()], wants_sibling=broken)]

    with pytest.raises(ExceptionGroup) as raised:
        asyncio.run(visit())
    assert raised.group_contains(ZeroDivisionError)
