"""The gunicorn server that `manage.py serve` runs in its own process."""

import errno
import socket

from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import Application

from . import scheduler


def listen(host, port):
    """A socket that listens. Called before the set-up, so that no other program takes the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, UnicodeError) as problem:
        if getattr(problem, "errno", None) == errno.EADDRINUSE:
            raise CommandError(
                f"Port {port} of {host} is in use. Stop the program that uses it,"
                " or choose another port with --port."
            ) from problem
        raise CommandError(f"Cannot listen on port {port} of {host}: {problem}") from problem


def browser_url(listener):
    """The URL at which a browser on this machine opens the site."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class WebServer(Application):
    """Serve the site on the socket `listener`. Calls `when_ready()` when it is ready."""

    def __init__(self, listener, *, workers, when_ready):
        self.options = {
            "bind": f"fd://{listener.detach()}",
            "workers": workers,
            "when_ready": lambda _arbiter: when_ready(),
            "post_worker_init": scheduler.start,
        }
        super().__init__()

    def load_config(self):
        self.load_config_from_module_name_or_filename("python:partnerkit.gunicorn_settings")
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        return get_wsgi_application()

    def reload(self):
        """Stop. gunicorn would reload on SIGHUP, but a closed terminal sends it too."""
        raise StopIteration
