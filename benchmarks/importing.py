"""Measures imports against the least work they can take, and prints a table.

    uv run python -m benchmarks.importing --rows 5000

It makes as many synthetic entries as the file has rows. A third of the rows change nothing, a
third change a title, a third are new.

- **planning** is the time to read and compare a file and save the plan, divided by the time of
  Python's csv module for the same file plus one query for each whole table.
- **applying** is the time to write a file of new entries, with terms and versions, divided by
  the time of `bulk_create` for the same entries and terms in a transaction, without versions.
- **memory** is the peak of a process that planned and applied 50,000 rows.

Each time is the best of three. Linux only.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from . import BenchmarkError
from .sites import Site, database_addresses

MANY = 50_000


def parse():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.importing",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=2009)
    parser.add_argument("--no-memory", action="store_true", help="leave out the 50,000 rows")
    return parser.parse_args()


def benchmark(options):
    with tempfile.TemporaryDirectory(prefix="partnerkit-benchmarks-") as folder:
        folder = Path(folder)
        with database_addresses(options.database, folder) as address_in:
            found = measured(site_in(folder, options.rows, address_in, options.seed))
            if not options.no_memory:
                large = site_in(folder, MANY, address_in, options.seed)
                found |= {"memory": measured(large, "--once")}
    return found


def site_in(folder, size, address_in, seed):
    place = folder / f"entries-{size}"
    place.mkdir(exist_ok=True)
    return Site(place, address_in(place), entries=size, seed=seed)


def measured(site, *options):
    site.prepare(tell)
    tell(f"Importing {site.entries:,} rows")
    return json.loads(site.manage("time_import", *options))


def tell(line):
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def lines_of(found):
    seconds, memory = found["seconds"], found.get("memory")
    read = seconds["csv"] + seconds["queries"]
    made = seconds["bulk_create"]
    yield f"planning {found['rows']:,} rows: {seconds['plan']:.2f} s"
    yield f"  {seconds['plan'] / read:.1f} times csv {seconds['csv']:.3f} s + queries"
    yield f"applying {found['rows']:,} new rows: {seconds['apply']:.2f} s"
    yield f"  {seconds['apply'] / made:.1f} times bulk_create {made:.2f} s"
    if memory:
        plan, apply = memory["seconds"]["plan"], memory["seconds"]["apply"]
        yield f"{memory['rows']:,} rows: planned in {plan:.1f} s, applied in {apply:.1f} s"
        most = memory["megabytes"]
        yield f"  {most['plan']:,} MB at most for planning, {most['apply']:,} MB with applying"


def main():
    try:
        found = benchmark(parse())
    except BenchmarkError as problem:
        sys.exit(f"The benchmark stopped: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)
    sys.stdout.write("\n".join([*lines_of(found), json.dumps(found)]) + "\n")


if __name__ == "__main__":
    main()
