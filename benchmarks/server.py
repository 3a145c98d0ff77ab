"""Runs the site with gunicorn as in a deployment, but with sync workers.

Threaded workers keep connections alive, and sometimes one worker gets all of them.
"""

import socket
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from . import BenchmarkError
from .load import Target, fetch
from .middleware import WORKER_HEADER
from .sites import program

WORKERS = 2
START_PATIENCE = 1800  # seconds until the first page, index and all
STOP_PATIENCE = 15
TRIES = 40  # to be answered by every worker
COMMAND = [
    *(sys.executable, "-m", "gunicorn", "-c", "python:partnerkit.gunicorn_settings"),
    # With several threads, gunicorn takes another class than the one asked for.
    *("--worker-class=sync", "--threads=1", f"--workers={WORKERS}"),
]


class Server:
    def __init__(self, process, address):
        self.process, self.address = process, address
        self.start_seconds = None  # from nothing to the first page of the directory

    def fetch(self, target):
        """One answer. Raises BenchmarkError if it has another status than it should."""
        answer = fetch(self.address, target, patience=START_PATIENCE)
        if answer.status != target.expected:
            raise BenchmarkError(f"{target.path} answered {answer.status}, not {target.expected}.")
        return answer

    def fetch_of_each_worker(self, path):
        """Request `path` until every worker has answered, at most TRIES times."""
        answered = set()
        for _ in range(TRIES):
            answered.add(self.fetch(Target(path)).headers[WORKER_HEADER.lower()])
            if len(answered) == WORKERS:
                break

    @property
    def workers(self):
        pid = self.process.pid
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def memory(self):
        """Memory of every worker and of the process that started them, in MB."""
        pids = {f"worker {n}": pid for n, pid in enumerate(self.workers, 1)}
        return {
            name: memory_of(pid) for name, pid in (pids | {"starter": self.process.pid}).items()
        }


@contextmanager
def serving(site, *, page_cache_mb):
    """The running Server, for as long as the block lasts."""
    log = site.folder / "server.log"
    environment = site.environment | {"PAGE_CACHE_MB": str(page_cache_mb)}
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    address, number = listener.getsockname(), listener.fileno()
    started = time.perf_counter()
    with log.open("w") as output:
        options = {"env": environment, "stdout": output, "stderr": output, "pass_fds": [number]}
        command = [*COMMAND, f"--bind=fd://{number}"]
        with program(command, patience=STOP_PATIENCE, **options) as process:
            listener.close()  # so that a server that ended refuses, instead of leaving us waiting
            server = Server(process, address)
            try:
                server.fetch(Target("/resources/"))
                server.start_seconds = time.perf_counter() - started
                yield server
            except BenchmarkError as problem:
                raise BenchmarkError(f"{problem}\n{last_lines(log)}") from problem


def last_lines(log):
    return "\n".join(log.read_text().splitlines()[-15:])


def memory_of(pid):
    """The private and the shared memory of a process, in MB."""
    sizes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, size, *_unit = line.split()
        sizes[name.rstrip(":")] = int(size) / 1024
    return {
        "private_mb": round(sizes["Private_Clean"] + sizes["Private_Dirty"], 1),
        "shared_mb": round(sizes["Shared_Clean"] + sizes["Shared_Dirty"], 1),
    }
