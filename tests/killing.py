"""Doing something again and again, killed after each statement by which it writes.

It runs in a program of its own, on a database of its own: see `run`.
"""

import os
import signal
import subprocess
import sys
import traceback
from itertools import count

from django.apps import apps
from django.db import connection, connections

from tests.running_site import MANAGE, PATIENCE, clean_environment

WRITES = ("INSERT", "UPDATE", "DELETE")


def run(code, environment):
    """What `code` prints, run by `manage.py shell`."""
    done = subprocess.run(
        [sys.executable, MANAGE, "shell", "--no-imports", "-c", code],
        env=clean_environment() | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def everything():
    """All rows of the database, by table; the sessions of servers are none of its business."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {m._meta.db_table: sorted(map(repr, m._base_manager.values_list())) for m in models}


def kill_after_every_write(change):
    """How often `change` was killed, each time leaving nothing, until it left all of it.

    It is killed after its first statement that writes, then after its second, and so on; at last
    just before the commit. Between two of them it only reads.
    """
    before = everything()
    for number in count(1):
        status = in_child(lambda number=number: killed_after(number, change))
        if not os.WIFSIGNALED(status):
            break
        assert everything() == before, f"Killed after write {number}, it left something."
    assert os.WEXITSTATUS(status) == 0
    after = everything()
    assert after != before
    return number - 1


def in_child(work):
    """The status a child process ends with that does `work` on a connection of its own."""
    connections.close_all()
    return os.waitpid(forked(work), 0)[1]


def at_once(*works):
    """The exit codes of child processes that do `works` at the same time."""
    connections.close_all()
    children = [forked(work) for work in works]
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def forked(work):
    """The number of a child process; what `work` answers is its exit code."""
    if child := os.fork():
        return child
    try:
        os._exit(work() or 0)
    finally:  # nothing of the parent's goes on in the child
        traceback.print_exc()
        os._exit(70)


def killed_after(number, change):
    """Do `change`; die after its write `number`, of which the commit is the last."""
    sent = count(1)

    def step():
        if next(sent) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.startswith(WRITES):
            step()
        return answer

    commit = connection._commit

    def commit_in_two_halves():
        step()
        return commit()

    connection._commit = commit_in_two_halves
    with connection.execute_wrapper(statement):
        change()
