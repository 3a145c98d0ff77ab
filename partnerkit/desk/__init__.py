"""The desk: Django's admin site, signing in, accounts and roles.

| question | module |
| --- | --- |
| Which pages does the admin site have? Who may enter? | `site.py` (set in `apps.py`) |
| How does somebody sign in? What if a form is stale? | `sign_in.py`, `credentials.py` |
| When does a session end? | `sessions.py` |
| What becomes of a form sent after the session ended? | `resumed_posts.py` |
| How does the second factor work? Who needs it? | `second_factor.py` |
| Where does a curator set it up? | `second_factor_pages.py` |
| Who may change which account, and which role? | `accounts.py`, `roles.py` |
| What are permissions and roles called? | `permissions.py` |
| What does a refused request see? | `permission_denied.py` |

The admin pages of entries are in `resources/admin/` and `partnerships/admin/`.
"""
