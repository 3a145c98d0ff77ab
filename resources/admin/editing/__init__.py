"""What every change form of the desk builds on.

| question | module |
| --- | --- |
| What do all admin classes share? In which order do their bases stand? | `base.py` |
| How is a save recorded as a version? | `base.py` |
| What do all forms share? What of terms that are retired? | `forms.py` |
| Which form field and widget does a column get? | `form_fields.py` |
| How are a record's terms edited? | `term_fields.py` |
| What if two curators change the same entry at once? | `conflicts.py` |
| How are the changes of two curators merged? | `conflict_form.py`, `form_values.py` |
| Where are the versions of an entry, and the way back? | `history.py` |
| Which Spanish is missing or out of date? | `bilingual.py` |
| What warns of texts that are hard to read? | `readability_warnings.py` |
| Which filters stand beside several lists? | `filters.py` |
"""
