"""Pauses between requests, and hosts that ask for longer ones, by a clock of the test's own."""

import asyncio

import pytest

from resources.links.fetching import throttle
from resources.links.fetching.throttle import HostThrottle


class Clock:
    def __init__(self):
        self.at = 100.0

    def now(self):
        return self.at

    async def sleep(self, seconds):
        self.at += max(seconds, 0)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(throttle, "now", clock.now)
    monkeypatch.setattr(throttle, "sleep", clock.sleep)
    return clock


def moments(clock, steps, **options):
    """When each of `steps` was sent: a host, or (a host, the Retry-After of its answer)."""
    found = []

    async def take_turns():
        hosts = HostThrottle(**{"pause": 1, "patience": 60, "at_once": 5} | options)
        for step in steps:
            host, asked = (step, None) if isinstance(step, str) else step
            async with hosts.slot(host):
                found.append(clock.at - 100)
                clock.at += 10  # as long as a request takes
                if asked is not None:
                    hosts.obey_retry_after(host, asked)
        return hosts

    return found, asyncio.run(take_turns())


def test_there_is_a_pause_after_each_request_to_a_host(clock):
    assert moments(clock, ["a", "a", "a"])[0] == [0, 11, 22]


def test_there_is_none_before_another_host(clock):
    assert moments(clock, ["a", "b", "a"])[0] == [0, 10, 20]


def test_a_host_that_fails_has_its_pause_too(clock):
    hosts = HostThrottle(pause=1, patience=60, at_once=5)

    async def fail():
        async with hosts.slot("a"):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(fail())
    assert hosts.state("a").free_at == 101


def test_a_retry_after_is_obeyed(clock):
    found, hosts = moments(clock, [("a", 30), "a"])

    assert found == [0, 40]
    assert not hosts.is_unavailable("a")


def test_a_retry_after_shorter_than_the_pause_is_a_pause(clock):
    assert moments(clock, [("a", 0), "a"])[0] == [0, 11]


def test_patience_covers_all_waits_of_a_host_together(clock):
    found, hosts = moments(clock, [("a", 40), ("a", 40), ("a", 40), "a"])

    assert found == [0, 50, 80, 91]
    assert hosts.is_unavailable("a")
    assert not hosts.is_unavailable("b")
