"""Fetching many addresses: one at a time of each host, many hosts at once."""

import asyncio
from collections import defaultdict, deque
from contextlib import suppress

from .urls import request_host

HOSTS_AT_ONCE = 500


def needs_no_probe(result):
    return False


async def fetch_all(fetcher, addresses, *, at_once=HOSTS_AT_ONCE, needs_probe=needs_no_probe):
    """Yield the results for `addresses`, in the order in which they end.

    The longest queue of a host begins first. Once a host is unavailable (see HostThrottle), the
    rest of its queue is left for another run and yields nothing. At most 2 * `at_once` results
    wait for the consumer, so a slow consumer slows down the fetching.
    """
    queues = sorted(group_by_host(addresses).items(), key=lambda queue: len(queue[1]))
    results, room = asyncio.Queue(), asyncio.Semaphore(2 * at_once)

    async def fetch_queues():
        while queues:
            host, waiting = queues.pop()
            while waiting and not fetcher.throttle.is_unavailable(host):
                await room.acquire()
                results.put_nowait(await fetcher.fetch(waiting.popleft(), needs_probe))

    running = asyncio.create_task(run_workers(fetch_queues, min(at_once, len(queues))))
    running.add_done_callback(lambda _: results.put_nowait(None))
    try:
        while (result := await results.get()) is not None:
            yield result
            room.release()
        await running  # raises the exception of a worker, if there was one
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def group_by_host(addresses):
    """{host: queue of its addresses}"""
    queues = defaultdict(deque)
    for address in addresses:
        queues[request_host(address)].append(address)
    return queues


async def run_workers(work, number):
    """Run the coroutine function `work` so many times at once, until all have ended."""
    async with asyncio.TaskGroup() as group:
        for _ in range(number):
            group.create_task(work())
