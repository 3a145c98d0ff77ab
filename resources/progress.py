"""Telling somebody who waits how far long work has come."""

import time


def silent(done, share):
    """For work that nobody watches."""


class Progress:
    """A line every few seconds: how much, how fast, how much longer.

    `write` takes the line; `what` is said of the number done, as in “rows compared”.
    """

    def __init__(self, write, what, *, every=2):
        self.write, self.what, self.every = write, what, every
        self.started = self.told = time.monotonic()

    def __call__(self, done, share):
        """`done` so far, a `share` (0 to 1) of all the work."""
        now = time.monotonic()
        if now - self.told < self.every or not share:
            return
        self.told = now
        passed = now - self.started
        left = passed * (1 - share) / share
        self.write(f"{done:,} {self.what}, {done / passed:,.0f} a second, {left:,.0f} s left")
