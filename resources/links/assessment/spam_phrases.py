"""Phrases of spammers who buy lapsed domains, by category. The lists are in `phrases/`.

Each category has *offers*, which only a seller writes. Its *products* become an offer right after
one of its *selling words* ("buy", "cheap"). Its *topics* are the words of the subject, which
reports, lessons and advice use too. safe_phrases.py has the counterpart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .phrases import load_phrases

SELLING_WORDS = load_phrases("selling_words")


@dataclass(frozen=True)
class SpamCategory:
    code: str  # stored in the facts of a verdict. explanations.py has its sentence.
    offers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    selling_words: tuple[str, ...] = SELLING_WORDS
    other_scripts: tuple[str, ...] = ()  # offers, searched for as they stand

    @property
    def phrases(self) -> tuple[str, ...]:
        return self.offers + self.topics + self.products + self.selling_words


GAMBLING = SpamCategory(
    "gambling",
    offers=load_phrases("gambling_offers"),
    topics=load_phrases("gambling_topics"),
    products=load_phrases("gambling_products"),
    selling_words=load_phrases("gambling_selling_words"),
    other_scripts=load_phrases("gambling_other_scripts"),
)
PHARMACY = SpamCategory(
    "pharmacy",
    offers=load_phrases("pharmacy_offers"),
    topics=load_phrases("pharmacy_topics"),
    products=load_phrases("pharmacy_products"),
    other_scripts=load_phrases("pharmacy_other_scripts"),
)
ADULT = SpamCategory(
    "adult",
    offers=load_phrases("adult_offers"),
    topics=load_phrases("adult_topics"),
    other_scripts=load_phrases("adult_other_scripts"),
)
LOANS = SpamCategory(
    "loans",
    offers=load_phrases("loans_offers"),
    topics=load_phrases("loans_topics"),
    products=load_phrases("loans_products"),
    selling_words=load_phrases("loans_selling_words"),
)
ESSAYS = SpamCategory(
    "essays",
    offers=load_phrases("essays_offers"),
    topics=load_phrases("essays_topics"),
    products=load_phrases("essays_products"),
    other_scripts=load_phrases("essays_other_scripts"),
)
WARES = SpamCategory(
    "wares",
    offers=load_phrases("wares_offers"),
    topics=load_phrases("wares_topics"),
    products=load_phrases("wares_products"),
    other_scripts=load_phrases("wares_other_scripts"),
)
TRICKS = SpamCategory(
    "tricks", offers=load_phrases("tricks_offers"), topics=load_phrases("tricks_topics")
)
PARKED = SpamCategory(
    "parked", offers=load_phrases("parked_offers"), topics=load_phrases("parked_topics")
)
CONTENT_MILL = SpamCategory("content-mill", offers=load_phrases("content_mill_offers"))
BUSINESS = SpamCategory("business", topics=load_phrases("business_topics"))

# What lapsed domains are bought for. Schools, clinics and offices never sell it.
CLEAR_SPAM = (GAMBLING, PHARMACY, ADULT, LOANS, ESSAYS, WARES, TRICKS)
SPAM_CATEGORIES = (*CLEAR_SPAM, PARKED, CONTENT_MILL, BUSINESS)

EVERYDAY_TOPICS = frozenset(load_phrases("everyday_topics"))
SPAM_HOST_WORDS = load_phrases("spam_host_words")
SPAM_HOST_ENDINGS = frozenset(load_phrases("spam_host_endings"))


class PhraseIndex:
    """Finds phrases in one pass over a text, however many phrases there are."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.by_first_word: dict[str, list[tuple[list[str], str]]] = {}
        for phrase in set(phrases):
            first, *rest = phrase.split()
            self.by_first_word.setdefault(first, []).append((rest, phrase))

    def positions(self, words: Sequence[str]) -> dict[str, list[int]]:
        """{phrase: the index of its first word, each time it occurs}."""
        found: dict[str, list[int]] = {}
        known = self.by_first_word
        first_words = known.keys() & set(words)
        starts = [at for at, word in enumerate(words) if word in first_words] if first_words else []
        for at in starts:
            for rest, phrase in known[words[at]]:
                if not rest or words[at + 1 : at + 1 + len(rest)] == rest:
                    found.setdefault(phrase, []).append(at)
        return found
