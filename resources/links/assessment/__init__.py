"""Decide what a fetched page means for a link: works, moved, gone, taken over …

| question | module |
| --- | --- |
| What is the verdict, and by which rule? | `verdict.py` |
| What do the rules look at? | `evidence.py` |
| What does a page say, in which language? What type is a file? | `pages.py`, `file_types.py` |
| Does the page name the entry? | `title_match.py` |
| How much of an earlier page is left? | `fingerprints.py` |
| Does the site want a robot check, a login or a consent first? | `gates.py` |
| Is the page missing although its status says success? | `soft_404.py` |
| Does the address have a new owner? | `takeover.py`, `parking.py`, `domains.py` |
| Does the page offer spam, and how strongly? | `spam_offers.py` |
| Which phrases are typical of spam, which of safe pages? | `spam_phrases.py`, `safe_phrases.py` |
| Where are the lists of these phrases? | `phrases/` |
"""
