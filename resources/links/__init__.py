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
| What does an answer say, what kind of file is it? | `pages.py`, `kinds.py` |
| Does it name what we show it as? Is it the page we knew? | `naming.py`, `fingerprints.py` |
| Has somebody else got the address? | `takeover.py`, `offers.py`, `parking.py`, `domains.py` |
| By which words do we tell? | `vocabularies.py`, `caring.py`, `phrasebook.py` |
| Is it only a wall, or a page that says it is none? | `walls.py`, `missing.py` |
| What do we call it, and why? | `judging.py`, `reasons.py` |
| Which links of a site are in trouble together? | `causes.py` |
| Which addresses do we show? | `places.py`, and each app's `linked.py` |
| Where does a link stand, in words? | `whereabouts.py` |
| When is a link visited next, and by which run? | `due.py` |
| What is a run, and what does it say of itself? | `checking.py`, `tasks.py`, `telling.py` |
| How does the database learn of it? | `recording.py` |
| Is there an archived copy? | `archives.py` |
| Which links stand in a text of ours? | `texts.py` |
| How do links fare, month by month? | `months.py` |
"""
