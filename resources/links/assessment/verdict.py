"""The verdict on a link: its new state, and why.

The first rule in RULES that applies decides.

A *failure* may mean that a page is gone for good: 404, 410, soft 404, no such host, refused, broken
TLS. Enough of them on different days make it so. *Trouble* (a timeout, a server error, …) passes:
it never makes a page gone, and does not undo the failures before it. A takeover lasts until a
curator lifts the quarantine.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from yarl import URL

from resources.links.fetching.results import FetchError, FetchResult
from resources.models import LinkState
from resources.models.urls import host_of

from . import takeover
from .evidence import Expected, LinkHistory, PageEvidence
from .fingerprints import Fingerprint, has_changed_much
from .gates import REFUSING_STATUSES
from .soft_404 import is_probe_useful, is_soft_404, says_not_found

DAYS_OF_FAILURE = 3  # different days, on which a page has to fail before it is gone
SPAN_OF_FAILURES = timedelta(days=7)  # at least, from the first to the last of them
PERMANENT_REDIRECTS = {301, 308}
MISSING_STATUSES = {404: "not-found", 410: "removed"}
REFUSING_REASONS = {401: "password", 429: "too-often"}
REFUSING_ERRORS: dict[FetchError | None, str] = {
    FetchError.ROBOTS: "robots-txt",
    FetchError.TLS_UNPROVEN: "tls-unproven",
}
FAILING_ERRORS = {FetchError.DNS_GONE, FetchError.REFUSED, FetchError.TLS_BROKEN}


@dataclass(frozen=True)
class Verdict:
    """What is known of a link after a visit. Sentences: `explanations.explain_reason`."""

    state: LinkState
    reason: str
    facts: dict[str, Any] = field(default_factory=dict)  # ready for JSON
    is_failure: bool = False
    failed_on: tuple[date, ...] = ()  # the next LinkHistory.failed_on
    fingerprint: Fingerprint | None = None  # of a good page
    file_type: str = ""
    size: int | None = None  # bytes
    language: str = ""
    changed_much: bool = False  # since a curator reviewed the page


def refusal(evidence: PageEvidence, reason: str, **facts: Any) -> Verdict:
    return Verdict(LinkState.REFUSES, reason, {"host": evidence.final_host, **facts})


def failure(reason: str, **facts: Any) -> Verdict:
    return Verdict(LinkState.IN_TROUBLE, reason, facts, is_failure=True)


def trouble(evidence: PageEvidence, reason: str, **facts: Any) -> Verdict:
    return Verdict(LinkState.IN_TROUBLE, reason, {"host": evidence.final_host, **facts})


def new_owner(evidence: PageEvidence) -> Verdict:
    facts = {
        "signs": [{"code": sign.code, **sign.facts} for sign in takeover.takeover_signs(evidence)],
        "seen": evidence.fingerprint.to_json(),  # the page that a curator decides on
    }
    return Verdict(LinkState.TAKEN_OVER, "taken-over", facts)


def refusing_status(evidence: PageEvidence) -> Verdict:
    reason = REFUSING_REASONS.get(evidence.status, "turned-away")
    return refusal(evidence, reason, status=evidence.status)


def unusable_status(evidence: PageEvidence) -> Verdict:
    reason = "server-error" if evidence.status >= 500 else "odd-status"
    return trouble(evidence, reason, status=evidence.status)


def soft_404(evidence: PageEvidence) -> Verdict:
    return failure("soft-404", title=evidence.page.title[:120])


def good_page(evidence: PageEvidence) -> Verdict:
    """A page that is there, at its address or at another."""
    result, new_url = evidence.result, final_url(evidence.result)
    state, reason, facts = LinkState.WORKS, "works", {}
    if result.hops and not is_same_url(result.address, new_url):
        reason, facts = "works-elsewhere", {"host": host_of(new_url), "to": new_url}
        if all(hop.status in PERMANENT_REDIRECTS for hop in result.hops):
            state, reason, facts = LinkState.MOVED, "moved", {"to": new_url}
    return Verdict(
        state,
        reason,
        facts,
        fingerprint=evidence.fingerprint,
        file_type=evidence.page.file_type,
        size=evidence.answer.size,
        language=evidence.page.language,
        changed_much=has_changed_much(evidence.fingerprint, evidence.history.reviewed),
    )


def final_url(result: FetchResult) -> str:
    """The URL where redirects end. It keeps the link's fragment, as browsers do."""
    end, fragment = URL(result.final_address), URL(result.address).fragment
    if fragment and not end.raw_fragment:
        return str(end.with_fragment(fragment))
    return result.final_address


def is_same_url(one: str, other: str) -> bool:
    """True if two URLs differ in the fragment at most."""
    return URL(one).with_fragment(None) == URL(other).with_fragment(None)


class Rule(NamedTuple):
    name: str
    applies: Callable[[PageEvidence], object]  # by truth
    verdict: Callable[[PageEvidence], Verdict]


