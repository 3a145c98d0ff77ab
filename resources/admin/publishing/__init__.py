"""Publication on the desk.

| question | module |
| --- | --- |
| Who may change an entry? Which steps does its form offer? | `base.py` |
| What happens when a step is applied? | `base.py` |
| What does each step ask before it is applied? | `forms.py` |
| How are steps and reviews done for many entries? | `actions.py` |

The rules of the workflow itself are in `resources/publishing/workflow.py`.
"""
