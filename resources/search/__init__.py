"""Finding resources: what matches, in which order, and how many behind every filter.

| question | module |
| --- | --- |
| What may a visitor ask, and what is answered? | `selection.py` |
| How is it counted and sorted? | `results.py` |
| What do words find? | `query.py`, `ranking.py`, `synonyms.py`, `analysis.py` |
| What is in memory? | `index.py`, `postings.py`, `title_order.py`, `arrays.py`, `labels.py` |
| Where does it come from, and how does it stay true? | `documents.py`, `sync.py` |
| What is on disk? | `storage.py` |
| Is it true? | `verify.py` |
"""

from .results import find
from .selection import ORGANIZATION, Facet, FacetValue, Selection, Sort
from .sync import follower

__all__ = [
    "ORGANIZATION",
    "Facet",
    "FacetValue",
    "Selection",
    "Sort",
    "current",
    "find",
    "follower",
]


def current():
    """The newest view of the catalogue, with every change committed before the call.

    After a large import it may be the view before it, until that is read behind the scenes.
    """
    return follower.current()[1]
