"""Links in the admin: the list, the page of a link, and pauses of its checks.

| question | module |
| --- | --- |
| What do the list and the page of a link show, and which actions do they have? | `links.py` |
| How does a curator check a link from the page of an entry? | `links.py` (`LinkCheckMixin`) |
| By what can the list be filtered? | `filters.py` |
| How are the checks of links paused and resumed? | `pauses.py` |
"""

from . import links

__all__ = ["links"]
