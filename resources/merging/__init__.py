"""Near-duplicates, and the merge of two records into one.

| question | module |
| --- | --- |
| Which entries may be the same? | `duplicates.py` |
| Which of the two values does the merged entry have? | `field_choices.py` |
| What points at a record? | `references.py` |
| How are two terms or two resources merged? | `merge.py` |
"""
