import time

EVERY = 2  # seconds


def silent(done, share):
    """For work that nobody watches."""


class Progress:
    """A line now and then for work that takes long: how much, how fast, how much longer."""

    def __init__(self, out, what):
        self.out, self.what = out, what
        self.started = self.told = time.monotonic()

    def __call__(self, done, share):
        """`done` rows so far, a `share` (0 to 1) of all the work."""
        now = time.monotonic()
        if now - self.told < EVERY or not share:
            return
        self.told = now
        passed = now - self.started
        left = passed * (1 - share) / share
        self.out.write(
            f"{self.what}: {done:,} rows, {done / passed:,.0f} a second, {left:,.0f} s left"
        )
        self.out.flush()
