from . import organizations, resources, searches, vocabularies

__all__ = ["organizations", "resources", "searches", "vocabularies"]
