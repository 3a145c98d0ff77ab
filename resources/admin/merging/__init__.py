"""The admin's pages about merging.

| question | module |
| --- | --- |
| How does a form warn of a duplicate? | `duplicates.py` |
| How are two resources merged? | `resources.py` |
| How are two terms merged, or one retired? | `terms.py` |
| Why is a record in use not deleted? | `protected_delete.py` |
"""
