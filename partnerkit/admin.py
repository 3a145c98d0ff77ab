"""Imports the modules that register admin classes. Django looks for them here."""

from .desk import accounts, roles

__all__ = ["accounts", "roles"]
