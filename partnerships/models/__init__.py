"""The records of the guides.

| question | module |
| --- | --- |
| What is in a guide? | `guides.py` |
| Which resources and examples does a guide recommend? | `placements.py` |
| What is an example of a partnership? | `examples.py` |
| Which terms does the glossary explain? | `glossary.py` |
| What was in the kit of 2009? | `history.py` |
"""

from .examples import Example
from .glossary import GlossaryTerm
from .guides import Finding, FirstStep, Guide, Obstacle, Quotation, ThingToSay
from .history import KitListing, KitPage
from .placements import (
    ORIGINAL_KIT,
    FeaturedExample,
    GuideSource,
    Recommendation,
    WayToGetInvolved,
)

__all__ = [
    "ORIGINAL_KIT",
    "Example",
    "FeaturedExample",
    "Finding",
    "FirstStep",
    "GlossaryTerm",
    "Guide",
    "GuideSource",
    "KitListing",
    "KitPage",
    "Obstacle",
    "Quotation",
    "Recommendation",
    "ThingToSay",
    "WayToGetInvolved",
]
