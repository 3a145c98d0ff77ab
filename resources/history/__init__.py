"""Versions of entries: who changed what, when and why, and how to revert it.

| question | module |
| --- | --- |
| How does a change become a version? | `recording.py` |
| Which models have versions, and with which parts? | `owners.py`, each app's `entries.py` |
| How is an entry's state at one moment stored? | `states.py` |
| What differs between two states? | `diff.py`, with `text_diff.py` and `labels.py` |
| How is an entry set back to an earlier state? | `revert.py` |
| What did each version change? | `timeline.py`, for visitors `public.py` |

Code that changes entries outside the admin's forms does it in a revision:

    with history.revision(entry, user=user, why="Merged with …") as touched:
        …change it…
        touched.append(another)  # an entry created inside

For thousands of entries, call `record_baselines(entries)` before the change and
`record_versions(entries, user=…, why=…)` after it, in one transaction. Terms and parts such as
recommendations belong to their entry: for a change of one recommendation,
`owning_entries([recommendation])` finds the entries to record.

Versions are stored in the two tables of django-reversion.
"""

from .owners import owning_entries
from .recording import record_baselines, record_versions, revision

__all__ = ["owning_entries", "record_baselines", "record_versions", "revision"]
