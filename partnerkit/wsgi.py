"""The site as a WSGI application, for gunicorn or any other server."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

# gunicorn stops if a worker exits with this code. After most others, it starts a new worker.
APPLICATION_FAILED_TO_LOAD = 4


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerkit.settings")

try:
    application = get_wsgi_application()
    import_string("resources.search.index_sync").preload()  # no model loads before Django has
except ImproperlyConfigured as problem:
    print(f"PartnerKit cannot start: {problem}", file=sys.stderr)  # noqa: T201 - for the operator
    sys.exit(APPLICATION_FAILED_TO_LOAD)
