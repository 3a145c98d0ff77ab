"""Runs of the link checker: which links are due, claims, recording, the report."""
