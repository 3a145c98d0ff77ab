from . import organizations, resources, searches, vocabularies, voices

__all__ = ["organizations", "resources", "searches", "vocabularies", "voices"]
