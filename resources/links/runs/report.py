"""What a run says of the links it visited: lines for people, or JSON for programs."""

import json
from collections import Counter

from resources.links.explanations import explain_reason
from resources.models import LinkState

NOT_WORTH_A_LINE = (LinkState.WORKS, LinkState.REFUSES)


class Teller:
    """Told of each recorded outcome; `write` takes lines, `progress` (done, share)."""

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
                where=outcome.where,
                state=verdict.state,
                reason=explain_reason(verdict.reason, verdict.facts),
                final_address=outcome.final_address,
                http_status=outcome.http_status,
                checked_at=outcome.at.isoformat(),
            )
        elif verdict.state not in NOT_WORTH_A_LINE:
            reason = explain_reason(verdict.reason, verdict.facts)
            self.write(f"{verdict.state.label}: {outcome.address} {reason}")

    def tell_known(self, link, where):
        """A link that is not visited, with what is known of it."""
        if self.is_json:
            self.write_json(
                address=link.address,
                where=where,
                state=link.state,
                reason=explain_reason(link.reason, link.facts) if link.reason else "",
                final_address=link.final_address,
                http_status=link.http_status,
                checked_at=link.checked_at and link.checked_at.isoformat(),
            )
        else:
            self.write(f"{link.get_state_display()}: {link.address}")

    def sum_up(self, left):
        """The last line: how many were visited, what became of them, how many are left to visit."""
        visited = self.counts.total()
        if self.is_json:
            self.write_json(totals={"visited": visited, "left": left, **self.counts})
            return
        told = [f"{visited} links visited", f"{left} left to visit"]
        told += [
            f"{self.counts[state]} {state.label}" for state in LinkState if state in self.counts
        ]
        self.write(", ".join(told))

    def write_json(self, **fields):
        self.write(json.dumps(fields, ensure_ascii=False))
