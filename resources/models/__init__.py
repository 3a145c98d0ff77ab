from .link_states import LinkState
from .organizations import Organization
from .publication import Status
from .resources import Resource
from .translation import Bilingual, Text, Translated
from .vocabularies import ROLE, TOPIC, Term, Vocabulary

__all__ = [
    "ROLE",
    "TOPIC",
    "Bilingual",
    "LinkState",
    "Organization",
    "Resource",
    "Status",
    "Term",
    "Text",
    "Translated",
    "Vocabulary",
]
