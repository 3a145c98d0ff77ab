"""The worklist: what a person should look at next, and why.

| question | module |
| --- | --- |
| What are an issue, a reason and a resolution? | `issues.py` |
| Why is an entry listed? | `reasons.py`, `duplicates.py`, and other apps' `worklist.py` |
| What is listed besides entries? | `link_problems.py`, `failed_searches.py`, `messages.py` |
| Which pages behind links changed since a review? | `changed_pages.py` |
| Which entries are watched, and which functions find their issues? | each app's `entries.py` |
| How do items follow the changes of entries? | `sync.py`, `store.py` |
| What happens when somebody resolves or dismisses an item? | `resolve.py` |
| What does the list show, and in which order? | `list.py` |
| What do the charts show? | `charts.py` |
| Where do curators see all this? | `views.py`, `export.py` |

Items are derived from the entries and follow the change journal, as the search index does, so no
way of writing to the database is missed. Only assignees and dismissals cannot be derived again.
"""

from . import changed_pages, failed_searches, link_problems, messages

__all__ = ["changed_pages", "failed_searches", "link_problems", "messages"]
