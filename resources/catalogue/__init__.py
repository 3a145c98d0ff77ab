"""Finding resources: what matches, in which order, and how many behind every filter.

| question | module |
| --- | --- |
| What may a visitor ask, and what is answered? | `selection.py` |
| How is it counted and sorted? | `answer.py` |
| What do words find? | `query.py`, `search.py`, `synonyms.py`, `words.py` |
| What is in memory? | `index.py`, `texts.py`, `order.py`, `columns.py`, `names.py` |
| Where does it come from, and how does it stay true? | `documents.py`, `following.py` |
| What is on disk? | `storage.py` |
| Is it true? | `comparing.py` |
"""

from .answer import find
from .following import follower
from .selection import ORGANIZATION, Facet, FacetValue, Selection, Sort

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
