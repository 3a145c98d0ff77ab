"""Killing whatever follows, rebuilds or writes, at random moments.

Two servers share a database, the first one with two workers. What is killed is one of these, or a
command; the other worker and the other server go on answering, and afterwards the index is what
the database says.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.environment import KILLS
from tests.running_site import MANAGE, PATIENCE, Serve, clean_environment, copied

pytestmark = pytest.mark.both_databases

IMPORT = """
from django.db import transaction
from resources.models import Organization, Resource, Term
organization, term = Organization.objects.first(), Term.objects.topics().first()
start = Resource.objects.count()
with transaction.atomic():
    made = Resource.objects.bulk_create(
        Resource(slug=f"imported-{{start}}-{{n}}", title_en=f"Imported {{n}}", status="published",
                 summary_en="About lighthouses.", url="https://example.org/",
                 organization=organization)
        for n in range({entries})
    )
    Resource.terms.through.objects.bulk_create(
        Resource.terms.through(resource=resource, term=term) for resource in made
    )
"""
EDIT = """
from django.db.models import F
from resources.models import Resource
Resource.objects.exclude(year=None).update(year=F("year") % 100 + 1900)
"""


class Reader(threading.Thread):
    """Asks one server again and again until told to stop; keeps what went wrong.

    A request may fail when the worker that had it was killed, and never else.
    """

    def __init__(self, serve, site):
        super().__init__(daemon=True)
        self.serve, self.site = serve, site
        self.failures, self.answers, self.cut_off = [], 0, 0
        self.is_done = threading.Event()

    def run(self):
        for path in cycle(("/resources/?q=lighthouses", "/es/resources/?topic=families", "/")):
            if self.is_done.is_set():
                return
            connection = HTTPConnection(urlsplit(self.site).netloc, timeout=PATIENCE)
            connection.connect()
            if worker := self.worker_behind(connection):
                self.ask(path, connection, worker)
            connection.close()

    def worker_behind(self, connection):
        """The process that took the connection; None if it is gone before it is known."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if socket := server_socket(connection.sock.getsockname()[1]):
                return next((w for w in workers_of(self.serve) if socket in open_files(w)), None)
        raise TimeoutError("Nobody took the connection.")

    def ask(self, path, connection, worker):
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException) as problem:
            self.cut_off += 1
            if not is_soon_gone(worker):
                self.failures.append((path, repr(problem)))
            return
        self.answers += 1
        if answer.status != 200:
            self.failures.append((path, answer.status))


def server_socket(port):
    """The server's end of the connection that comes from `port`, once it was taken."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _number, _local, remote, *_more, inode = line.split()[:10]
        if int(remote.split(":")[1], 16) == port and inode != "0":
            return f"socket:[{inode}]"
    return None


def open_files(pid):
    """What a process has open; nothing if it is gone."""
    files = set()
    with suppress(OSError):
        for file in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):  # closed meanwhile
                files.add(str(file.readlink()))
    return files


def is_soon_gone(pid):
    """Whether a process has been killed. Its connections end a moment before it does."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] in "ZX":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def ask(site, path):
    """The status and body of an answer; a broken connection has status 0."""
    connection = HTTPConnection(urlsplit(site).netloc, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except OSError as problem:
        return 0, repr(problem)
    finally:
        connection.close()


def start(environment, *command):
    return subprocess.Popen(
        [sys.executable, MANAGE, *command],
        env=clean_environment() | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def workers_of(serve):
    """The processes that answer for a server."""
    pid = serve.process.pid
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def kill_worker(chance, serve, after):
    time.sleep(after)
    if workers := workers_of(serve):
        os.kill(chance.choice(workers), signal.SIGKILL)


def kill_command(environment, command, after):
    process = start(environment, *command)
    time.sleep(after)
    process.kill()
    process.communicate()


def finish_command(environment, *command):
    process = start(environment, *command)
    output, _nothing = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, output
    return output


def kill_once(chance, environment, first, site):
    """Kill one thing at a random moment of its work."""
    what = chance.choice(["following", "rebuild", "import", "worker during import"])
    if what == "following":
        finish_command(environment, "shell", "--no-imports", "-c", EDIT)
        asking = threading.Thread(target=ask, args=(site, "/resources/?q=guide"))
        asking.start()
        kill_worker(chance, first, after=chance.uniform(0, 0.1))
        asking.join()
    elif what == "rebuild":
        kill_command(environment, ["rebuild_index"], after=chance.uniform(0.5, 1.3))
    elif what == "import":
        code = IMPORT.format(entries=chance.randint(100, 2_000))
        kill_command(
            environment, ["shell", "--no-imports", "-c", code], after=chance.uniform(0.5, 1.6)
        )
    else:
        code = IMPORT.format(entries=chance.randint(150, 400))
        importing = start(environment, "shell", "--no-imports", "-c", code)
        kill_worker(chance, first, after=chance.uniform(0.3, 1.2))
        importing.communicate(timeout=PATIENCE)


def count_in(site):
    status, body = ask(site, "/api/v1/resources/")
    return json.loads(body)["count"] if status == 200 else None


def settles(site, count):
    """Whether a server soon shows `count` entries."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if count_in(site) == count:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("seed", [2009])
def test_no_kill_harms_the_index_or_a_reader_elsewhere(first_start, tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311 the same moments every time
    environment = copied(first_start.environment, tmp_path)
    with Serve("--workers=2", **environment) as first, Serve(**environment) as second:
        site, elsewhere = first.open_at(), second.open_at()
        readers = [Reader(first, site), Reader(second, elsewhere)]
        for reader in readers:
            reader.start()
        for _ in range(KILLS):
            kill_once(chance, environment, first, site)
            assert "is what the database says" in finish_command(environment, "check_index")
        for reader in readers:
            reader.is_done.set()
            reader.join()
        listed = finish_command(
            environment,
            "shell",
            "--no-imports",
            "-c",
            "from resources.models import Resource; print(Resource.objects.published().count())",
        )
        assert settles(site, int(listed))
        assert settles(elsewhere, int(listed))

    assert [reader.failures for reader in readers] == [[], []]
    assert readers[1].cut_off == 0
    assert min(reader.answers for reader in readers) > KILLS
