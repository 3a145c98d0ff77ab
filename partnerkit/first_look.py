"""What `manage.py serve` supplies so that a first look on one machine needs no configuration."""

import argparse
import fcntl
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = ("localhost", "127.0.0.1", "::1")
LOOPBACK_NAMES = "localhost,127.0.0.1,[::1]"


def supply(environment, arguments):
    """Fill what is unset in `environment`, as long as only this machine can reach the site.

    `serve` begins a first look; once it has, the other commands of the same checkout work with
    the same key. A web server started any other way is given nothing.
    """
    key_file = folder(environment) / "secret-key"
    if arguments[:1] == ["serve"]:
        is_first_look = requested_host(arguments[1:]) in LOOPBACK
    else:
        is_first_look = key_file.exists()
    if not is_first_look:
        return
    if is_unset(environment, "SECRET_KEY"):
        environment["SECRET_KEY"] = stored_key(key_file)
    if is_unset(environment, "ALLOWED_HOSTS"):
        environment["ALLOWED_HOSTS"] = LOOPBACK_NAMES
        # Plain HTTP is safe for these names only: a site with names of its own has to ask for it.
        if is_unset(environment, "HTTPS_ONLY"):
            environment["HTTPS_ONLY"] = "off"


def folder(environment):
    return Path(environment.get("VAR_DIR") or BASE_DIR / "var")


def is_unset(environment, name):
    return not environment.get(name, "").strip()


def requested_host(arguments):
    """The `--host` that `serve` will see, found before Django can parse it."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--host", nargs="?", default="127.0.0.1")
    return parser.parse_known_args(arguments)[0].host


def stored_key(path):
    """The secret key kept at `path`, made on first use. Several starts at once agree on one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "a+", encoding="ascii", opener=open_for_this_user) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            key = file.read()
            if not key:
                key = secrets.token_urlsafe(50)
                file.write(key)
            return key
    except (OSError, UnicodeError) as problem:
        raise ImproperlyConfigured(f"cannot keep a secret key: {problem}") from problem


def open_for_this_user(path, flags):
    return os.open(path, flags, mode=0o600)
