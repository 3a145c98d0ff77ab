"""The change journal: triggers record every change of what public pages show.

| question | module |
| --- | --- |
| Which entries changed since a position? | `reader.py` |
| How does the database record a change? | `triggers.py`, operations for migrations |
| How does an old slug keep leading to its entry? | `former_slug_triggers.py`, likewise |

The search index, the worklist, HTTP validators and page caches follow the journal, so no way of
writing (admin, import, shell, raw SQL, another server) can leave a page stale. Its lines are the
model `Change`.
"""
