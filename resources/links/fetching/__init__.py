"""Fetching an address politely and safely: HTTP, robots.txt, throttles, the SSRF guard."""
