"""Killing the process at any moment of an import leaves all of it or nothing."""

import json
import subprocess
import sys

import pytest

from tests.running_site import MANAGE, PATIENCE, clean_environment

pytestmark = pytest.mark.both_databases


def test_an_import_that_is_killed_leaves_all_of_it_or_nothing(empty_site):
    settings = {"DJANGO_SETTINGS_MODULE": "partnerkit.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.resources.importing.killed_import"],
        env=clean_environment() | empty_site | settings,
        cwd=MANAGE.parent,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("statements") > 20
    assert found.pop("before commit: nothing") == found.pop("after commit: all") == 1
    assert set(found) <= {"at random: nothing", "at random: all"}
