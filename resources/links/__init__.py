"""Links that tell the truth: visit an address, name what happened, say it in words.

| question | module |
| --- | --- |
| What did a visit meet? | `visits.py` |
| Which addresses may be connected to? | `guard.py` |
| May robots come? | `robots.py` |
| How is one address visited, how are many? | `visiting.py`, `hosts.py` |
"""
