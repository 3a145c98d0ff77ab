from . import links, organizations, resources, searches, vocabularies, voices

__all__ = ["links", "organizations", "resources", "searches", "vocabularies", "voices"]
