"""Importing entries from CSV and JSON files, and exporting them.

An import reads a file, plans its changes, shows them as a preview and applies them. The admin's
pages and the commands take the same steps.

| question | module |
| --- | --- |
| Which columns does a file have, and what may a cell hold? | `columns.py` |
| How does a file become rows? | `read.py`, with `csv_files.py`, `json_files.py` and `rows.py` |
| Which stored entry does a row match? | `match.py` |
| What does a row change? | `compare.py`, against `stored_entries.py` |
| What would the whole file change? | `plan.py`, stored in `resources/models/imports.py` |
| Which slugs do new entries get? | `new_slugs.py` |
| Which entries have similar titles? | `similar_titles.py` |
| How is a plan written? | `apply.py` |
| How do entries become a file? | `export.py` |
| Why is something refused? | `errors.py` |
"""
