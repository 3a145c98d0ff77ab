"""Admin of visitors' messages.

| question | module |
| --- | --- |
| What does the queue show, and which decisions does it offer? | `queue.py` |
| Which fields does a curator fill in to decide? | `forms.py` |
"""

from . import queue

__all__ = ["queue"]
