from .imports import ImportPlan, PlannedRow
from .journal import Change
from .link_states import LinkState
from .links import HostClaim, Link, LinkMonth, LinkPlace, LinkVisit
from .messages import SenderTally, VisitorMessage
from .organizations import Organization
from .publication import Status
from .resources import Resource
from .searches import SearchSetAside, SearchWithoutResult
from .synonyms import SynonymGroup
from .translation import Bilingual, Text, Translated
from .vocabularies import ROLE, TOPIC, FormerTerm, Term, Vocabulary
from .workflow import FormerSlug, MergedEntry, StatusChange
from .worklist import WorkItem, WorklistPosition

__all__ = [
    "ROLE",
    "TOPIC",
    "Bilingual",
    "Change",
    "FormerSlug",
    "FormerTerm",
    "HostClaim",
    "ImportPlan",
    "Link",
    "LinkMonth",
    "LinkPlace",
    "LinkState",
    "LinkVisit",
    "MergedEntry",
    "Organization",
    "PlannedRow",
    "Resource",
    "SearchSetAside",
    "SearchWithoutResult",
    "SenderTally",
    "Status",
    "StatusChange",
    "SynonymGroup",
    "Term",
    "Text",
    "Translated",
    "VisitorMessage",
    "Vocabulary",
    "WorkItem",
    "WorklistPosition",
]
