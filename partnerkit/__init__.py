"""The site: settings, addresses, pages that belong to no app, and `manage.py serve`.

| question | module |
| --- | --- |
| Which environment variables are there? | `settings.py` |
| What does `serve` supply on one machine? | `dev_defaults.py` |
| What does `serve` prepare before it serves? | `bootstrap.py` |
| How does gunicorn run the site? | `server.py`, `gunicorn_settings.py`, `wsgi.py` |
| Who applies the schedule without a cron job? | `scheduler.py` |
| Where do addresses lead? | `urls.py` |
| What do home, about, errors and health show? | `views.py`, `context_processors.py` |
| How is an unpublished entry previewed? | `preview.py` |
| Which headers and which language does a response get? | `middleware.py` |
| How are style sheets joined and files named? | `storage.py` |
| How do curators sign in? | `desk/` |
"""
