"""The search engine of the directory: matches, order, and the counts behind every filter.

| question | module |
| --- | --- |
| What may a visitor ask for, and what is a facet? | `selection.py` |
| How is a selection counted and sorted? | `results.py` |
| How is a search text parsed? | `query.py`, `analysis.py` |
| Which entries match the words, and how well? | `text_search.py`, `ranking.py`, `synonyms.py` |
| What is held in memory? | `snapshot.py`, `labels.py`, `site_pages.py` |
| How is the index built? | `index.py`, `postings.py`, `title_order.py`, `arrays.py` |
| How is the index read from the database? | `documents.py` |
| How does it stay up to date? | `sync.py` |
| What is on disk? | `storage.py` |
| Does the index agree with the database? | `verify.py` |
| What makes a sensible synonym group? | `synonym_rules.py` |
| Which searches found nothing? | `failed_searches.py` |
"""

from .results import find
from .selection import ORGANIZATION, Facet, FacetValue, Selection, Sort
from .snapshot import Snapshot
from .sync import index_sync

__all__ = [
    "ORGANIZATION",
    "Facet",
    "FacetValue",
    "Selection",
    "Snapshot",
    "Sort",
    "current_snapshot",
    "find",
    "index_sync",
]


def current_snapshot() -> Snapshot:
    """The newest snapshot, with every change that was committed before the call.

    After a large import it may be older for a while: a background thread reads many changes.
    """
    return index_sync.current().snapshot
