"""Imports the modules that register this app's admin classes, where Django looks for them."""

from .desk import accounts, roles

__all__ = ["accounts", "roles"]
