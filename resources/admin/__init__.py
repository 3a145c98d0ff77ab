"""The curation desk, one package a job. `editing/` is the base that the others build on."""

from . import links, messages, organizations, resources, search, vocabularies

__all__ = ["links", "messages", "organizations", "resources", "search", "vocabularies"]
