"""Killing runs, and letting two go at once: no check is lost, none is made or recorded twice."""

import pytest

from tests.environment import KILLS
from tests.killing import run

pytestmark = pytest.mark.both_databases


def test_no_kill_loses_or_doubles_a_check_or_shortens_the_rule(empty_site):
    """And two runs at once share the links, whichever of them begins first."""
    code = f"from tests.resources.links.killed_checks import main; main({KILLS})"

    days, both = map(int, run(code, empty_site).split())

    assert days >= 9  # as many as a page takes to be gone, and more where few runs could be killed
    assert both >= 3  # in three rounds; each time at least one has work, mostly both
