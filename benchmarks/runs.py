"""Measures the mix on a running site, each kind between two measurements of a constant page.

| run           | what it measures                                                       |
| ------------- | ---------------------------------------------------------------------- |
| `cold`        | every page made anew: the page cache is off                            |
| `warm`        | pages asked for before: the page cache is on and filled                |
| `conditional` | requests with the ETag of the page, which are answered 304             |
"""

from dataclasses import dataclass, field
from statistics import mean, median

from . import BenchmarkError
from .load import Target, measure, typical_size
from .queries import GROUPS

PAGE_CACHE_MB = {"cold": 0, "warm": 64, "conditional": 64}
CONSTANT_PART = 1 / 3  # of a measurement's seconds, before it and again after it
# Sentences of a page that ignored a parameter.
NOT_KNOWN = (b"something we do not have here", b"things we do not have here", b"We do not know ")


@dataclass
class Asked:
    """A kind, its pages, and its measurements, one a round."""

    kind: object
    targets: list
    size: int  # bytes of a typical page
    alone_ms: float  # one visitor at a time
    rounds: list = field(default_factory=list)  # (before, measurement, after)

    def figures(self):
        loads = [load for _before, load, _after in self.rounds]
        return {
            "group": self.kind.group,
            "addresses": len(self.targets),
            "bytes": self.size,
            "alone_ms": round(self.alone_ms, 2),
            "requests": sum(len(load.latencies) for load in loads),
            "per_second": round(mean(load.rate for load in loads), 1),
            "p50_ms": round(mean(load.percentile(0.5) for load in loads), 2),
            "p99_ms": round(mean(load.percentile(0.99) for load in loads), 2),
            "of_constant": round(mean(map(ratio, self.rounds)), 4),
            "constant_per_second": round(mean(map(constant_rate, self.rounds)), 1),
            "generator_share": round(mean(load.processor_share for load in loads), 3),
        }


def constant_rate(measured):
    before, _load, after = measured
    return (before.rate + after.rate) / 2


def ratio(measured):
    return measured[1].rate / constant_rate(measured)


def measure_run(name, server, kinds, options, tell):
    """Figures of every kind and every group of one run; None when nothing can be measured."""
    asked = [found for kind in kinds if (found := ask_once(name, server, kind, tell))]
    if not asked:
        return None
    for number in range(options.rounds):
        for one in asked:
            one.rounds.append(measured_beside_constant(server, one, options.seconds))
            rate, share = one.rounds[-1][1].rate, ratio(one.rounds[-1])
            tell(
                f"{name} {number + 1}/{options.rounds}  {one.kind.name}: {rate:.0f}/s, {share:.3f}"
            )
    figures = {one.kind.name: one.figures() for one in asked}
    return {"kinds": figures, "groups": group_medians(figures)}


def group_medians(figures):
    ratios = {
        group: [f["of_constant"] for f in figures.values() if f["group"] == group]
        for group in GROUPS
    }
    return {group: median(found) for group, found in ratios.items() if found}


def ask_once(run_name, server, kind, tell):
    """Fetch every address of a kind, one at a time. None if this run cannot measure the kind."""
    answers = [server.fetch(Target(path)) for path in kind.paths]
    if any(sentence in answer.body for answer in answers for sentence in NOT_KNOWN):
        tell(f"{run_name}: skipped “{kind.name}”, the site does not know its parameters.")
        return None
    targets = [Target(path) for path in kind.paths]
    if run_name == "conditional":
        etags = [answer.headers.get("etag") for answer in answers]
        if not all(etags):
            tell(f"{run_name}: skipped “{kind.name}”, its pages have no ETag.")
            return None
        pairs = zip(kind.paths, etags, strict=True)
        targets = [Target(path, etag=etag, expected=304) for path, etag in pairs]
    elif run_name == "warm":
        for path in kind.paths:
            server.fetch_of_each_worker(path)
    again = answers if run_name == "cold" else [server.fetch(target) for target in targets]
    alone = 1000 * median(answer.seconds for answer in again)
    return Asked(kind, targets, typical_size(answers), alone)


def measured_beside_constant(server, asked, seconds):
    """One measurement of a kind, between two of the constant page of the same size."""
    constant = [Target(f"/benchmark/constant/{asked.size}/")]
    before, load, after = (
        measure(server.address, targets, seconds=length)
        for targets, length in [
            (constant, seconds * CONSTANT_PART),
            (asked.targets, seconds),
            (constant, seconds * CONSTANT_PART),
        ]
    )
    if not load.latencies:
        raise BenchmarkError(f"No answers for “{asked.kind.name}”.")
    return before, load, after
