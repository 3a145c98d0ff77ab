"""Links in the admin: the list, the page of a link, and pauses of its checks."""

from . import links

__all__ = ["links"]
