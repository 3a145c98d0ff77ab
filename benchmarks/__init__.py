"""Benchmarks of the directory; `python -m benchmarks --help`."""


class BenchmarkError(Exception):
    """The run cannot go on; the message says why, in a sentence."""
