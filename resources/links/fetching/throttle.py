"""Whose turn it is at a host: one request at a time, and a pause after each."""

import asyncio
from asyncio import sleep
from contextlib import asynccontextmanager


class Place:
    """A host: who asks it now, from when on the next may, how long it has been waited for."""

    def __init__(self):
        self.lock = asyncio.Lock()
        self.free_at = 0.0
        self.waited = 0.0
        self.is_unavailable = False


class HostThrottle:
    """`pause` seconds after each request; `patience` seconds for a host's Retry-After in all.

    A host that asks for more is left alone from then on. `at_once` bounds the open connections.
    """

    def __init__(self, *, pause, patience, at_once):
        self.pause, self.patience = pause, patience
        self.places = {}
        self.connections = asyncio.Semaphore(at_once)

    def place(self, host):
        return self.places.setdefault(host, Place())

    @asynccontextmanager
    async def slot(self, host):
        place = self.place(host)
        async with place.lock:
            await sleep(place.free_at - now())
            async with self.connections:
                try:
                    yield
                finally:
                    place.free_at = max(place.free_at, now() + self.pause)

    def obey_retry_after(self, host, seconds):
        """Obey the host's Retry-After, as far as patience reaches."""
        place = self.place(host)
        granted = min(seconds, self.patience - place.waited)
        place.waited += granted
        place.is_unavailable = place.is_unavailable or granted < seconds
        place.free_at = now() + granted

    def is_unavailable(self, host):
        """Whether the host asked for more patience than a run has."""
        return host in self.places and self.places[host].is_unavailable


def now():
    return asyncio.get_running_loop().time()
