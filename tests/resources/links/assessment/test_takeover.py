"""Which signs are enough for a takeover."""

from datetime import date

import pytest

from resources.links.assessment.evidence import Expected, LinkHistory
from resources.links.assessment.fingerprints import Fingerprint
from resources.links.assessment.takeover import is_spam_host
from resources.links.assessment.verdict import assess
from resources.models import LinkState
from resources.models.urls import host_of
from tests.resources.links.fetch_results import answer, html, make_result

TODAY = date(2026, 11, 20)
EXPECTED = Expected(("How to volunteer",), ("Lakeside Unified School District",))
ELSEWHERE = {"hops": [302], "final": "https://www.hillside.example/"}
NAMES = "How to volunteer at Lakeside Unified School District"
WORKS, TAKEN_OVER = LinkState.WORKS, LinkState.TAKEN_OVER


def words(stem, number=60):
    """So many words that no other page has."""
    return " ".join(f"{stem}{n}" for n in range(number))


def page(title, *texts, head=""):
    return answer(html(title, f"<p>{' '.join(texts)}", head=head))


def known_from(before, **more):
    """The history after a good visit to the page `before`."""
    good = assess(make_result(before), LinkHistory(), EXPECTED, today=TODAY).fingerprint
    return LinkHistory(WORKS, good=good, good_host="www.lakeside.example", **more)


def met(found, known=None, shown=EXPECTED, **more):
    return assess(make_result(found, **more), known or LinkHistory(), shown, today=TODAY)


NAMED = page(NAMES, words("class"))  # names what we show it as
NAMELESS = page("Welcome", words("class"))  # does not, though it is the page we mean
# What may stand there at the next visit.
BAKERY = page("The bakery", words("bread"))
BAKERY_THAT_NAMES = page("The bakery", NAMES, words("bread"))
BAKERY_THAT_BETS = page("The bakery", words("bread"), "Ask for betting tips.")
BAKERY_THAT_BETS_AND_NAMES = page("The bakery", NAMES, words("bread"), "Ask for betting tips.")
HALF = page("Welcome", words("class", 25), words("bread", 50))
HALF_THAT_BETS = page("Welcome", words("class", 25), words("bread", 50), "Ask for betting tips.")
FEW = page("The bakery", words("bread", 16))
FEW_THAT_BET = page("The bakery", words("bread", 10), "Ask for betting tips.")
BLATANT = page(
    f"{NAMES}: free spins", words("class"), "Real money slots, a welcome bonus, bet now."
)
TOPICS = "Poker, roulette, blackjack and bingo from six to nine on Friday."
DENSE = page("Tonight", TOPICS, "Free spins.")
DENSE_OF_TOPICS = page("Tonight", TOPICS)
DENSE_THAT_NAMES = page("Tonight", NAMES, TOPICS, "Free spins.")

TABLE = {
    "the page that we knew": (NAMED, NAMED, {}, WORKS),
    "the page that we knew, at another domain, though it never named itself": (
        NAMELESS,
        NAMELESS,
        ELSEWHERE,
        WORKS,
    ),
    "the page that we knew, and blatant": (NAMED, BLATANT, {}, TAKEN_OVER),
    "blatant, new to us, and it names itself": (None, BLATANT, {}, TAKEN_OVER),
    "dense, new to us": (None, DENSE, {}, TAKEN_OVER),
    "dense, with nothing offered, new to us": (None, DENSE_OF_TOPICS, {}, WORKS),
    "dense, with nothing offered, where another was": (NAMELESS, DENSE_OF_TOPICS, {}, TAKEN_OVER),
    "dense, and it names itself": (None, DENSE_THAT_NAMES, {}, WORKS),
    "another page at another domain": (None, BAKERY, ELSEWHERE, TAKEN_OVER),
    "another page at another domain, and it names itself": (
        NAMED,
        BAKERY_THAT_NAMES,
        ELSEWHERE,
        WORKS,
    ),
    "another page; the old one named itself": (NAMED, BAKERY, {}, TAKEN_OVER),
    "another page; neither ever named itself": (NAMELESS, BAKERY, {}, WORKS),
    "another page that names itself": (NAMED, BAKERY_THAT_NAMES, {}, WORKS),
    "another page, new to us": (None, BAKERY, {}, WORKS),
    "half of the page, without its name": (NAMED, HALF, {}, WORKS),
    "another page, and one offer; the old one never named itself": (
        NAMELESS,
        BAKERY_THAT_BETS,
        {},
        TAKEN_OVER,
    ),
    "half of the page, and one offer": (NAMELESS, HALF_THAT_BETS, {}, WORKS),
    "one offer, new to us": (None, BAKERY_THAT_BETS, {}, WORKS),
    "one offer in another page that names itself": (NAMED, BAKERY_THAT_BETS_AND_NAMES, {}, WORKS),
    "few words": (NAMED, FEW, {}, WORKS),
    "few words and one offer": (NAMED, FEW_THAT_BET, {}, TAKEN_OVER),
    "words too few to name anything, at another domain": (
        NAMED,
        page("Hi", "Come in."),
        ELSEWHERE,
        WORKS,
    ),
}


