"""Search on the desk: synonyms, and the searches that found nothing."""

from . import failed_searches, synonyms

__all__ = ["failed_searches", "synonyms"]
