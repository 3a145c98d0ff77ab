"""The curation desk, one package a job. `editing/` is the base of the others.

| question | module |
| --- | --- |
| What do all change forms have in common? | `editing/` |
| How is an entry published, reviewed or closed? | `publishing/` |
| How is a resource edited? | `resources.py` |
| How is an organization or a vocabulary edited? | `organizations.py`, `vocabularies.py` |
| How are two entries or terms merged? | `merging/` |
| How are links checked and decided about? | `links/` |
| What do curators do with visitors' messages? | `messages/` |
| Where are synonyms and failed searches? | `search/` |
| How are entries imported and exported? | `importing.py` |
"""

from . import links, messages, organizations, resources, search, vocabularies

__all__ = ["links", "messages", "organizations", "resources", "search", "vocabularies"]
