"""Versions of entries: who changed what, when and why; and the way back.

| question | module |
| --- | --- |
| How does a change come to be kept? | `keeping.py` |
| Which entries are kept, with which parts? | `registry.py`, and each app's `entries.py` |
| What is an entry at one moment? | `states.py` |
| What do two moments differ in? | `differences.py`, `words.py`, `labels.py` |
| How does it become again what it was? | `going_back.py` |
| What did each version change? | `steps.py` |

Whoever changes entries outside the desk's forms writes

    with revisions.revising(entry, user=user, why="Merged with …") as touched:
        …change it…
        touched.append(another)  # made inside

or, for thousands, calls `baseline(entries)` before and `record(entries, user=…, why=…)` after the
change, in one transaction. Terms and recommendations count as part of an entry; for a change of a
recommendation alone, `entries_of([recommendation])` names what it belongs to.
"""

from .recording import baseline, record, revising
from .registry import entries_of

__all__ = ["baseline", "entries_of", "record", "revising"]
