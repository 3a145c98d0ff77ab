"""The worklist: what a person should look at next, and why.

| question | module |
| --- | --- |
| What are an issue and a reason? | `findings.py` |
| Why is an entry listed? | `reasons.py`, `duplicates.py` |
| Which entries are watched, and what finds issues in them? | each app's `entries.py` |
| What else is listed? | `link_problems.py`, `changed_pages.py`, and so on |
| How does it stay true to the entries? | `sync.py`, `store.py` |
| What does a click settle? | `resolve.py` |
| What is listed, in which order? | `list.py` |
| How is the catalogue doing? | `charts.py` |
| Where do curators see all this? | `views.py`, `export.py` |

It is derived from the entries and follows the change journal, as the search index does, so no way
of writing passes it by. Only who took an item, and that somebody let it be, is its own.
"""

from . import changed_pages, failed_searches, link_problems, messages

__all__ = ["changed_pages", "failed_searches", "link_problems", "messages"]
