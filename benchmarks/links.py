"""Measures visits to links against what politeness alone costs, and prints a table.

    uv run python -m benchmarks.links --links 5000,20000 --hosts 500

Every host is an address of this machine (127.1.x.y), and takes 50 to 200 ms for each answer. Every
link is a page of 32 kB and is asked for twice, by HEAD and by GET; every host, for its robots.txt.

- **ideal** is the time that the slowest host's queue takes: its answers and the pauses between
  them. No visitor who asks one thing at a time, with that pause, could be faster.
- **memory** is that of the visiting process alone: at a quarter of the way, at the end, and the
  most it ever was. It is flat if the end is no more than the quarter.

Linux only, for whose kernel all of 127.0.0.0/8 is this machine.
"""

import argparse
import asyncio
import json
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from resources.links.asking import Limits
from resources.links.guard import Allowed
from resources.links.hosts import visit_all
from resources.links.visiting import Visitor

from .link_hosts import answering, host_names, seconds_for

REQUESTS_A_LINK = 2


def parse():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.links",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--links", default="5000,20000", help="how many, run after run")
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--pause", type=float, default=Limits().pause)
    return parser.parse_args()


def measured(number, hosts, pause, port):
    """One run, in a process of its own."""
    targets = {
        host: [f"/{link}" for link in range(number)[place::hosts]]
        for place, host in enumerate(host_names(hosts))
    }
    ideal = max(ideal_of(host, of_host, pause) for host, of_host in targets.items())
    addresses = [f"http://{host}:{port}{path}" for host in targets for path in targets[host]]
    return asyncio.run(timed(addresses, pause)) | {"links": number, "ideal": ideal}


def ideal_of(host, targets, pause):
    """Seconds that a host's queue takes: robots.txt, and then two answers for every link."""
    answers = REQUESTS_A_LINK * sum(seconds_for(host, target) for target in targets)
    return seconds_for(host, "/robots.txt") + answers + pause * REQUESTS_A_LINK * len(targets)


async def timed(addresses, pause):
    visitor = Visitor(
        contact="benchmarks@partnerkit.example",
        allowed=Allowed.parse("127.1.0.0/16"),
        limits=Limits(pause=pause),
    )
    started, megabytes, answered = time.perf_counter(), {}, 0
    async with visitor:
        visits = visit_all(visitor, addresses)
        async for visit in visits:
            answered += visit.answer is not None and visit.answer.is_whole
            if answered == len(addresses) // 4:
                megabytes["quarter"] = megabytes_now()
    seconds = time.perf_counter() - started
    megabytes |= {"end": megabytes_now(), "most": most_megabytes()}
    return {"seconds": seconds, "answered": answered, "megabytes": megabytes}


def megabytes_now():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def most_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def lines_of(found):
    for run in found:
        seconds, ideal, memory = run["seconds"], run["ideal"], run["megabytes"]
        yield f"{run['links']:,} links: {seconds:.1f} s"
        yield f"  {seconds / ideal:.2f} times the ideal of {ideal:.1f} s"
        yield f"  {run['answered']:,} answered"
        yield (
            f"  {memory['quarter']:.0f} MB at a quarter, {memory['end']:.0f} MB at the end,"
            f" {memory['most']:.0f} MB at most"
        )


def main():
    options, found = parse(), []
    with answering(options.hosts) as port:
        for number in map(int, options.links.split(",")):
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                run = process.submit(measured, number, options.hosts, options.pause, port)
                found.append(run.result())
    sys.stdout.write("\n".join([*lines_of(found), json.dumps(found)]) + "\n")


if __name__ == "__main__":
    main()
