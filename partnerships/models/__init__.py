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
