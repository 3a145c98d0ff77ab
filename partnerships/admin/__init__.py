from . import examples, glossary, guides, history, parts, placements, resources

__all__ = ["examples", "glossary", "guides", "history", "parts", "placements", "resources"]
