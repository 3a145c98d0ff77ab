"""The catalogue in other clothes: files to import and export, and JSON for programs.

An import is read, planned, previewed and applied; pages and commands go the same way.

| question | module |
| --- | --- |
| Which columns does a file have, and what may stand in them? | `columns.py` |
| How do a CSV and a JSON file become rows, and rows a file? | `reading.py`, `csv_files.py`, … |
| What is stored of an entry, in the words of a file? | `entries.py` |
| What would a file change? | `planning.py`, `near.py`; kept in `models/imports.py` |
| How does a plan come true? | `applying.py` |
| How does a catalogue become a file? | `exporting.py` |
| Why was something refused? | `reasons.py` |
| How do programs read the catalogue? | `api.py` |
"""
