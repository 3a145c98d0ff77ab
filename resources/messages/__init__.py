"""Visitors' voices: how what somebody types on a public page comes before a curator.

| question | module |
| --- | --- |
| Which pages are there? | `views.py` |
| What may be typed? | `forms.py` |
| Does the form come from our page, from a person, once? | `stamps.py` |
| How much may one sender, or all of them, send? | `limits.py` |
| How is a message kept, and for how long? | `receiving.py` |
| How does its sender find it again? | `references.py` |
| What can a curator decide? | `decisions.py` |

Nobody gives a name, gets a cookie, or leaves an internet address with a message.
"""
