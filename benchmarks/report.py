"""Formats the results of a benchmark as a table."""

HEADINGS = ("kind", "kB", "alone ms", "req/s", "p50 ms", "p99 ms", "requests", "of constant")
ENOUGH_FOR_P99 = 300  # requests
WIDTH = 26


def lines_of(results):
    """The whole report, line by line."""
    yield from heading(results)
    for name, run in results["runs"].items():
        yield ""
        yield from run_lines(name, run)
    yield from start_lines(results)
    yield from memory_lines(results["memory"])
    yield from visibility_lines(results["visibility"])
    yield from catching_up_lines(results["catching_up"])


def heading(results):
    data = results["data"]
    yield (
        f"{data['entries']:,} entries, {data['organizations']:,} organizations,"
        f" {data['terms_of_entries']:,} uses of terms on {results['database']}"
    )
    yield (
        f"seed {results['seed']}, data {data['fingerprint']}, loaded in"
        f" {data['loading_seconds']:.0f} s; {results['seconds']} s x {results['rounds']} rounds;"
        f" Python {results['python']}, {results['processors']} processors"
    )


def run_lines(name, run):
    if run is None:
        yield f"{name}: nothing to measure"
        return
    yield columns(f"{name}: {HEADINGS[0]}", *HEADINGS[1:])
    for kind, f in run["kinds"].items():
        p99 = f"{f['p99_ms']:.1f}" if f["requests"] >= ENOUGH_FOR_P99 else "-"
        yield columns(
            kind,
            f"{f['bytes'] / 1000:.1f}",
            f"{f['alone_ms']:.1f}",
            f"{f['per_second']:.0f}",
            f"{f['p50_ms']:.1f}",
            p99,
            f"{f['requests']}",
            f"{f['of_constant']:.4f}",
        )
    for group, ratio in run["groups"].items():
        yield columns(f"= {group}", "", "", "", "", "", "", f"{ratio:.4f}")
    constants = [f["constant_per_second"] for f in run["kinds"].values()]
    shares = [f["generator_share"] for f in run["kinds"].values()]
    yield (
        f"  constant page {min(constants):.0f}-{max(constants):.0f} req/s; the load generator"
        f" took {100 * min(shares):.0f}-{100 * max(shares):.0f} % of a processor"
    )


def columns(first, *others):
    return first.ljust(WIDTH) + "".join(text.rjust(12) for text in others)


def start_lines(results):
    yield ""
    starts = ", then ".join(f"{seconds:.1f} s" for seconds in results["start_seconds"])
    yield f"start to first page: {starts}"


def memory_lines(memory):
    for name, processes in memory.items():
        for process, size in processes.items():
            yield (
                f"memory after {name}, {process}: {size['private_mb']:.0f} MB its own,"
                f" {size['shared_mb']:.0f} MB shared"
            )


def visibility_lines(seen):
    if seen is None:
        return
    times = ", ".join("never" if t is None else f"{t:.0f} ms" for t in seen["median_ms_by_worker"])
    yield (
        f"an edit shows by HTTP on each worker after (median of {seen['edits']}): {times};"
        f" longest {seen['longest_ms']:.0f} ms; {seen['answers_without_it']} answers without it,"
        f" never seen {seen['never_seen']} times"
    )


def catching_up_lines(sizes):
    for size in sizes:
        yield (
            f"catching up at {size['entries']:,} entries: first {size['first_ms']:.0f} ms,"
            f" unchanged {size['unchanged_ms']:.2f} ms, one edit {size['one_edit_ms']:.2f} ms,"
            f" {size['edits_at_once']} edits {size['many_edits_ms']:.0f} ms"
            f" (caller waits {size['many_edits_call_ms']:.1f} ms)"
        )
    large, small = sizes
    one, many = (large[key] / small[key] for key in ("one_edit_ms", "many_edits_ms"))
    yield f"catching up, ratio of the two sizes: one edit {one:.2f}, many edits {many:.2f}"
