"""The desk: Django's admin as curators meet it, with what belongs to no single kind of record."""
