"""Checked links on the desk: the list, one link's page, and pauses of checking."""

from . import links

__all__ = ["links"]
