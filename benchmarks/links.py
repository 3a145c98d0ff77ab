"""Measures `check_links` against what politeness alone costs, and prints a table.

    uv run python -m benchmarks.links --links 5000,20000 --hosts 500

Every host is an address of this machine (127.1.x.y), and takes 50 to 200 ms for each answer. Every
link is that of an entry, and leads to a page of 32 kB with 1,500 words (`--words`). Nothing else
is fetched.

- **ideal** is the time of the slowest host's queue: all its requests one after another, with the
  pauses between them. No fetcher that makes these requests and pauses could be faster.
- **processor** is the CPU time of the command. It tells its own work from that of other programs.
- **memory** is that of the command: after a quarter of the time, at the end, and the most it ever
  was. It is flat if the end is no more than the quarter.

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

SAMPLE_INTERVAL = 0.25  # seconds
# The checker may fetch the hosts of this machine alone.
LOCAL_ONLY = {"LINK_CHECK_ALLOWED": "127.1.0.0/16", "ARCHIVE_CDX": "off"}


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
    site.environment |= LOCAL_ONLY
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
    """(seconds, {when: MB}, totals of the results) of `check_links`, run in another process."""
    command = [sys.executable, "-m", "django", "check_links", "--json", "--verbosity=0"]
    told = site.folder / "told.jsonl"
    with (
        told.open("w") as file,
        program(command, env=site.environment, stdout=file) as process,
    ):
        started, sizes = time.perf_counter(), [0.0]
        while process.poll() is None:
            sizes.append(megabytes_of(process.pid) or sizes[-1])
            time.sleep(SAMPLE_INTERVAL)
        seconds = time.perf_counter() - started
    if process.returncode:
        raise BenchmarkError("`check_links` failed.")
    *_links, totals = told.open()
    megabytes = {"quarter": sizes[len(sizes) // 4], "end": sizes[-1], "most": max(sizes)}
    return seconds, megabytes, json.loads(totals)["totals"]


def seconds_of_children():
    """The CPU time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def megabytes_of(pid):
    """The resident memory of the process; 0 if it has ended."""
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
