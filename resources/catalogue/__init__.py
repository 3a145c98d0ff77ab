"""Finding resources: what matches, in which order, and how many behind every filter."""

from .database import find
from .selection import Facet, FacetValue, Selection, Sort

__all__ = ["Facet", "FacetValue", "Selection", "Sort", "find"]
