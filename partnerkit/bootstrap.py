"""The steps that `manage.py serve` takes before it serves.

Every step does only what is missing. So the next start completes what a killed one began.
"""

import fcntl
import hashlib
import secrets
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import Error, connection, transaction

from resources.models import Vocabulary
from resources.search import index_sync

from . import storage

CURATOR = "curator"
UNAMBIGUOUS = "abcdefghjkmnpqrstuvwxyz23456789"


def lock_var_dir():
    """Wait until no other start prepares VAR_DIR. Closing the result releases the lock."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    lock = (settings.VAR_DIR / "set-up.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def reach_database():
    try:
        connection.ensure_connection()
    except Error as problem:
        reason = " ".join(str(problem).split())
        raise CommandError(f"Cannot reach {database_name()}: {reason}") from problem


def database_name():
    """The database in words for an error message, without its password."""
    parameters = connection.get_connection_params()
    if connection.vendor == "sqlite":
        return f"the database {parameters['database']}"
    host, port = parameters.get("host", "this machine"), parameters.get("port", 5432)
    return f"the database {parameters['dbname']} on {host}, port {port}"


def create_tables():
    # Called even when no migration waits: it also completes the permissions that follow one.
    call_command("migrate", verbosity=0, interactive=False)


def load_kit():
    """Load the fixtures into an empty database, in one transaction: the whole kit or nothing."""
    if not Vocabulary.objects.exists():
        fixtures = sorted(settings.BASE_DIR.glob("fixtures/*.json"))
        call_command("loaddata", *map(str, fixtures), verbosity=0)


def build_index():
    """Read the saved search index, or build it if there is none."""
    index_sync.preload()


def create_curator(announce):
    """Create the first account if there is none, and call `announce(name, password)`.

    The database keeps only a hash, so nobody can read the password later.
    """
    users = get_user_model().objects
    if not users.exists():
        password = readable_password()
        with transaction.atomic():
            users.create_superuser(CURATOR, password=password)
            announce(CURATOR, password)


def readable_password():
    """Sixteen characters, 79 bits, in groups of four."""
    groups = ("".join(secrets.choice(UNAMBIGUOUS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def collect_static_files():
    """Collect if a source file or the code that processes it changed since the last whole run."""
    stamp = settings.STATIC_ROOT / ".collected"
    fingerprint = static_fingerprint()
    if not stamp.exists() or stamp.read_text() != fingerprint:
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(fingerprint)


def static_fingerprint():
    """A hash of all that decides the collected files: versions, settings, sizes and dates."""
    versions = [version(name) for name in ("django", "rcssmin", "whitenoise")]
    makers = [*versions, settings.STATIC_URL, settings.STORAGES]
    sources = {"storage": Path(storage.__file__)}
    for finder in get_finders():
        for name, source in finder.list(ignore_patterns=[]):
            sources.setdefault(name, Path(source.path(name)))
    states = [(name, path.stat()) for name, path in sorted(sources.items())]
    sizes = [f"{name} {state.st_size} {state.st_mtime_ns}" for name, state in states]
    return hashlib.sha256(repr([makers, sizes]).encode()).hexdigest()
