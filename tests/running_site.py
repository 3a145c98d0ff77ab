"""The real `manage.py serve`, started as a program of its own on a free port."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from tests.environment import FORGOTTEN

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
PATIENCE = 600  # seconds, on a machine busy with other tests


class Serve:
    """One start. Use it in a `with`: the program ends with the block, whatever happened."""

    def __init__(self, *options, **environment):
        self.output = ""
        self.environment = environment
        self.errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed on exit
        self.process = subprocess.Popen(
            [sys.executable, MANAGE, "serve", "--port=0", "--workers=1", *options],
            env=clean_environment() | environment,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_problem):
        if self.process.poll() is None:
            self.end(signal.SIGTERM)
        self.process.stdout.close()
        self.errors.close()

    def says(self, *beginnings):
        """Wait for a line with one of the `beginnings`; an empty one when none comes."""
        alarm = threading.Timer(PATIENCE, self.process.kill)
        alarm.start()
        for line in self.process.stdout:
            self.output += line
            if line.startswith(beginnings):
                break
        else:
            line = ""
        alarm.cancel()
        return line

    def open_at(self):
        """Wait until visitors are let in; the site's address, without its last slash."""
        line = self.says("Open ")
        assert line, f"The site did not start: {self.output}{self.end()}"
        return line.split()[1].rstrip("/")

    def end(self, with_signal=None):
        """Wait for the end, which `with_signal` may ask for. The exit code and all of stderr."""
        if with_signal:
            self.process.send_signal(with_signal)
        try:
            self.output += self.process.communicate(timeout=PATIENCE)[0]
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.errors.seek(0)
        return self.process.returncode, self.errors.read()


def shell(code, environment):
    """What `code` prints, run by `manage.py shell` with the apps' models at hand."""
    return manage(environment, "shell", "--verbosity=0", "--command", code)


def manage(environment, *command):
    """What a command of `manage.py` prints."""
    run = subprocess.run(
        [sys.executable, MANAGE, *command],
        env=clean_environment() | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


def clean_environment():
    """What a program started by a test inherits: nothing that the site is configured with."""
    return {name: value for name, value in os.environ.items() if name not in FORGOTTEN}


def new_database(like="template1"):
    """The environment for a database of its own, of the kind this test run is about."""
    server = os.environ.get("DATABASE_URL")
    if not server:
        return {}
    name = f"site_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return {"DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}


def copied(environment, folder):
    """The environment for a copy, in `folder`, of a site that was set up and is not running."""
    shutil.copytree(environment["VAR_DIR"], folder, dirs_exist_ok=True)
    database = urlsplit(environment.get("DATABASE_URL", "")).path.removeprefix("/")
    return {"VAR_DIR": str(folder), **new_database(like=database)}
