"""How public pages are served.

| question | module |
| --- | --- |
| What do all public views share? | `views.py` |
| When is a page made again? | `page_cache.py` |
| Which parts of a page are rendered once? | `fragments.py` |
"""