RULES = (
    Rule(
        "no answer: robots.txt forbids it, or only browsers can verify the certificate",
        lambda evidence: evidence.error in REFUSING_ERRORS,
        lambda evidence: refusal(evidence, REFUSING_ERRORS[evidence.error]),
    ),
    Rule(
        "no answer: an error after which the page may be gone for good",
        lambda evidence: evidence.error in FAILING_ERRORS,
        lambda evidence: failure(str(evidence.error), host=evidence.final_host),
    ),
    Rule(
        "no answer: an error that passes",
        lambda evidence: evidence.result.answer is None,
        lambda evidence: trouble(evidence, str(evidence.error)),
    ),
    Rule("a page that alone proves a takeover, whatever its status", takeover.is_proven, new_owner),
    Rule(
        "a robot check, whatever its status",
        lambda evidence: not evidence.is_expected_page and evidence.robot_check,
        lambda evidence: refusal(evidence, "robot-check", words=evidence.robot_check),
    ),
    Rule(
        "a status that refuses programs: people may get in, so it is never a failure",
        lambda evidence: evidence.status in REFUSING_STATUSES,
        refusing_status,
    ),
    Rule(
        "a login",
        lambda evidence: not evidence.is_expected_page and evidence.login,
        lambda evidence: refusal(evidence, "login", words=evidence.login),
    ),
    Rule(
        "a cookie prompt",
        lambda evidence: not evidence.is_expected_page and evidence.consent_prompt,
        lambda evidence: refusal(evidence, "consent", words=evidence.consent_prompt),
    ),
    Rule(
        "404 or 410: the site says that the page is missing",
        lambda evidence: evidence.status in MISSING_STATUSES,
        lambda evidence: failure(MISSING_STATUSES[evidence.status], status=evidence.status),
    ),
    Rule(
        "any other status but success: it passes",
        lambda evidence: not evidence.is_success,
        unusable_status,
    ),
    Rule(
        "an empty page: it passes",
        lambda evidence: evidence.is_empty,
        lambda evidence: trouble(evidence, "empty"),
    ),
    Rule(
        "a server that nobody has set up: it passes",
        lambda evidence: evidence.server_placeholder,
        lambda evidence: trouble(evidence, "not-set-up", words=evidence.server_placeholder),
    ),
    Rule(
        "a soft 404 that says so: no new owner, even if all its words are new",
        lambda evidence: says_not_found(evidence.page) and is_soft_404(evidence),
        soft_404,
    ),
    Rule("several signs of a takeover together", takeover.is_likely, new_owner),
    Rule("a soft 404 that does not say so: any URL gets the home page", is_soft_404, soft_404),
    Rule("everything else: a good page", lambda evidence: True, good_page),
)


def assess(
    result: FetchResult, history: LinkHistory, expected: Expected, *, today: date
) -> Verdict:
    """The verdict after a fetch. `today` is its local day."""
    return verdict_on(PageEvidence(result, history, expected), today)


def assess_if_clear(
    result: FetchResult, history: LinkHistory, expected: Expected, *, today: date
) -> Verdict | None:
    """The same, but None if `needs_probe`.

    A run calls this instead of both, because reading a page takes long.
    """
    evidence = PageEvidence(result, history, expected)
    return None if is_unclear(evidence) else verdict_on(evidence, today)


def needs_probe(result: FetchResult, history: LinkHistory, expected: Expected) -> bool:
    """True if a made-up URL beside the link's may tell whether it is a soft 404."""
    return is_unclear(PageEvidence(result, history, expected))


def is_unclear(evidence: PageEvidence) -> bool:
    if not evidence.is_success or evidence.is_last_good_page or evidence.robot_check:
        return False
    return is_probe_useful(evidence)


def verdict_on(evidence: PageEvidence, today: date) -> Verdict:
    verdict = deciding_rule(evidence).verdict(evidence)
    return keep_quarantine(count_failures(verdict, evidence.history, today), evidence.history)


def deciding_rule(evidence: PageEvidence) -> Rule:
    return next(rule for rule in RULES if rule.applies(evidence))


def count_failures(verdict: Verdict, history: LinkHistory, today: date) -> Verdict:
    """Add today to the days of failures.

    A page is gone after enough days, far enough apart. Trouble keeps the days as they are, and a
    gone page gone.
    """
    if verdict.is_failure:
        days = tuple(sorted({*history.failed_on, today}))
        is_gone = len(days) >= DAYS_OF_FAILURE and days[-1] - days[0] >= SPAN_OF_FAILURES
        state = LinkState.GONE if is_gone else LinkState.IN_TROUBLE
        facts = {**verdict.facts, "days": len(days), "first": days[0].isoformat()}
        return replace(verdict, state=state, facts=facts, failed_on=days)
    if verdict.state == LinkState.IN_TROUBLE:
        state = LinkState.GONE if history.state == LinkState.GONE else LinkState.IN_TROUBLE
        return replace(verdict, state=state, failed_on=history.failed_on)
    return verdict


def keep_quarantine(verdict: Verdict, history: LinkHistory) -> Verdict:
    """Keep a link taken over until a curator lifts that.

    The facts hold the new verdict.
    """
    if history.state != LinkState.TAKEN_OVER or history.is_lifted:
        return verdict
    if verdict.state == LinkState.TAKEN_OVER:
        return verdict
    return replace(
        verdict,
        state=LinkState.TAKEN_OVER,
        reason="still-taken-over",
        facts={"now": verdict.reason, "now_facts": verdict.facts},
        fingerprint=None,  # until a curator lifts it, nothing here counts as the page we knew
    )
