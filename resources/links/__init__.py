"""Links that tell the truth: visit an address, name what happened, say it in words.

| question | module |
| --- | --- |
| What did a visit meet? | `visits.py` |
| How is one address visited, how are many? | `visiting.py`, `hosts.py` |
| Which addresses may be connected to? | `guard.py` |
| When is it our turn at a host, and may robots come? | `turns.py`, `robots.py` |
| What is one request, and what may it cost? | `asking.py`, `bodies.py`, `headers.py` |
| What does an error mean? | `troubles.py` |
| What is asked for at an address? | `addresses.py` |
"""
