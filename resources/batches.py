"""Work on many rows in batches, and report the progress."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batches(iterable: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Yields tuples of `size` items, and the rest: itertools.batched of Python 3.12."""
    items = iter(iterable)
    while batch := tuple(islice(items, size)):
        yield batch


def silent(done: int, share: float) -> None:
    """The progress report of work that nobody watches."""


class Progress:
    """Writes a line every few seconds: how much is done, how fast, how much is left.

    `write` takes the line. `what` follows the number done, as in “rows compared”.
    """

    def __init__(self, write: Callable[[str], object], what: str, *, every: float = 2) -> None:
        self.write, self.what, self.every = write, what, every
        self.started = self.reported = time.monotonic()

    def __call__(self, done: int, share: float) -> None:
        """Report that `done` is done, a `share` (0 to 1) of all the work."""
        now = time.monotonic()
        if now - self.reported < self.every or not share:
            return
        self.reported = now
        passed = now - self.started
        left = passed * (1 - share) / share
        self.write(f"{done:,} {self.what}, {done / passed:,.0f} a second, {left:,.0f} s left")
