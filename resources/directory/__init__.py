"""The directory: the list of resources with its filters, facets, cards and suggestions.

| question | module |
| --- | --- |
| How is the page put together? | `page.py` |
| Which parameters are there, and what is valid? | `filters.py` |
| How are the filters and their counts rendered? | `facets.py` |
| How are the entries rendered? | `cards.py` |
| What helps a visitor whose search finds little? | `suggestions.py` |
| Which entries are like this one? | `related.py` |
"""
