"""The output of a run: lines for people, or JSON for programs."""

import json
from collections import Counter

from resources.links.explanations import explain_reason
from resources.models import LinkState

STATES_WITHOUT_LINE = (LinkState.WORKS, LinkState.REFUSES)


class RunReporter:
    """Prints each recorded outcome. It is called as the `report` of a Run.

    `write` takes a line, `progress` (links done, share of all).
    """

    def __init__(self, write, progress, total, *, is_json):
        self.write, self.progress, self.total = write, progress, total
        self.is_json = is_json
        self.counts = Counter()

    def __call__(self, outcome):
        verdict = outcome.verdict
        self.counts[str(verdict.state)] += 1
        done = self.counts.total()
        self.progress(done, min(done / (self.total or 1), 1))
        if self.is_json:
            self.write_json(
                address=outcome.address,
                where=outcome.occurrences,
                state=verdict.state,
                reason=explain_reason(verdict.reason, verdict.facts),
                final_address=outcome.final_address,
                http_status=outcome.http_status,
                checked_at=outcome.at.isoformat(),
            )
        elif verdict.state not in STATES_WITHOUT_LINE:
            reason = explain_reason(verdict.reason, verdict.facts)
            self.write(f"{verdict.state.label}: {outcome.address} {reason}")

    def report_due(self, link, occurrences):
        """Print a link that a dry run would check, with what is known of it."""
        if self.is_json:
            self.write_json(
                address=link.address,
                where=occurrences,
                state=link.state,
                reason=explain_reason(link.reason, link.facts) if link.reason else "",
                final_address=link.final_address,
                http_status=link.http_status,
                checked_at=link.checked_at and link.checked_at.isoformat(),
            )
        else:
            self.write(f"{link.get_state_display()}: {link.address}")

    def report_totals(self, left):
        """Print the last line: links checked, by state, and how many are left to check."""
        checked = self.counts.total()
        if self.is_json:
            self.write_json(totals={"visited": checked, "left": left, **self.counts})
            return
        parts = [f"{checked} links visited", f"{left} left to visit"]
        parts += [
            f"{self.counts[state]} {state.label}" for state in LinkState if state in self.counts
        ]
        self.write(", ".join(parts))

    def write_json(self, **fields):
        self.write(json.dumps(fields, ensure_ascii=False))
