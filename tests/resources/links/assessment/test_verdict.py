"""The verdict on one visit. test_days_of_failures.py has the verdict after several."""

import dataclasses
import json
from datetime import date

import pytest
from django.utils import translation

from resources.links.assessment.evidence import LinkHistory
from resources.links.assessment.fingerprints import Fingerprint
from resources.links.assessment.verdict import assess, needs_probe
from resources.links.explanations import REASON_SENTENCES, SPAM_SENTENCES, explain_reason
from resources.links.fetching.results import FetchError
from resources.models import LinkState
from tests.resources.links.fetch_results import (
    ADDRESS,
    EXPECTED,
    MET,
    PAGE,
    TODAY,
    answer,
    html,
    make_result,
)

CASINO = html("Best online casino", "<p>Free spins, a welcome bonus and live dealer tables.")


def assessed(found=None, history=None, **more):
    return assess(make_result(found, **more), history or LinkHistory(), EXPECTED, today=TODAY)


@pytest.mark.parametrize("status", [401, 402, 403, 405, 407, 429, 451, 999])
def test_a_refusing_status_is_no_failure_and_ends_a_row_of_failures(status):
    history = LinkHistory(LinkState.IN_TROUBLE, failed_on=(date(2026, 11, 1), date(2026, 11, 9)))

    verdict = assessed(answer(b"no", status=status), history)

    assert (verdict.state, verdict.is_failure, verdict.failed_on) == (LinkState.REFUSES, False, ())


FAILING = {
    "404": {"found": answer(b"no", status=404)},
    "410": {"found": answer(b"no", status=410)},
    "no such name": {"error": FetchError.DNS_GONE},
    "refused": {"error": FetchError.REFUSED},
    "broken TLS": {"error": FetchError.TLS_BROKEN},
}
PASSING = {error: {"error": error} for error in FetchError}
for one in ("DNS_GONE", "REFUSED", "TLS_BROKEN", "TLS_UNPROVEN", "ROBOTS"):
    del PASSING[FetchError[one]]
PASSING |= {status: {"found": answer(b"!", status=status)} for status in (304, 400, 418, 500, 503)}
PASSING["an empty page"] = {"found": answer(b" \n")}
PASSING["nobody's server"] = {"found": answer(html("Welcome to nginx!", "<p>Thank you"))}


@pytest.mark.parametrize("what", FAILING)
def test_a_failing_page_is_gone_on_the_third_day_after_a_week(what):
    first = assessed(**FAILING[what])
    days = (date(2026, 11, 10), date(2026, 11, 12))
    third = assessed(**FAILING[what], history=LinkHistory(LinkState.IN_TROUBLE, failed_on=days))

    assert (first.state, first.is_failure) == (LinkState.IN_TROUBLE, True)
    assert first.failed_on == (TODAY,)
    assert third.state == LinkState.GONE


@pytest.mark.parametrize("what", PASSING, ids=str)
def test_trouble_never_makes_a_page_gone_nor_undoes_failures(what):
    days = (date(2026, 11, 1), date(2026, 11, 9), date(2026, 11, 10))
    history = LinkHistory(LinkState.IN_TROUBLE, failed_on=days)

    verdict = assessed(**PASSING[what], history=history)

    assert verdict.state == LinkState.IN_TROUBLE
    assert (verdict.is_failure, verdict.failed_on) == (False, days)
    gone = assessed(**PASSING[what], history=dataclasses.replace(history, state=LinkState.GONE))
    assert gone.state == LinkState.GONE


@pytest.mark.parametrize("error", [FetchError.ROBOTS, FetchError.TLS_UNPROVEN])
def test_a_page_that_browsers_may_open_is_no_failure(error):
    verdict = assessed(error=error)

    assert (verdict.state, verdict.is_failure) == (LinkState.REFUSES, False)


MOVES = {
    "one permanent redirect": ([301], "https://www.lakeside.example/new", LinkState.MOVED),
    "two of them": ([308, 301], "https://www.lakeside.example/new", LinkState.MOVED),
    "a temporary one": ([302], "https://www.lakeside.example/new", LinkState.WORKS),
    "a temporary one among them": ([301, 307], "https://www.lakeside.example/n", LinkState.WORKS),
    "none": ([], ADDRESS, LinkState.WORKS),
    "round to itself": ([301], ADDRESS, LinkState.WORKS),
    "to a part of itself": ([301], f"{ADDRESS}#main", LinkState.WORKS),
}


