"""Guides, recommendations, examples, the glossary and the history of the 2009 kit.

| question | module |
| --- | --- |
| Which records are there? | `models/` |
| Which page has which address? | `urls.py`, `views.py` |
| What is in a guide's page? | `guide_page.py`, `paragraphs.py` |
| How are glossary terms explained in a text? | `glossary.py` |
| How are topics grouped? | `topic_groups.py` |
| How do pages of resources read recommendations? | `recommendations.py` |
| What is a kind of entry, for search, links and history? | `entries.py` |
| How are blanks in lines to say marked? | `templatetags/` |
| What does the worklist say of guides? | `worklist.py` |
| How do curators edit it? | `admin/` |
"""
