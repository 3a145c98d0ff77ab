"""The spam that a page offers: in which category, and how strongly.

takeover.py says what follows from it.

The strengths of what a page says in one category:

- *blatant*: three different offers, or two if one of them is in title, headings or description, and
  the page has at most one safe word. They have no warnings beside them. The page has one offer in
  250 words at least, and no more warnings than offers. In other scripts: two offers, or one in
  title, headings or description, and at most one safe word.
- *dense*: three different offers or topics among few other words, and at most one safe word. Any
  ordinary business needs four topics and no safe word at all.
- *weak*: at least one offer. Or the title names a subject of spam, and the page has no warnings.

Living blogs sell guest posts too, and booster clubs sell hoodies: neither `content-mill` nor
`business` is ever blatant.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .pages import Page, plain_words
from .safe_phrases import CAUTIONS, SAFE_WORDS, SAFE_WORDS_OTHER_SCRIPTS, WARNINGS
from .spam_phrases import (
    BUSINESS,
    CLEAR_SPAM,
    EVERYDAY_TOPICS,
    PARKED,
    SPAM_CATEGORIES,
    PhraseIndex,
    SpamCategory,
)

BLATANT_OFFERS = 3  # different ones
BLATANT_OFFERS_WITH_HEAD = 2  # different ones, if one is in the head
WORDS_PER_OFFER = 250  # at most, of a blatant page: a long report quotes an offer now and then
WARNING_DISTANCE = 150  # characters around an offer, in which a warning is meant for it
ENOUGH_WARNINGS = 2  # different words
ENOUGH_SAFE_WORDS = 2  # different words: the page is not made by spammers
DENSE_PHRASES = 3  # different offers and topics
DENSE_PHRASES_OF_BUSINESS = 4
WORDS_PER_PHRASE = 15  # at most, of a dense page
WORDS_BEFORE_PRODUCT = 2  # that may stand between a selling word and its product
QUOTED_PHRASES = 4  # in the facts of a verdict

SPAM_INDEX = PhraseIndex(
    (*WARNINGS, *(phrase for category in SPAM_CATEGORIES for phrase in category.phrases))
)
SAFE_INDEX = PhraseIndex(WARNINGS + CAUTIONS + SAFE_WORDS)


@dataclass(frozen=True)
class SpamOffers:
    """What a page says in one category of spam."""

    category: str
    phrases: tuple[str, ...]
    is_blatant: bool
    is_dense: bool = False
    is_dense_without_safe_words: bool = False
    makes_offers: bool = False  # True if something is offered, and not only spoken of

    @property
    def facts(self) -> dict[str, Any]:
        return {"category": self.category, "phrases": list(self.phrases[:QUOTED_PHRASES])}


class IndexedText:
    """A page's words, and where spam phrases and safe phrases stand in them.

    `names` are the titles and publishers we know the entry by. Safe words in them do not count.
    """

    def __init__(self, page: Page, names: Iterable[str] = ()) -> None:
        self.words = page.words
        self.spaced_text = spaced(self.words)
        head = plain_words(page.head)
        self.head = spaced(head)
        self.title = spaced(plain_words(page.title))
        self.head_as_written = page.head.casefold()
        self.as_written = f"{page.head} {page.text}".casefold()
        self.positions = SPAM_INDEX.positions(self.words)
        self.positions_in_head = SPAM_INDEX.positions(head)
        self.warnings = self.count(set(WARNINGS))
        self.safe_words_other_scripts = sum(
            word in self.as_written for word in SAFE_WORDS_OTHER_SCRIPTS
        )
        self.safe_words = count_safe_words(page, names) + self.safe_words_other_scripts

    def has(self, phrase: str) -> bool:
        return phrase in self.positions or phrase in self.positions_in_head

    def count(self, phrases: Iterable[str]) -> int:
        """How often the phrases occur, all together."""
        return sum(len(self.positions.get(phrase, ())) for phrase in phrases)

    def is_warned_of(self, phrase: str) -> bool:
        """True if warnings stand beside the phrase at every place where it occurs."""
        sought = f" {phrase} "
        places = [match.start() for match in re.finditer(re.escape(sought), self.spaced_text)]
        around = [
            self.spaced_text[max(0, at - WARNING_DISTANCE) : at + len(sought) + WARNING_DISTANCE]
            for at in places
        ]
        return all(
            count_different(WARNINGS + CAUTIONS, near) >= ENOUGH_WARNINGS
            for near in around or [self.head]
        )

    def products_offered(self, category: SpamCategory) -> Iterator[str]:
        """Products soon after a selling word, with the words between: `the best pills`."""
        products = {at: name for name in category.products for at in self.positions.get(name, ())}
        for selling_word in category.selling_words if products else ():
            for at in self.positions.get(selling_word, ()):
                after = at + len(selling_word.split())
                for place in range(after, after + WORDS_BEFORE_PRODUCT + 1):
                    if place in products:
                        end = place + len(products[place].split())
                        yield " ".join(self.words[at:end])


def count_safe_words(page: Page, names: Iterable[str]) -> int:
    """Number of safe phrases, not counting the entry's own name.

    Spammers keep the old name and the old menu, which both speak of schools.
    """
    own = [*plain_words(page.title), *page.main_words]
    index = PhraseIndex(filter(None, (" ".join(plain_words(name)) for name in names)))
    for name, positions in index.positions(own).items():
        length = len(name.split())
        for at in positions:
            own[at : at + length] = [""] * length
    return len(SAFE_INDEX.positions(own))


def spaced(words: Iterable[str]) -> str:
    """The words as a text in which ` phrase ` finds whole words only."""
    return f" {' '.join(words)} "


def strongest_offers(text: IndexedText) -> SpamOffers | None:
    """The category that a page speaks of most. None if of none."""
    found = [offers for category in SPAM_CATEGORIES if (offers := offers_in(text, category))]
    return max(found, key=strength, default=None)


def strength(offers: SpamOffers) -> tuple[bool, bool, bool, int]:
    is_business = offers.category == BUSINESS.code
    return (
        offers.is_blatant,
        offers.is_dense and not is_business,
        not is_business,
        len(offers.phrases),
    )


def offers_in(text: IndexedText, category: SpamCategory) -> SpamOffers | None:
    """What a page says in a category. None if too little to count."""
    if offers := offers_in_other_scripts(text, category):
        return offers
    offered = phrases_offered(text, category)
    phrases = drop_contained([*offered, *(topic for topic in category.topics if text.has(topic))])
    is_dense = has_dense_phrases(text, category, phrases)
    if not offered and not is_dense and not is_subject(text, category, phrases):
        return None
    return SpamOffers(
        category.code,
        tuple(offered or phrases),
        is_blatant=category in (*CLEAR_SPAM, PARKED) and has_blatant_offers(text, offered),
        is_dense=is_dense,
        is_dense_without_safe_words=is_dense and text.safe_words == 0,
        makes_offers=bool(offered),
    )


def offers_in_other_scripts(text: IndexedText, category: SpamCategory) -> SpamOffers | None:
    """Blatant offers in other scripts and alphabets: two, or one in the head."""
    found = tuple(phrase for phrase in category.other_scripts if phrase in text.as_written)
    is_in_head = any(phrase in text.head_as_written for phrase in found)
    if (is_in_head or len(found) > 1) and text.safe_words_other_scripts < ENOUGH_SAFE_WORDS:
        return SpamOffers(category.code, found, is_blatant=True)
    return None


def phrases_offered(text: IndexedText, category: SpamCategory) -> list[str]:
    """The listed offers of a page, and the products it calls for sale."""
    listed = [phrase for phrase in category.offers if text.has(phrase)]
    return list(dict.fromkeys([*listed, *text.products_offered(category)]))


def is_subject(text: IndexedText, category: SpamCategory, phrases: Iterable[str]) -> bool:
    """True if the title names a subject of spam, and nothing on the page warns of it."""
    is_in_title = any(f" {phrase} " in text.title for phrase in phrases)
    return category in CLEAR_SPAM and not text.warnings and is_in_title


def has_blatant_offers(text: IndexedText, offered: list[str]) -> bool:
    made = [phrase for phrase in offered if not text.is_warned_of(phrase)]
    is_in_head = text.safe_words < ENOUGH_SAFE_WORDS and any(
        f" {phrase} " in text.head for phrase in made
    )
    needed = BLATANT_OFFERS_WITH_HEAD if is_in_head else BLATANT_OFFERS
    times = max(text.count(offered), len(offered))
    is_frequent = times * WORDS_PER_OFFER >= len(text.words) and times >= text.warnings
    return len(made) >= needed and is_frequent and not is_one_run(text, made)


def is_one_run(text: IndexedText, phrases: Iterable[str]) -> bool:
    """True if all places of the phrases overlap, as in `best sportsbook bonus codes`."""
    sought = [re.escape(phrase) for phrase in phrases]
    spans = [m.span() for one in sought for m in re.finditer(f"(?<= ){one}(?= )", text.spaced_text)]
    reached = None
    for start, end in sorted(spans):
        if reached is not None and start > reached:
            return False
        reached = max(reached or 0, end)
    return True


def has_dense_phrases(text: IndexedText, category: SpamCategory, phrases: Collection[str]) -> bool:
    if category is PARKED:
        return False
    is_clear = category in CLEAR_SPAM
    is_dense = text.count(phrases) * WORDS_PER_PHRASE >= len(text.words)
    is_safe = text.safe_words >= (ENOUGH_SAFE_WORDS if is_clear else 1)
    is_distinctive = any(phrase not in EVERYDAY_TOPICS for phrase in phrases)
    is_many = len(phrases) >= (DENSE_PHRASES if is_clear else DENSE_PHRASES_OF_BUSINESS)
    return is_many and is_distinctive and is_dense and not is_safe


def drop_contained(phrases: list[str]) -> list[str]:
    """The phrases that are not a part of another one."""
    return [one for one in phrases if not any(one != other and one in other for other in phrases)]


def count_different(phrases: Iterable[str], text: str) -> int:
    """Number of different phrases in a spaced text."""
    return sum(f" {phrase} " in text for phrase in set(phrases))
