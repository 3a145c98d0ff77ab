"""Which records of this app are kept in versions."""

from resources.models.translation import LANGUAGES

from .history import register
from .models import Organization, Resource, SynonymGroup, Term, Vocabulary

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


def both(*names):
    """The columns of bilingual texts."""
    return [f"{name}_{language}" for name in names for language in LANGUAGES]


register(
    Resource,
    kept=OF_THE_WORKFLOW,
    # What the link checker saw belongs to the address it saw it at.
    kept_unless={"url": ["link_state", "link_checked_at"]},
    told=[
        *both("title", "summary", "closing_note"),
        *["organization", "url", "terms", "year", "archived_url", "successor", "recommendations"],
    ],
)
register(Organization, kept=["slug", "status"])
register(Vocabulary)
register(Term, kept=["slug", "vocabulary"])
register(SynonymGroup, kept=["slug"])
