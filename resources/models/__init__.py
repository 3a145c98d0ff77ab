"""Models of resources, organizations and vocabularies, and of the work on them.

| question | module |
| --- | --- |
| What is an entry? | `resources.py`, `organizations.py`, `vocabularies.py` |
| Who recommends a resource? | `recommendations.py` |
| When may visitors see an entry? | `publication.py`, `workflow.py` |
| How is a text kept in two languages? | `translation.py` |
| Are two addresses the same page? | `url_keys.py`, `tracking.py`, `urls.py` |
| How is a new slug made? | `slugs.py` |
| Which fields have rules of their own? | `fields.py`, `evidence.py` |
| What is known of a link? | `links.py`, `link_states.py` |
| Which searches found nothing, and which words are synonyms? | `searches.py` |
| What do visitors write? | `messages.py` |
| What would an import change? | `imports.py` |
| What should a curator look at? | `worklist.py` |
| What changed? | `journal.py` |
"""

from .imports import ImportPlan, PlannedRow
from .journal import Change
from .link_states import LinkState
from .links import HostClaim, Link, LinkMonth, LinkOccurrence, LinkVisit
from .messages import SenderCount, VisitorMessage
from .organizations import Organization
from .publication import Status
from .resources import Resource
from .searches import DismissedSearch, FailedSearch, SynonymGroup
from .translation import Bilingual, LocalizedText, Translated
from .vocabularies import ROLE, TOPIC, FormerTerm, Term, Vocabulary
from .workflow import FormerSlug, MergedEntry, StatusChange
from .worklist import WorkItem, WorklistPosition

__all__ = [
    "ROLE",
    "TOPIC",
    "Bilingual",
    "Change",
    "DismissedSearch",
    "FailedSearch",
    "FormerSlug",
    "FormerTerm",
    "HostClaim",
    "ImportPlan",
    "Link",
    "LinkMonth",
    "LinkOccurrence",
    "LinkState",
    "LinkVisit",
    "LocalizedText",
    "MergedEntry",
    "Organization",
    "PlannedRow",
    "Resource",
    "SenderCount",
    "Status",
    "StatusChange",
    "SynonymGroup",
    "Term",
    "Translated",
    "VisitorMessage",
    "Vocabulary",
    "WorkItem",
    "WorklistPosition",
]
