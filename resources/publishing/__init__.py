"""Publishing: the workflow from draft to published to closed, and quality checks.

| question | module |
| --- | --- |
| Which steps are there, who may take one, and what does it change? | `workflow.py` |
| How does a step happen at its scheduled time? | `schedule.py` |
| What happens when a person confirms that an entry is still right? | `reviews.py` |
| How can others read an entry before it is published? | `previews.py` |
| How hard is a text to read? | `readability.py` |
"""
