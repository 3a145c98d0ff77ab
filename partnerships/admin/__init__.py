"""The desk's pages of guides and what belongs to them.

| question | module |
| --- | --- |
| How is a guide edited? | `guides.py` |
| How are its short texts edited? | `parts.py` |
| How are its recommendations and examples edited? | `placements.py` |
| How are examples and glossary terms edited? | `examples.py`, `glossary.py` |
| Where is the kit of 2009? | `history.py` |
| What does this app add to the page of a resource? | `resources.py` |
"""

from . import examples, glossary, guides, history, parts, placements, resources

__all__ = ["examples", "glossary", "guides", "history", "parts", "placements", "resources"]
