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
