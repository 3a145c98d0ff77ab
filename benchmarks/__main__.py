"""Measures the directory with many entries, and prints a table and JSON.

    uv run python -m benchmarks --entries 100000

It makes a database of synthetic entries (the same for the same seed), serves it with gunicorn as
in a deployment (two sync workers, this machine only), and asks twenty kinds of queries over
sixteen connections, each kind by fifty different addresses.

How to read it:

- **of constant** is what counts: requests a second, divided by those of a constant page with as
  many bytes, sent through the same server and middleware and measured just before and after. It
  holds from run to run; requests a second depend on the machine and its neighbours.
- **alone ms** is the middle time of an answer while nobody else asks.
- Lines that begin with `=` are medians of a group: queries without words (`facets`), with words
  that match up to 2 % of the entries or a third of them, and pages deep in a list.
- Runs: `cold` makes every page anew, `warm` repeats pages with the page cache on, `conditional`
  asks whether a page changed and is told that it did not.
- **start** is from starting gunicorn to its first page of the directory; the first start may make
  what the second finds made.
- **its own** memory is what a process shares with no other.
- **an edit shows** counts from its commit until a search on each worker finds it; **catching up**
  is that work alone, in a process without a server, also at 1,000 entries for comparison.

An answer that is not whole, or has another status than it should, stops everything. Linux only.
"""

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from . import BenchmarkError
from .generator import Generator
from .kit import read_kit
from .queries import KINDS, mix
from .report import lines_of
from .runs import PAGE_CACHE_MB, measure_run
from .server import serving
from .sites import Site, database_addresses

SMALL = 1000  # entries to compare catching up with


def parse(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--entries", type=entries, default=100_000, help="1,000 to 1,000,000")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seconds", type=float, default=6, help="of load for a measurement")
    parser.add_argument("--rounds", type=int, default=2, help="times that all is measured")
    parser.add_argument("--runs", nargs="+", choices=PAGE_CACHE_MB, default=list(PAGE_CACHE_MB))
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND")
    parser.add_argument("--seed", type=int, default=2009)
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the JSON goes, if a file")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="for the data, to use it again")
    return parser.parse_args(arguments)


def entries(text):
    number = int(text.replace(",", ""))
    if not SMALL <= number <= 1_000_000:
        raise argparse.ArgumentTypeError("from 1,000 to 1,000,000")
    return number


def benchmark(options):
    """Everything, in order; returns what the report and the JSON show."""
    with workplace(options) as folder, database_addresses(options.database, folder) as address_in:
        large, small = (
            site_in(folder, size, address_in, options.seed) for size in (options.entries, SMALL)
        )
        data = large.prepare(tell)
        results = {
            **about(options),
            "data": data,
            **measured_by_http(large, options),
        }
        small.prepare(tell)
        tell("Catching up with edits")
        results["catching_up"] = [json.loads(site.manage("catch_up")) for site in (large, small)]
        return results


@contextmanager
def workplace(options):
    """The folder for everything a run writes; it stays only if asked to."""
    if options.keep:
        options.keep.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield options.keep.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="partnerkit-benchmarks-") as folder:
            yield Path(folder)


def site_in(folder, size, address_in, seed):
    place = folder / f"entries-{size}"
    place.mkdir(exist_ok=True)
    return Site(place, address_in(place), entries=size, seed=seed)


def about(options):
    return {
        "database": options.database,
        "seed": options.seed,
        "seconds": options.seconds,
        "rounds": options.rounds,
        "python": platform.python_version(),
        "processors": os.cpu_count(),
    }


def measured_by_http(site, options):
    """All runs, one server for those that keep as many pages; the last one also sees edits."""
    generator = Generator(read_kit(), entries=site.entries, seed=site.seed)
    kinds = [kind for kind in mix(generator) if kind.name in options.kinds]
    results = {"runs": {}, "start_seconds": [], "memory": {}, "visibility": None}
    for page_cache_mb in sorted({PAGE_CACHE_MB[name] for name in options.runs}):
        tell(f"Starting the site, {page_cache_mb} MB of pages kept")
        with serving(site, page_cache_mb=page_cache_mb) as server:
            results["start_seconds"].append(server.start_seconds)
            for name in options.runs:
                if PAGE_CACHE_MB[name] == page_cache_mb:
                    results["runs"][name] = measure_run(name, server, kinds, options, tell)
                    results["memory"][name] = server.memory()
            results["visibility"] = visibility(site, server)
    return results


def visibility(site, server):
    tell("Looking for edits by HTTP")
    workers = map(str, server.workers)
    told = site.manage("catch_up", f"--port={server.address[1]}", "--workers", *workers)
    return json.loads(told)


def tell(line):
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def stop_on_signals():
    """End in order on Ctrl-C, even when started in the background, and when asked to terminate."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def main():
    options = parse()
    stop_on_signals()
    try:
        results = benchmark(options)
    except BenchmarkError as problem:
        sys.exit(f"The benchmark stopped: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)  # what a shell expects of a program stopped with Ctrl-C
    sys.stdout.write("\n".join(lines_of(results)) + "\n")
    text = json.dumps(results, indent=2, ensure_ascii=False) + "\n"
    if options.json:
        options.json.write_text(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
