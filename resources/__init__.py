"""What exists out there: organizations, vocabularies, resources, and the ten jobs on them.

| question | package or module |
| --- | --- |
| Which tables are there, and which rules do they keep? | `models/` |
| Which kinds of entries are there? | `entry_kinds.py` (the registry), `entries.py` (this app's) |
| How does anybody learn of a change? | `journal/` |
| What did an entry say before, and who changed it? | `history/` |
| How are entries found, ranked and counted? | `search/` |
| What does the list with its filters show? | `directory/` |
| How does a public page get its headers, and when is it cached? | `web/` |
| Which steps lead from draft to closed? | `publishing/` |
| How do two records become one? | `merging/` |
| Does a link still lead where it should? | `links/` |
| What do visitors write? | `messages/` |
| How do files become entries, and entries files? | `importing/` |
| What should a curator look at next? | `worklist/` |
| What do curators see? | `admin/` |
| Which pages and which JSON are there? | `urls.py`, `views.py`, `api.py` |
| How is long work cut into batches, and its progress reported? | `batches.py` |
"""
