"""Measures the curation desk at two sizes: the worklist's first page, its charts, every list.

    uv run python -m benchmarks.desk --entries 100000

Each page is made several times in one process, without a server. **queries** must not grow. The
worklist needs some fewer if its first page names fewer kinds of entries. **ms** is the median, and
may grow tenfold for the worklist's first page.
"""

import argparse
import json
import sys
from pathlib import Path

from . import BenchmarkError
from .__main__ import database_addresses, entries, site_in, tell, workplace

THE_KIT_ALONE = 300  # the kit has a few more, and nothing is added
WIDTH = 34


def parse(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.desk",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--entries", type=entries, default=100_000, help="1,000 to 1,000,000")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=2009)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="for the data, to use it again")
    return parser.parse_args(arguments)


def measured(options):
    """Facts and pages at both sizes, the small one first."""
    with workplace(options) as folder, database_addresses(options.database, folder) as address_in:
        for size in (THE_KIT_ALONE, options.entries):
            site = site_in(folder, size, address_in, options.seed)
            site.prepare(tell)
            tell(f"Looking at {size:,} entries for the worklist")
            told = site.manage("refresh_worklist")
            tell(told.strip())
            yield json.loads(site.manage("measure_desk"))


def lines(small, large):
    heads = [f"{size['entries']:,}" for size in (small, large)]
    yield "page".ljust(WIDTH) + "".join(f"{head:>12} entries" for head in heads) + "   ratio"
    for name, (queries, ms) in small["pages"].items():
        more_queries, more_ms = large["pages"][name]
        cells = f"{queries:>9} q {ms:>6.1f} ms{more_queries:>9} q {more_ms:>6.1f} ms"
        yield f"{name:<{WIDTH}}{cells}{more_ms / ms:>8.1f}"
    yield f"items in the worklist: {small['items']:,} and {large['items']:,}"


def main():
    try:
        small, large = measured(parse())
    except BenchmarkError as problem:
        sys.exit(f"The benchmark stopped: {problem}")
    sys.stdout.write("\n".join(lines(small, large)) + "\n")


if __name__ == "__main__":
    main()
