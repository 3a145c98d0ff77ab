"""Visitors' messages on the desk: the queue and the decisions."""

from . import queue

__all__ = ["queue"]
