"""Settings that `manage.py serve` supplies, so that a site on one machine needs none of its own."""

import argparse
import fcntl
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

DEFAULT_VAR_DIR = Path(__file__).resolve().parent.parent / "var"  # as in settings.py
LOOPBACK = ("localhost", "127.0.0.1", "::1")
LOOPBACK_NAMES = "localhost,127.0.0.1,[::1]"


def supply(environment, arguments):
    """Set the variables that `environment` lacks, if only this machine can reach the site.

    `arguments` are those of `manage.py`. `serve` makes the secret key. Once there is one, the
    other commands of the same checkout use it too. A web server that is started in another way
    gets nothing.
    """
    key_file = var_dir(environment) / "secret-key"
    if arguments[:1] == ["serve"]:
        is_local = requested_host(arguments[1:]) in LOOPBACK
    else:
        is_local = key_file.exists()
    if not is_local:
        return
    if is_unset(environment, "SECRET_KEY"):
        environment["SECRET_KEY"] = stored_key(key_file)
    if is_unset(environment, "ALLOWED_HOSTS"):
        environment["ALLOWED_HOSTS"] = LOOPBACK_NAMES
        # Plain HTTP is safe for these names only: a site with names of its own has to ask for it.
        if is_unset(environment, "HTTPS_ONLY"):
            environment["HTTPS_ONLY"] = "off"


def var_dir(environment):
    return Path(environment.get("VAR_DIR") or DEFAULT_VAR_DIR)


def is_unset(environment, name):
    return not environment.get(name, "").strip()


def requested_host(arguments):
    """The value of `--host`, parsed here as `serve` will, since Django is not set up yet."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--host", nargs="?", default="127.0.0.1")
    return parser.parse_known_args(arguments)[0].host


def stored_key(path):
    """The secret key in the file `path`, made on first use.

    A lock makes processes that start at the same time share it.
    """
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