@pytest.mark.parametrize("what", MOVES)
def test_a_page_has_moved_if_every_redirect_is_permanent(what):
    hops, final, expected = MOVES[what]

    verdict = assessed(answer(PAGE), hops=hops, final=final)

    assert verdict.state == expected
    assert expected != LinkState.MOVED or verdict.facts == {"to": final}


def test_the_new_address_keeps_the_links_fragment():
    address = f"{ADDRESS}#steps"
    verdict = assessed(
        answer(PAGE), address=address, hops=[301], final="https://www.lakeside.example/new"
    )

    assert verdict.facts["to"] == "https://www.lakeside.example/new#steps"


def test_a_redirect_may_set_a_fragment_of_its_own():
    new = "https://www.lakeside.example/all#volunteer"
    verdict = assessed(answer(PAGE), address=f"{ADDRESS}#steps", hops=[301], final=new)

    assert verdict.facts["to"] == new


def test_only_a_curator_ends_a_quarantine():
    history = LinkHistory(LinkState.TAKEN_OVER)
    for met in [*MET.values(), {"found": answer(CASINO)}]:
        verdict = assessed(**met, history=history)
        assert (verdict.state, verdict.fingerprint) == (LinkState.TAKEN_OVER, None)

    assert explained(assessed(answer(PAGE), history)).endswith("Last visit: The page answers.")


def explained(verdict):
    return explain_reason(verdict.reason, json.loads(json.dumps(verdict.facts)))


def test_a_lifted_page_is_suspicious_again_only_if_it_changes():
    suspect = assessed(answer(CASINO))
    seen = Fingerprint.from_json(suspect.facts["seen"])
    lifted = LinkHistory(LinkState.WORKS, is_lifted=True, lifted_for=seen)
    other = html("Cheap pills", "<p>Buy viagra, cheap cialis, no prescription needed")

    assert suspect.state == LinkState.TAKEN_OVER
    assert assessed(answer(CASINO), lifted).state == LinkState.WORKS
    assert assessed(answer(other), lifted).state == LinkState.TAKEN_OVER


def test_a_fingerprint_survives_being_stored():
    verdict = assessed(answer(PAGE))
    stored = json.loads(json.dumps(verdict.fingerprint.to_json()))

    assert Fingerprint.from_json(stored) == verdict.fingerprint
    assert Fingerprint.from_json(None) is Fingerprint.from_json({}) is None


def test_a_file_has_a_type_a_size_and_a_language():
    pdf = answer(
        b"%PDF-1.7\n1 0 obj <</Type /Catalog /Lang (es-MX)>>",
        content_type="application/pdf",
        size=1_468_006,
        is_whole=False,
    )

    verdict = assessed(pdf)

    assert (verdict.state, verdict.file_type) == (LinkState.WORKS, "pdf")
    assert (verdict.size, verdict.language) == (1_468_006, "es")


def test_a_file_of_which_only_headers_were_fetched_is_not_empty():
    pdf = answer(content_type="application/pdf", size=1_468_006, is_whole=False)

    assert assessed(pdf).state == LinkState.WORKS
    assert assessed(dataclasses.replace(pdf, size=None)).state == LinkState.WORKS


@pytest.mark.parametrize("status", [200, 203, 206])
def test_a_partial_page_is_a_page(status):
    assert assessed(answer(PAGE, status=status, is_whole=False)).state == LinkState.WORKS


CHALLENGE = html("How to volunteer", "<p>Just a moment: please verify you are human.")
LOGIN = html("How to volunteer", "<p>Sign in to your account for the calendar of mornings.")


@pytest.mark.parametrize("body", [CHALLENGE, LOGIN])
def test_a_short_page_with_the_entrys_title_is_no_gate(body):
    assert assessed(answer(body)).state == LinkState.WORKS


def test_a_robot_check_with_an_error_status_is_one_whatever_it_names():
    assert assessed(answer(CHALLENGE, status=503)).state == LinkState.REFUSES


OOPS = html(
    "Page not found",
    "<p>We looked everywhere on these shelves. Please try our front door, search again with fewer"
    " letters, or telephone anybody listed under staff before five o'clock on any weekday at all.",
)


