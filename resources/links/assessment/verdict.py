"""From a visit, and what is known from before, to what we say of the link.

Asked in this order; the first that fits decides:

1. There was no answer: robots.txt says no, or only a browser can prove who it is → refuses; else
   a failure, or trouble.
2. It is parked, or sells loudly (takeover.py), whatever the status → taken over.
3. A status that refuses, a check for robots, a login (walls.py) → refuses. Never a failure.
4. 404, 410 → a failure; another status that is no success → trouble.
5. Nothing in it, or a server nobody has set up → trouble.
6. It says that it is not there, and is a soft 404 (missing.py) → a failure.
7. Beside the page that we knew, it has enough signs of a new owner → taken over.
8. A soft 404 that does not say so, as where every address gets the home page → a failure.
9. Every redirect permanent → moved; else works.

A *failure* is one of those after which a page may be gone for good: 404, 410, soft 404, no such
name, refused, broken TLS. *Trouble* (a timeout, an error of the server, …) passes: it never makes a
page gone, nor does it undo the failures before it. Taken over stays so until a person lifts it.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from yarl import URL

from resources.links.fetching.results import FetchError
from resources.models import LinkState
from resources.models.urls import host_of

from .fingerprints import Fingerprint, has_changed_much, is_same_page
from .gates import REFUSING, asks_for_consent, asks_for_login, not_set_up, robot_check
from .readings import Reading
from .soft_404 import is_soft_404, is_worth_asking, says_not_found
from .takeover import are_enough, signs_of_new_owner, speak_for_themselves

DAYS_OF_FAILURE = 3
SPAN_OF_FAILURES = timedelta(days=7)
PERMANENT = {301, 308}
NOT_FOUND = {404: "not-found", 410: "removed"}
REFUSALS = {FetchError.ROBOTS: "robots-txt", FetchError.TLS_UNPROVEN: "tls-unproven"}
FAILURES = {FetchError.DNS_GONE, FetchError.REFUSED, FetchError.TLS_BROKEN}


@dataclass(frozen=True)
class LinkHistory:
    """What is known of a link before a visit."""

    state: LinkState = LinkState.NOT_CHECKED
    failed_on: tuple[date, ...] = ()  # local days of the failures since it last answered well
    good: Fingerprint | None = None  # of the last good visit
    good_host: str = ""  # where that one ended
    reviewed: Fingerprint | None = None
    is_lifted: bool = False  # a curator looked at what a suspicion was about, and lifted it
    lifted_for: Fingerprint | None = None


@dataclass(frozen=True)
class Expected:
    """What we show the link as, wherever it stands."""

    titles: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    is_home_page: bool = False  # see missing.is_home_page


@dataclass(frozen=True)
class Verdict:
    """What is known after it. Sentences: `reasons.said(reason, facts)`."""

    state: LinkState
    reason: str
    facts: dict = field(default_factory=dict)  # ready for JSON
    is_failure: bool = False
    failed_on: tuple[date, ...] = ()  # what `Past.failed_on` is from now on
    fingerprint: Fingerprint | None = None  # of a good visit
    file_type: str = ""
    size: int | None = None  # bytes
    language: str = ""
    changed_much: bool = False  # beside the page that a curator reviewed


def needs_probe(visit, past, shown):
    """Whether a made-up address beside it should be visited, to tell a soft 404."""
    return is_unclear(visit, reading_of(visit, past, shown), past, shown)


def assess(visit, past, shown, *, today):
    """`today` is the local day of the visit."""
    return verdict_on(visit, reading_of(visit, past, shown), past, shown, today)


def assess_if_clear(visit, past, shown, *, today):
    """The same, but None where `needs_probe`: to read a page takes long, it is read once."""
    reading = reading_of(visit, past, shown)
    if is_unclear(visit, reading, past, shown):
        return None
    return verdict_on(visit, reading, past, shown, today)


def reading_of(visit, past, shown):
    return Reading.of(visit, past, shown) if visit.answer else None


def is_unclear(visit, reading, past, shown):
    if reading is None or not is_success(visit.answer):
        return False
    if is_same_page(reading.fingerprint, past.good) or robot_check(reading.page, 200):
        return False
    return is_worth_asking(reading, shown)


def verdict_on(visit, reading, past, shown, today):
    if reading is None:
        return after_quarantine(of_trouble(visit, past, today), past)
    return after_quarantine(of_answer(visit, reading, past, shown, today), past)


def of_answer(visit, reading, past, shown, today):
    signs = signs_of_new_owner(visit, reading, past)
    if speak_for_themselves(signs, reading):
        return taken_over(reading, signs)
    verdict = of_refusal(visit, reading) or of_no_page(visit, reading, past, today)
    if verdict:
        return verdict
    is_missing = is_soft_404(visit, reading, shown)
    if are_enough(signs, visit, reading, past) and not (
        is_missing and says_not_found(reading.page)
    ):
        return taken_over(reading, signs)
    if is_missing:
        return failure("soft-404", {"title": reading.page.title[:120]}, past, today)
    return of_success(visit, reading, past)


def after_quarantine(verdict, past):
    """Only a person ends a quarantine; what the visit met is told beside it."""
    if past.state != LinkState.TAKEN_OVER or past.is_lifted:
        return verdict
    if verdict.state == LinkState.TAKEN_OVER:
        return verdict
    return replace(
        verdict,
        state=LinkState.TAKEN_OVER,
        reason="still-taken-over",
        facts={"now": verdict.reason, "now_facts": verdict.facts},
        fingerprint=None,  # nothing here is taken for the page we knew before a person says so
    )


def of_trouble(visit, past, today):
    trouble, facts = visit.error, {"host": host_of(visit.final_address)}
    if trouble in REFUSALS:
        return Verdict(LinkState.REFUSES, REFUSALS[trouble], facts)
    if trouble in FAILURES:
        return failure(str(trouble), facts, past, today)
    return passing(str(trouble), facts, past)


def taken_over(reading, signs):
    facts = {
        "signs": [{"code": code, **facts} for code, facts in signs],
        "seen": reading.fingerprint.to_json(),  # what a curator decides on
    }
    return Verdict(LinkState.TAKEN_OVER, "taken-over", facts)


def of_refusal(visit, reading):
    status, facts = visit.answer.status, {"host": host_of(visit.final_address)}
    is_the_page = is_success(visit.answer) and reading.naming.is_title
    if not is_the_page and (words := robot_check(reading.page, status)):
        return Verdict(LinkState.REFUSES, "robot-check", facts | {"words": words})
    if status in REFUSING:
        reason = {401: "password", 429: "too-often"}.get(status, "turned-away")
        return Verdict(LinkState.REFUSES, reason, facts | {"status": status})
    if not is_the_page and (words := asks_for_login(reading.page)):
        return Verdict(LinkState.REFUSES, "login", facts | {"words": words})
    if not is_the_page and (words := asks_for_consent(reading.page)):
        return Verdict(LinkState.REFUSES, "consent", facts | {"words": words})
    return None


def of_no_page(visit, reading, past, today):
    """None if there is something to read, or a file."""
    answer, facts = visit.answer, {"host": host_of(visit.final_address)}
    if answer.status in NOT_FOUND:
        return failure(NOT_FOUND[answer.status], {"status": answer.status}, past, today)
    if not is_success(answer):
        reason = "server-error" if answer.status >= 500 else "odd-status"
        return passing(reason, facts | {"status": answer.status}, past)
    if is_empty(answer):
        return passing("empty", facts, past)
    if words := not_set_up(reading.page):
        return passing("not-set-up", facts | {"words": words}, past)
    return None


def of_success(visit, reading, past):
    state, reason, facts = whereabouts(visit)
    return Verdict(
        state,
        reason,
        facts,
        fingerprint=reading.fingerprint,
        file_type=reading.page.kind,
        size=visit.answer.size,
        language=reading.page.language,
        changed_much=has_changed_much(reading.fingerprint, past.reviewed),
    )


def whereabouts(visit):
    """(state, reason, facts) of a page that is there: at its address, or at another."""
    to = new_address(visit)
    if not visit.hops or is_same_address(visit.address, to):
        return LinkState.WORKS, "works", {}
    if all(hop.status in PERMANENT for hop in visit.hops):
        return LinkState.MOVED, "moved", {"to": to}
    return LinkState.WORKS, "works-elsewhere", {"host": host_of(to), "to": to}


def new_address(visit):
    """Where it ends; the part of a page that we point at is kept, as browsers keep it."""
    to, fragment = URL(visit.final_address), URL(visit.address).raw_fragment
    if fragment and not to.raw_fragment:
        return str(to.with_fragment(URL(visit.address).fragment))
    return visit.final_address


def is_same_address(one, other):
    return URL(one).with_fragment(None) == URL(other).with_fragment(None)


def failure(reason, facts, past, today):
    """One more day on which it failed; after enough of them, far enough apart, it is gone."""
    days = tuple(sorted({*past.failed_on, today}))
    is_gone = len(days) >= DAYS_OF_FAILURE and days[-1] - days[0] >= SPAN_OF_FAILURES
    state = LinkState.GONE if is_gone else LinkState.IN_TROUBLE
    facts = facts | {"days": len(days), "first": days[0].isoformat()}
    return Verdict(state, reason, facts, is_failure=True, failed_on=days)


def passing(reason, facts, past):
    """Trouble that may be over tomorrow: gone stays gone, anything else did not answer lately."""
    state = LinkState.GONE if past.state == LinkState.GONE else LinkState.IN_TROUBLE
    return Verdict(state, reason, facts, failed_on=past.failed_on)


def is_success(answer):
    return 200 <= answer.status < 300


def is_empty(answer):
    """Whether there is nothing in it, and not only nothing that was fetched."""
    return answer.is_whole and not answer.body.strip()
