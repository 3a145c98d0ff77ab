"""Killing runs, and letting two go at once: no check is lost, none is made or recorded twice."""

import os

import pytest

from tests.killing import run

pytestmark = pytest.mark.both_databases

KILLS = int(os.environ.get("KILLS", "8"))  # more, when asked to


def test_no_kill_loses_or_doubles_a_check_or_shortens_the_rule(tmp_path):
    """And two runs at once share the links, whichever of them begins first."""
    code = f"from tests.resources.links.killed_checks import main; main({KILLS})"

    days, both = map(int, run(code, tmp_path).split())

    assert days >= 9  # as many as a page takes to be gone, and more where few runs could be killed
    assert both >= 3  # in three rounds; each time at least one has work, mostly both
