"""Which records of this app are kept in versions."""

from resources.models import Organization, Resource, SynonymGroup, Term, Vocabulary
from resources.revisions import register

# What the workflow decides, people vouch for or the link checker saw does not go back with a text.
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

register(Resource, kept=[*OF_THE_WORKFLOW, "link_state", "link_checked_at"])
register(Organization, kept=["slug", "status"])
register(Vocabulary)
register(Term, kept=["slug", "vocabulary"])
register(SynonymGroup, kept=["slug"])
