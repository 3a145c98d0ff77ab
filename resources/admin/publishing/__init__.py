"""Publication on the desk.

===================================================== ===========
Question                                              Module
===================================================== ===========
Who may change an entry? Which steps does its form
offer, and what happens when one is applied?          base.py
What does each step ask before it is applied?         forms.py
How are steps and reviews done for many entries?      actions.py
===================================================== ===========

The rules of the workflow itself are in `resources/publishing/workflow.py`.
"""
