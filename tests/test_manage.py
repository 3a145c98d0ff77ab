"""`manage.py` as a program among others."""

import os
import subprocess
import sys

from tests.running_site import MANAGE, clean_environment


def test_a_reader_who_has_enough_ends_a_command_without_a_traceback():
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, MANAGE, "help"],
        stdout=writer,
        stderr=subprocess.PIPE,
        env=clean_environment(),
        text=True,
    )
    os.close(writer)

    assert (run.returncode, run.stderr) == (141, "")
