"""Fetching an address politely and safely: HTTP, robots.txt, throttles, the SSRF guard.

| question | module |
| --- | --- |
| What did a fetch bring, or why did it fail? | `results.py`, `errors.py` |
| How is one address fetched, how are many? | `fetcher.py`, `queues.py` |
| What is one request, and what may it cost? | `client.py`, `bodies.py`, `headers.py` |
| Which addresses may be connected to? | `ssrf_guard.py` |
| When may a host be asked again? | `throttle.py` |
| Does robots.txt allow it? | `robots.py` |
| Which URL does a request ask for, where does a redirect lead? | `urls.py` |
"""