@pytest.mark.parametrize("what", TABLE)
def test_one_sign_that_living_pages_have_is_never_enough(what):
    before, now, where, expected = TABLE[what]

    verdict = met(now, known_from(before) if before else LinkHistory(), **where)

    assert verdict.state == expected, verdict


def test_the_domain_of_the_last_good_visit_is_no_other_owner():
    known = known_from(NAMELESS)
    there = LinkHistory(WORKS, good=known.good, good_host="www.hillside.example")

    assert met(BAKERY, there, **ELSEWHERE).state == WORKS
    assert met(BAKERY, known, **ELSEWHERE).state == TAKEN_OVER


SENDS_ON = {
    "a command": "<meta http-equiv=refresh content='5; url=https://www.hillside.example/'>",
    "a script": "<script>location.href = 'https://www.hillside.example/'</script>",
}


@pytest.mark.parametrize("how", SENDS_ON)
def test_only_a_page_of_few_words_redirects_by_itself(how):
    """A page of many words is there to be read, and its scripts wait for a visitor's choice."""
    assert met(page("Bread", words("bread", 20), head=SENDS_ON[how])).state == TAKEN_OVER
    assert met(page("Bread", words("bread", 200), head=SENDS_ON[how])).state == WORKS


SHORT_NOTICES = {
    "for sale": (page("hill.example", "This domain is for sale."), TAKEN_OVER),
    "in Spanish": (page("hill.example", "Este dominio está en venta."), TAKEN_OVER),
    "with a form": (page("Hill", "This domain is for sale.", words("field", 90)), TAKEN_OVER),
    "advertisements": (page("Hill", "Related searches. Sponsored listings."), TAKEN_OVER),
    "one heading of advertisements": (page("Hill", "Related searches: bread."), WORKS),
    "the source of one": (page("Hill", "", head="<script src=//sedoparking.com/x>"), TAKEN_OVER),
    "a long page with the same source": (
        page("Hill", words("bread", 200), head="<link href=//sedoparking.com/x>"),
        WORKS,
    ),
    "a long page that speaks of one": (
        page("Hill", words("bread", 200), "This domain is for sale."),
        WORKS,
    ),
    "a lesson": (
        page("Addresses", "Students and teachers ask what “this domain is for sale” means."),
        WORKS,
    ),
    "what the entry is about": (page("How to volunteer", "The domain has expired."), WORKS),
}


@pytest.mark.parametrize("what", SHORT_NOTICES)
def test_only_a_short_notice_is_a_parked_page(what):
    now, expected = SHORT_NOTICES[what]

    assert met(now).state == expected


@pytest.mark.parametrize(
    "address",
    [
        "https://best-casino.example/",
        "https://www.goldslots.example/",
        "https://pay-day-now.example/",
        "https://lakeside.bet/",
        "https://win-bet-now.example/",
    ],
)
def test_a_host_may_be_named_like_a_spam_site(address):
    assert is_spam_host(host_of(address))


@pytest.mark.parametrize(
    "address",
    [
        "https://www.lakeside.example/casino",
        "https://casino.lakeside.example/",
        "https://alphabet.example/",
        "https://bet.example.org/",
    ],
)
def test_only_the_domain_makes_a_spam_host(address):
    assert not is_spam_host(host_of(address))


def lifted_after(seen):
    assert seen.state == TAKEN_OVER
    suspect = Fingerprint.from_json(seen.facts["seen"])
    return LinkHistory(WORKS, is_lifted=True, lifted_for=suspect)


def test_a_page_lifted_while_empty_is_suspicious_again_once_it_has_text():
    sold = {"hops": [302], "final": "https://goldslots.example/"}
    empty = page("", "")
    known = lifted_after(met(empty, **sold))

    assert met(empty, known, **sold).state != TAKEN_OVER
    assert met(BLATANT, known, **sold).state == TAKEN_OVER


def test_a_quarantine_lifted_during_a_run_is_over():
    known = LinkHistory(TAKEN_OVER, is_lifted=True, lifted_for=known_from(NAMED).good)

    assert met(NAMED, known).state == WORKS
    assert met(NAMED, LinkHistory(TAKEN_OVER)).state == TAKEN_OVER


def test_a_curator_decides_on_the_page_seen_during_the_quarantine():
    verdict = met(BLATANT, LinkHistory(TAKEN_OVER))

    assert verdict.reason == "taken-over"
    assert verdict.facts["seen"]["words"]
