"""Which records of this app are kept in versions, and what of them belongs to resources, too."""

from resources.entries import OF_THE_WORKFLOW, both
from resources.history import follow, register
from resources.models import Resource

from .models import Example, GlossaryTerm, Guide

PARTS = {
    "recommendations": ["resource", "locator_en"],
    "first_steps": ["text_en"],
    "things_to_say": ["text_en"],
    "obstacles": ["obstacle_en"],
    "quotations": ["attribution_en"],
    "findings": ["claim_en"],
    "sources": ["resource", "example"],
    "ways_to_get_involved": ["name_en", "organization"],
    "featured_examples": ["example"],
}

register(
    Guide,
    kept=[*OF_THE_WORKFLOW, "term"],
    loads=["term"],
    told=[
        *both("task_label", "intro", "why_it_matters", "closing_note"),
        *["related_topics", "successor", *PARTS],
    ],
)
for part, named_by in PARTS.items():
    follow(Guide, part, *named_by)
follow(Resource, "recommendations", "guide", "locator_en")
register(
    Example,
    kept=OF_THE_WORKFLOW,
    told=[
        *both("name", "partners", "what_they_did", "outcome", "figures", "note", "closing_note"),
        *["city", "state", "year", "result", "source_title", "source_url", "terms", "successor"],
    ],
)
register(GlossaryTerm, kept=["slug"])
