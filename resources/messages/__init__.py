"""Messages from visitors: suggestions, problem reports, and what stops spam.

| question | module |
| --- | --- |
| Which public pages take or show a message? | `views.py` |
| What may a visitor type, and how is it checked? | `forms.py` |
| Does a form come from our own page, from a person, and only once? | `form_tokens.py` |
| How much may one sender, or all senders together, send? | `rate_limits.py` |
| How is a message stored, and when is it deleted? | `receive.py` |
| How does the sender find it again? | `reference_numbers.py` |
| What can a curator decide about it? | `decisions.py` |

Visitors give no name and get no cookie, and no internet address is stored with a message.
"""
