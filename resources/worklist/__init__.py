"""The worklist: what a person should look at next, and why.

| question | module |
| --- | --- |
| What are its parts called, and how does an app add to them? | `kinds.py` |
| Why is an entry listed? | `reasons.py`, `duplicates.py`, and each app's `worklist.py` |
| What else is listed? | `links.py`, `changed_pages.py`, `searches.py`, `reports.py` |
| Which entries does this app watch? | `entries.py` |
| How does it stay true to the entries? | `following.py`, `keeping.py` |
| What does a click settle? | `settling.py` |
| What is listed, in which order? | `listing.py` |
| How is the catalogue doing? | `charts.py` |
| Where do curators see all this? | `pages.py`, `export.py` |

It is derived from the entries and follows the change journal, as the search index does, so no way
of writing passes it by. Only who took an item, and that somebody let it be, is its own.
"""

from . import changed_pages, entry_issues, failed_searches, link_problems, messages

__all__ = ["changed_pages", "entry_issues", "failed_searches", "link_problems", "messages"]
