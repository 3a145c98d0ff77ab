"""Visiting many addresses: those of one host one after the other, many hosts at once."""

import asyncio
from collections import defaultdict, deque
from contextlib import suppress

from .urls import request_host

HOSTS_AT_ONCE = 500


def never(result):
    return False


async def fetch_all(fetcher, addresses, *, at_once=HOSTS_AT_ONCE, needs_probe=never):
    """The visits to `addresses`, in the order in which they end.

    The longest queue begins first. The rest of a queue is left for another run, and not among
    the visits, once the host has asked to be left alone for longer than the visitor has patience.
    Whoever takes the visits slowly slows them down: finished ones do not pile up.
    """
    queues = sorted(by_host(addresses).items(), key=lambda queue: len(queue[1]))
    met, room = asyncio.Queue(), asyncio.Semaphore(2 * at_once)

    async def visit_queues():
        while queues:
            host, waiting = queues.pop()
            while waiting and not fetcher.throttle.is_unavailable(host):
                await room.acquire()
                met.put_nowait(await fetcher.fetch(waiting.popleft(), needs_probe))

    running = asyncio.create_task(together(visit_queues, min(at_once, len(queues))))
    running.add_done_callback(lambda _: met.put_nowait(None))
    try:
        while (result := await met.get()) is not None:
            yield result
            room.release()
        await running  # raises what went wrong
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def by_host(addresses):
    queues = defaultdict(deque)
    for address in addresses:
        queues[request_host(address)].append(address)
    return queues


async def together(work, number):
    async with asyncio.TaskGroup() as group:
        for _ in range(number):
            group.create_task(work())
