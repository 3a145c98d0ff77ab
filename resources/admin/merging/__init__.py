"""Merging on the desk: duplicates, merges, and entries that are still in use."""
