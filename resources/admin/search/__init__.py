"""The admin of the search.

| question | module |
| --- | --- |
| How are synonym groups edited? | `synonyms.py` |
| What can be done about searches that found nothing? | `failed_searches.py` |
"""

from . import failed_searches, synonyms

__all__ = ["failed_searches", "synonyms"]
