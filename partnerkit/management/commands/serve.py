import signal
from contextlib import contextmanager
from threading import Timer

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connections

from partnerkit import set_up
from partnerkit.web_server import WebServer, address, listen


class Command(BaseCommand):
    help = "Prepare what is missing (database, the kit, static files), then serve the site."
    requires_system_checks = []  # some ask the database; they run once it is known to answer

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen on.")
        parser.add_argument("--port", default="8000", help="Port to listen on; 0 takes a free one.")
        parser.add_argument("--workers", default="2", help="Processes that answer visitors.")

    def handle(self, *, host, port, workers, **options):
        workers = whole_number("--workers", workers, 1, 64)
        listener = listen(host, whole_number("--port", port, 0, 65535))
        try:
            self.prepare()
        except Error as problem:
            reason = " ".join(str(problem).split())
            raise CommandError(f"Cannot use {set_up.database_name()}: {reason}") from problem
        except OSError as problem:
            raise CommandError(f"Cannot prepare {settings.VAR_DIR}: {problem}") from problem
        connections.close_all()  # a connection shared with the workers would be used by all at once
        open_at = address(listener)
        WebServer(
            listener,
            workers=workers,
            when_ready=lambda: self.say(f"Open {open_at} in a browser. Ctrl-C stops the site."),
        ).run()

    def prepare(self):
        # Ctrl-C ends set-up at once, as its steps allow. A KeyboardInterrupt is lost where Python
        # happens to be in a destructor, and the start would go on.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        with self.said_if_slow("Waiting for another start to finish"):
            turn = set_up.take_turn()
        steps = {
            "Connecting to the database": set_up.reach_database,
            "Checking the project": self.check,
            "Creating the tables of the database": set_up.create_tables,
            "Loading the kit": set_up.load_kit,
            "Building the search index": set_up.build_index,
            "Collecting static files": set_up.collect_static_files,
            "Creating the first account": lambda: set_up.create_curator(self.say_password),
        }
        with turn:
            for what, step in steps.items():
                with self.said_if_slow(what):
                    step()

    @contextmanager
    def said_if_slow(self, what):
        timer = Timer(1, self.say, [f"{what} ..."])
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def say_password(self, name, password):
        self.say(f"Curators sign in at /admin/ as {name} with the password {password}")
        self.say(f"It is shown this once; `manage.py changepassword {name}` sets another.")

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def whole_number(option, text, lowest, highest):
    """The number an option was given. Raises CommandError: argparse would add lines of usage."""
    if text.isdecimal() and lowest <= int(text) <= highest:
        return int(text)
    raise CommandError(f"{option} must be a number from {lowest} to {highest}, not {text!r}.")
