"""What a page puts up for sale, and how loudly; see takeover.py for what follows from it."""

from dataclasses import dataclass

from .pages import plain_words
from .vocabularies import CONTENT_MILL, IN_OTHER_SCRIPTS, PARKED, TRADES, WARNING

LOUD = 3  # different offers
LOUD_IN_HEAD = 2
APART = 250  # words to an offer, at most: a long report quotes one now and then
QUOTED = 4  # phrases that a reason repeats


@dataclass(frozen=True)
class Offers:
    """What a page says of one trade."""

    trade: str
    found: tuple[str, ...]
    is_loud: bool

    @property
    def facts(self):
        return {"trade": self.trade, "found": list(self.found[:QUOTED])}


class Text:
    """A page's words, to look phrases up in."""

    def __init__(self, page):
        self.words = plain_words(f"{page.title} {page.text} {page.without_scripts}")
        self.all = spaced(self.words)
        self.head = spaced(plain_words(page.head))
        self.title = spaced(plain_words(page.title))
        self.raw = f"{page.head} {page.text}".casefold()

    def has(self, phrase):
        return f" {phrase} " in self.all or f" {phrase} " in self.head

    def count(self, phrases):
        return sum(self.all.count(f" {phrase} ") for phrase in phrases)


def spaced(words):
    # Between two words stand two spaces, so that phrases side by side do not share one.
    return f" {'  '.join(words)} ".replace("  ", " ")


def offers_of(text):
    """The trade a page speaks of most, as Offers; None if of none."""
    warnings = text.count(WARNING)
    told = [offers for trade in TRADES if (offers := offers_in(text, trade, warnings))]
    return max(told, key=lambda offers: (offers.is_loud, len(offers.found)), default=None)


def offers_in(text, trade, warnings):
    found = [phrase for phrase in trade.offers if text.has(phrase)]
    foreign = [word for word in IN_OTHER_SCRIPTS.get(trade.name, ()) if word in text.raw]
    if foreign:
        return Offers(trade.name, tuple(foreign + found), is_loud=True)
    in_title = [topic for topic in trade.topics if f" {topic} " in text.title]
    if not found:
        is_subject = in_title and not warnings and trade is not PARKED
        return Offers(trade.name, tuple(in_title), is_loud=False) if is_subject else None
    in_head = any(f" {phrase} " in text.head for phrase in found)
    times = max(text.count(found), len(found))
    is_many = len(found) >= LOUD or (len(found) >= LOUD_IN_HEAD and in_head)
    is_dense = times * APART >= len(text.words) and times >= warnings
    is_loud = trade is not CONTENT_MILL and is_many and is_dense
    return Offers(trade.name, tuple(found), is_loud)
