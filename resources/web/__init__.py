"""Serving public pages: headers, notices, page memory and rendered fragments."""
