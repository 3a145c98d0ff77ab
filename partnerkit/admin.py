"""Where Django looks for what this app adds to the desk."""

from .desk import accounts, roles

__all__ = ["accounts", "roles"]
