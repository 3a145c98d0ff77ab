"""Killing the process at any moment of an import leaves all of it or nothing."""

import json
import subprocess
import sys

import pytest

from tests.running_site import MANAGE, PATIENCE, clean_environment, new_database

pytestmark = pytest.mark.both_databases


def test_an_import_that_is_killed_leaves_all_of_it_or_nothing(tmp_path):
    settings = {"SECRET_KEY": "only for tests", "ALLOWED_HOSTS": "localhost", "HTTPS_ONLY": "off"}
    settings |= {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "partnerkit.settings"}
    environment = clean_environment() | settings | new_database()

    def run(*command):
        done = subprocess.run(
            [sys.executable, *command],
            env=environment,
            cwd=MANAGE.parent,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("manage.py", "migrate", "--verbosity=0")
    found = json.loads(run("-m", "tests.resources.importing.killed_import"))
    assert found.pop("statements") > 20
    assert found.pop("before commit: nothing") == found.pop("after commit: all") == 1
    assert set(found) <= {"at random: nothing", "at random: all"}
