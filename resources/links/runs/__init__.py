"""Runs of the link checker: which links are due, claims of hosts, recording, the report.

| question | module |
| --- | --- |
| When is a link due, and which run may check it? | `schedule.py` |
| What does a run know of a link beforehand? | `tasks.py` |
| How does a run go, and how does it stop? | `run.py` |
| How do the results get into the database? | `recording.py` |
| What does the command print? | `report.py` |
| Is there an archived copy? | `archives.py` |
"""
