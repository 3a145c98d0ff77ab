"""A killed process leaves each entry published completely, or not at all."""

import json
import random
import subprocess
import sys
import time

import pytest

from tests.environment import KILLS
from tests.running_site import MANAGE, PATIENCE, clean_environment

pytestmark = pytest.mark.both_databases

DRAFTS = 400

PREPARE = f"""
from tests.make import make_organization, make_resource
organization = make_organization()
for _ in range({DRAFTS}):
    make_resource(organization=organization, status="draft")
"""
WORK = """
from resources.publishing import workflow
from resources.models import Resource
print("ready", flush=True)
for draft in Resource.objects.filter(status="draft"):
    workflow.apply_step(workflow.PUBLISH, draft, note="Read.")
"""
LOOK = """
import json
from reversion.models import Version
from resources.models import Resource, StatusChange
changes = list(StatusChange.objects.values_list("object_id", flat=True))
versions = list(Version.objects.get_for_model(Resource).values_list("object_id", flat=True))
print(json.dumps([
    (status, changes.count(key), versions.count(str(key)))
    for key, status in Resource.objects.values_list("pk", "status")
]))
"""
# Of an entry: status, number of status changes, number of versions (before and after).
WHOLE, NOTHING = ["published", 1, 2], ["draft", 0, 0]


def start(environment, code):
    return subprocess.Popen(
        [sys.executable, MANAGE, "shell", "--no-imports", "-c", code],
        cwd=MANAGE.parent,
        env=clean_environment() | environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(environment, code):
    process = start(environment, code)
    output, _nothing = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, output
    return output


def test_no_kill_leaves_an_entry_half_published(empty_site):
    chance = random.Random(2009)  # noqa: S311 the same moments every time
    finish(empty_site, PREPARE)

    for _ in range(KILLS):
        process = start(empty_site, WORK)
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.05, 0.5))
        process.kill()
        process.communicate()
        entries = json.loads(finish(empty_site, LOOK))
        assert [entry for entry in entries if entry not in (WHOLE, NOTHING)] == []

    assert WHOLE in entries
    assert NOTHING in entries
