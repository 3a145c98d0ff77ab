"""What `manage.py serve` does before it serves. Every step does only what is missing, and leaves
all of its work or none of it, so that a start killed half-way is finished by the next one.
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
from resources.search import follower

from . import storage

CURATOR = "curator"
UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def take_turn():
    """Wait until nobody else sets up this folder; close what is returned when done."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    turn = (settings.VAR_DIR / "set-up.lock").open("w")
    fcntl.flock(turn, fcntl.LOCK_EX)
    return turn


def reach_database():
    try:
        connection.ensure_connection()
    except Error as problem:
        reason = " ".join(str(problem).split())
        raise CommandError(f"Cannot reach {database_name()}: {reason}") from problem


def database_name():
    """Which database, in words: never its password."""
    parameters = connection.get_connection_params()
    if connection.vendor == "sqlite":
        return f"the database {parameters['database']}"
    host, port = parameters.get("host", "this machine"), parameters.get("port", 5432)
    return f"the database {parameters['dbname']} on {host}, port {port}"


def create_tables():
    # Called even when no migration waits: it also completes the permissions that follow one.
    call_command("migrate", verbosity=0, interactive=False)


def load_kit():
    """Fill an empty database. One loaddata is one transaction: the whole kit or nothing of it."""
    if not Vocabulary.objects.exists():
        fixtures = sorted(settings.BASE_DIR.glob("fixtures/*.json"))
        call_command("loaddata", *map(str, fixtures), verbosity=0)


def build_index():
    """Read the index of the catalogue, or build it where none is saved."""
    follower.prepare()


def create_curator(tell):
    """Make the first account; its password is told now, for nobody can read it later."""
    users = get_user_model().objects
    if not users.exists():
        password = readable_password()
        with transaction.atomic():
            users.create_superuser(CURATOR, password=password)
            tell(CURATOR, password)


def readable_password():
    """Sixteen characters, 79 bits, in groups of four."""
    groups = ("".join(secrets.choice(UNMISTAKABLE) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def collect_static_files():
    """Collect again when a source or a maker of static files changed since the last whole run."""
    stamp = settings.STATIC_ROOT / ".collected"
    fingerprint = static_fingerprint()
    if not stamp.exists() or stamp.read_text() != fingerprint:
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(fingerprint)


def static_fingerprint():
    makers = [version("django"), version("whitenoise"), settings.STATIC_URL, settings.STORAGES]
    sources = {"storage": Path(storage.__file__)}
    for finder in get_finders():
        for name, source in finder.list(ignore_patterns=[]):
            sources.setdefault(name, Path(source.path(name)))
    states = [(name, path.stat()) for name, path in sorted(sources.items())]
    sizes = [f"{name} {state.st_size} {state.st_mtime_ns}" for name, state in states]
    return hashlib.sha256(repr([makers, sizes]).encode()).hexdigest()
