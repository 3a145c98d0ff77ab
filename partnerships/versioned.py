"""Which records of this app are kept in versions, and what of them belongs to resources, too."""

from partnerships.models import Example, GlossaryTerm, Guide
from resources.models import Resource
from resources.revisions import follow, register
from resources.versioned import OF_THE_WORKFLOW

register(Guide, kept=[*OF_THE_WORKFLOW, "term"], loads=["term"])
follow(Guide, "recommendations", "resource", "locator_en")
follow(Guide, "first_steps", "text_en")
follow(Guide, "things_to_say", "text_en")
follow(Guide, "obstacles", "obstacle_en")
follow(Guide, "quotations", "attribution_en")
follow(Guide, "findings", "claim_en")
follow(Guide, "sources", "resource", "example")
follow(Guide, "ways_to_get_involved", "name_en", "organization")
follow(Guide, "featured_examples", "example")
follow(Resource, "recommendations", "guide", "locator_en")
register(Example, kept=OF_THE_WORKFLOW)
register(GlossaryTerm, kept=["slug"])
