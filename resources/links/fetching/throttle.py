"""Pauses between requests to a host: one request at a time, and a wait after each."""

import asyncio
from asyncio import sleep
from contextlib import asynccontextmanager


class HostState:
    """One host: a lock for its only request, and when the next may start (`free_at`).

    `waited` adds up the seconds of Retry-After that were granted.
    """

    def __init__(self):
        self.lock = asyncio.Lock()
        self.free_at = 0.0
        self.waited = 0.0
        self.is_unavailable = False


class HostThrottle:
    """Waits `pause` seconds after each request to a host, and as long as its Retry-After says.

    All Retry-After waits of one host may take `patience` seconds together. A host that asks for
    more is unavailable from then on. `at_once` bounds the open connections to all hosts.
    """

    def __init__(self, *, pause, patience, at_once):
        self.pause, self.patience = pause, patience
        self.hosts = {}
        self.connections = asyncio.Semaphore(at_once)

    def state(self, host):
        return self.hosts.setdefault(host, HostState())

    @asynccontextmanager
    async def slot(self, host):
        """Wait until the host may be asked, and hold it and a connection during the block."""
        state = self.state(host)
        async with state.lock:
            await sleep(state.free_at - now())
            async with self.connections:
                try:
                    yield
                finally:
                    state.free_at = max(state.free_at, now() + self.pause)

    def obey_retry_after(self, host, seconds):
        """Delay the next request by the seconds asked for, as far as the patience reaches."""
        state = self.state(host)
        granted = min(seconds, self.patience - state.waited)
        state.waited += granted
        state.is_unavailable = state.is_unavailable or granted < seconds
        state.free_at = now() + granted

    def is_unavailable(self, host):
        """True if the host asked us to wait longer than the patience of a run."""
        return host in self.hosts and self.hosts[host].is_unavailable


def now():
    return asyncio.get_running_loop().time()
