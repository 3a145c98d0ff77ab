"""Checked links: fetch an address, assess its state, say it in words, let curators decide.

| question | module |
| --- | --- |
| How is an address fetched, politely and safely? | `fetching/` |
| What does the answer mean: works, moved, gone, taken over? | `assessment/` |
| Which links does a run check, and how does it record them? | `runs/` |
| Which addresses do our entries show, and where? | `occurrences.py`, `occurrence_labels.py` |
| Which links are in a text of ours? | `in_text.py` |
| Why is a link in its state, in words? | `explanations.py` |
| Which links of a host are in trouble for one cause? | `causes.py` |
| What may curators decide about a link? | `decisions.py` |
| What does an entry's page say of its link? | `destinations.py` |
| How many links were in which state, month by month? | `monthly_counts.py` |
"""
