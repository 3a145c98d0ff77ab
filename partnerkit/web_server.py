"""gunicorn, started by `manage.py serve` in its own process."""

import errno
import socket

from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import Application

from . import schedule_keeper


def listen(host, port):
    """Take the port at once, so that nobody else does during set-up. Port 0 takes any free one."""
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


def address(listener):
    """Where a browser on this machine finds the site."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class WebServer(Application):
    """The site on `listener`; `when_ready` is called once visitors are let in."""

    def __init__(self, listener, *, workers, when_ready):
        self.choices = {
            "bind": f"fd://{listener.detach()}",
            "workers": workers,
            "when_ready": lambda _arbiter: when_ready(),
            "post_worker_init": schedule_keeper.start,
        }
        super().__init__()

    def load_config(self):
        self.load_config_from_module_name_or_filename("python:partnerkit.gunicorn_settings")
        for name, value in self.choices.items():
            self.cfg.set(name, value)

    def load(self):
        return get_wsgi_application()

    def reload(self):
        """A closed terminal stops the site; gunicorn takes its signal for a wish to reload."""
        raise StopIteration
