import signal
from contextlib import contextmanager
from threading import Timer

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connections

from partnerkit import bootstrap
from partnerkit.server import WebServer, browser_url, listen


class Command(BaseCommand):
    help = "Prepare what is missing (database, the kit, static files), then serve the site."
    requires_system_checks = []  # some ask the database, so they run once it answers

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on.")
        parser.add_argument("--port", default="8000", help="Port to listen on. 0 takes a free one.")
        parser.add_argument("--workers", default="2", help="Processes that answer visitors.")

    def handle(self, *, host, port, workers, **options):
        workers = parse_number("--workers", workers, 1, 64)
        listener = listen(host, parse_number("--port", port, 0, 65535))
        try:
            self.prepare()
        except Error as problem:
            reason = " ".join(str(problem).split())
            raise CommandError(f"Cannot use {bootstrap.database_name()}: {reason}") from problem
        except OSError as problem:
            raise CommandError(f"Cannot prepare {settings.VAR_DIR}: {problem}") from problem
        connections.close_all()  # a connection shared with the workers would be used by all at once
        url = browser_url(listener)
        WebServer(
            listener,
            workers=workers,
            when_ready=lambda: self.say(f"Open {url} in a browser. Ctrl-C stops the site."),
        ).run()

    def prepare(self):
        # Ctrl-C kills the process, which every step allows. A KeyboardInterrupt would be lost if
        # Python were in a destructor just then, and the start would go on.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        with self.announce_if_slow("Waiting for another start to finish"):
            lock = bootstrap.lock_var_dir()
        steps = {
            "Connecting to the database": bootstrap.reach_database,
            "Checking the project": self.check,
            "Creating the tables of the database": bootstrap.create_tables,
            "Loading the kit": bootstrap.load_kit,
            "Building the search index": bootstrap.build_index,
            "Collecting static files": bootstrap.collect_static_files,
            "Creating the first account": lambda: bootstrap.create_curator(self.say_password),
        }
        with lock:
            for name, step in steps.items():
                with self.announce_if_slow(name):
                    step()

    @contextmanager
    def announce_if_slow(self, name):
        """Print the step's name if it takes longer than a second."""
        timer = Timer(1, self.say, [f"{name} ..."])
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def say_password(self, name, password):
        self.say(f"Curators sign in at /admin/ as {name} with the password {password}")
        self.say(f"It is shown this once. `manage.py changepassword {name}` sets another.")

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def parse_number(option, text, lowest, highest):
    """`text` as a number. Raises CommandError itself, since argparse would print its usage too."""
    if text.isdecimal() and lowest <= int(text) <= highest:
        return int(text)
    raise CommandError(f"{option} must be a number from {lowest} to {highest}, not {text!r}.")
