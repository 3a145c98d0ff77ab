"""Which records of this app are kept in versions."""

from resources.models import Organization, Resource, SynonymGroup, Term, Vocabulary
from resources.revisions import register

# What the workflow decides and what people vouch for does not go back with a text.
OF_THE_WORKFLOW = [
    "slug",
    "status",
    "publish_at",
    "close_at",
    "closing_note_en",
    "closing_note_es",
    "successor",
    "reviewed_on",
    "reviewed_by",
    "review_due_on",
]

# What the link checker saw belongs to the address it saw it at.
register(Resource, kept=OF_THE_WORKFLOW, kept_unless={"url": ["link_state", "link_checked_at"]})
register(Organization, kept=["slug", "status"])
register(Vocabulary)
register(Term, kept=["slug", "vocabulary"])
register(SynonymGroup, kept=["slug"])
