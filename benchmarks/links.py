"""Measures `check_links` against what politeness alone costs, and prints a table.

    uv run python -m benchmarks.links --links 5000,20000 --hosts 500

Every host is an address of this machine (127.1.x.y), and takes 50 to 200 ms for each answer. Every
link is that of an entry, and leads to a page of 32 kB with 1,500 words (`--words`); beside it,
nothing is visited.

- **ideal** is the time that the slowest host's queue takes: all it was asked, one thing at a time,
  and the pauses between. No visitor who asks as much, and keeps those pauses, could be faster.
- **processor** is the time that the same process kept one core busy: how much of a slow run is its
  own work, and how much that of a machine which has other things to do.
- **memory** is that of the process that visits, judges and records: after a quarter of the time,
  at the end, and the most it ever was. It is flat if the end is no more than the quarter.

Linux only, for whose kernel all of 127.0.0.0/8 is this machine.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from resources.links.fetching.client import DEFAULT_LIMITS

from . import BenchmarkError
from .link_hosts import answering
from .sites import Site, database_addresses, program

LOOKED_AT_EVERY = 0.25  # seconds
# Only the hosts of this machine may be visited, and nothing is asked elsewhere.
AT_HOME = {"LINK_CHECK_ALLOWED": "127.1.0.0/16", "ARCHIVE_CDX": "off"}


def parse():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.links",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--links", default="5000,20000", help="how many, run after run")
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--words", type=int, default=1_500, help="on each page")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    return parser.parse_args()


def benchmark(options):
    with tempfile.TemporaryDirectory(prefix="partnerkit-benchmarks-") as folder:
        folder = Path(folder)
        with (
            database_addresses(options.database, folder) as address_in,
            answering(options.hosts, options.words) as (port, queues),
        ):
            for number in map(int, options.links.split(",")):
                place = folder / f"links-{number}"
                place.mkdir()
                site = Site(place, address_in(place), entries=number, seed=0)
                yield measured(site, options.hosts, port, queues)


def measured(site, hosts, port, queues):
    """A run of the command over as many links as the site has entries."""
    site.environment |= AT_HOME
    site.manage("migrate", "--verbosity=0")
    site.manage("make_links", f"--links={site.entries}", f"--hosts={hosts}", f"--port={port}")
    sys.stderr.write(f"Checking {site.entries:,} links\n")
    busy = seconds_of_children()
    seconds, megabytes, totals = timed(site)
    busy = seconds_of_children() - busy
    ideal = max(taken + DEFAULT_LIMITS.pause * (asked - 1) for asked, taken in queues().values())
    return {
        "links": site.entries,
        "seconds": seconds,
        "ideal": ideal,
        "processor": busy,
        "megabytes": megabytes,
        "totals": totals,
    }


def timed(site):
    """(seconds, megabytes, what became of the links) of `check_links`, in a process of its own."""
    command = [sys.executable, "-m", "django", "check_links", "--json", "--verbosity=0"]
    told = site.folder / "told.jsonl"
    with (
        told.open("w") as file,
        program(command, env=site.environment, stdout=file) as process,
    ):
        started, sizes = time.perf_counter(), [0.0]
        while process.poll() is None:
            sizes.append(megabytes_of(process.pid) or sizes[-1])
            time.sleep(LOOKED_AT_EVERY)
        seconds = time.perf_counter() - started
    if process.returncode:
        raise BenchmarkError("`check_links` failed.")
    *_links, totals = told.open()
    megabytes = {"quarter": sizes[len(sizes) // 4], "end": sizes[-1], "most": max(sizes)}
    return seconds, megabytes, json.loads(totals)["totals"]


def seconds_of_children():
    """What a processor has spent on the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def megabytes_of(pid):
    """What it holds in memory now; 0 once it has ended."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def lines_of(run):
    seconds, ideal, memory = run["seconds"], run["ideal"], run["megabytes"]
    yield f"{run['links']:,} links: {seconds:.1f} s"
    yield f"  {seconds / ideal:.2f} times the ideal of {ideal:.1f} s"
    yield f"  {run['processor']:.1f} s of processor"
    yield (
        f"  {memory['quarter']:.0f} MB after a quarter, {memory['end']:.0f} MB at the end,"
        f" {memory['most']:.0f} MB at most"
    )
    yield f"  {json.dumps(run['totals'])}"


def main():
    try:
        for run in benchmark(parse()):
            sys.stdout.write("\n".join([*lines_of(run), json.dumps(run)]) + "\n")
            sys.stdout.flush()
    except BenchmarkError as problem:
        sys.exit(f"The benchmark stopped: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