def test_a_missing_page_is_no_new_owner_if_any_address_there_says_so():
    """Such a site was redesigned. If only this address says so, the page is no soft 404."""
    history = LinkHistory(LinkState.WORKS, good=assessed(answer(PAGE)).fingerprint)
    other = make_result(answer(html("Best of bread", "<p>" + "rolls and cakes " * 20)))

    missing = assessed(answer(OOPS), history, probe=make_result(answer(OOPS)))
    lonely = assessed(answer(OOPS), history, probe=other)

    assert (missing.state, missing.reason) == (LinkState.IN_TROUBLE, "soft-404")
    assert lonely.state == LinkState.TAKEN_OVER


def test_a_probe_is_needed_only_if_it_may_decide():
    unnamed = make_result(
        answer(html("Oops", "<p>We looked everywhere for it and it is not here."))
    )
    good = assess(unnamed, LinkHistory(), EXPECTED, today=TODAY).fingerprint
    home = dataclasses.replace(EXPECTED, is_home_page=True)

    assert needs_probe(unnamed, LinkHistory(), EXPECTED)
    assert not needs_probe(unnamed, LinkHistory(), home)
    assert not needs_probe(unnamed, LinkHistory(good=good), EXPECTED)  # as it was
    assert not needs_probe(make_result(answer(PAGE)), LinkHistory(), EXPECTED)
    assert not needs_probe(
        make_result(answer(html("Just a moment...", "<p>Hi"))), LinkHistory(), EXPECTED
    )
    assert not needs_probe(make_result(error=FetchError.RESET), LinkHistory(), EXPECTED)
    assert not needs_probe(make_result(answer(b"no", status=404)), LinkHistory(), EXPECTED)


VERDICTS = [
    *(assessed(error=error) for error in FetchError),
    *(assessed(answer(b"!", status=status)) for status in (400, 401, 403, 404, 410, 429, 500, 999)),
    *(assessed(**met, history=LinkHistory(LinkState.TAKEN_OVER)) for met in MET.values()),
    *(assessed(answer(PAGE), hops=[status], final=f"{ADDRESS}l") for status in (301, 302)),
    assessed(answer(PAGE)),
    assessed(answer(b"")),
    assessed(answer(html("Just a moment...", "<p>Checking your browser"))),
    assessed(answer(html("Sign in", "<p>Please sign in"))),
    assessed(answer(html("Privacy", "<p>We use cookies. You may accept or reject them."))),
    assessed(answer(html("Welcome to nginx!", "<p>Thank you"))),
    assessed(answer(html("lakeside.example", "<p>This domain is for sale"))),
    *(
        assessed(answer(html("Best", f"<p>{words}")), hops=[302], final="https://win.casino/")
        for words in [
            "Free spins, welcome bonus, live dealer: what a site, join all the winners there today",
            "Buy viagra, cheap cialis, canadian pharmacy: order what you want here today",
            "Free porn, live cams, sex videos: enter and see all of them here each day",
            "Instant cash, no credit check, bad credit ok: what you want is here today",
            "Write for us, guest post, backlinks: what a blog, what a place to be, see",
            "Write my essay, custom essays, cheap thesis: what you want is here today",
            "Replica watches, keto gummies, real followers: what you want is here today",
            "You have won, claim your prize, click allow: what you want is here today",
            "Related searches: boots, boats, bread, brooms, beds: what you want is here today",
            "New roof, siding, gutters, plumbing and flooring by our contractors, free quote",
        ]
    ),
    assessed(
        answer(html("Bakery", "<p>" + "bread cakes rolls flour ovens " * 9)),
        LinkHistory(good=assessed(answer(PAGE)).fingerprint),
    ),
    assess(
        make_result(
            answer(html("Oops", "<p>Page not found")),
            probe=make_result(answer(html("Oops", "<p>Page not found"))),
        ),
        LinkHistory(),
        EXPECTED,
        today=TODAY,
    ),
]


def test_every_reason_is_explained_in_both_languages():
    for verdict in VERDICTS:
        english = explained(verdict)
        with translation.override("es"):
            spanish = explained(verdict)
        assert english[-1] in ".?"
        assert spanish[-1] in ".?"
        assert english != spanish
        assert "%(" not in english + spanish

    signs = [sign for verdict in VERDICTS for sign in verdict.facts.get("signs", ())]
    assert {verdict.reason for verdict in VERDICTS} == set(REASON_SENTENCES)
    assert {sign["category"] for sign in signs if "category" in sign} == set(SPAM_SENTENCES)
