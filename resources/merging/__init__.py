"""Near-duplicates, and two records becoming one."""
