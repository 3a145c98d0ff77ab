"""What a page puts up for sale, and how loudly; see takeover.py for what follows from it."""

import re
from dataclasses import dataclass

from .pages import plain_words
from .vocabularies import CARE, CAUTION, CONTENT_MILL, IN_OTHER_SCRIPTS, PARKED, TRADES, WARNING

LOUD = 3  # different offers
LOUD_IN_HEAD = 2
APART = 250  # words to an offer, at most: a long report quotes one now and then
BESIDE = 150  # characters, in which a warning is meant for an offer
WARNED = 2  # different words of warning
THICK = 3  # different offers and topics
THICKLY = 12  # words to one of them, at most
QUOTED = 4  # phrases that a reason repeats


@dataclass(frozen=True)
class Offers:
    """What a page says of one trade."""

    trade: str
    found: tuple[str, ...]
    is_loud: bool
    is_thick: bool = False  # hardly any other word stands there

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

    def is_warned_of(self, phrase):
        """Whether words of warning stand beside it, wherever it stands."""
        sought = f" {phrase} "
        places = [match.start() for match in re.finditer(re.escape(sought), self.all)]
        around = [self.all[max(0, at - BESIDE) : at + len(sought) + BESIDE] for at in places]
        return all(how_many(WARNING + CAUTION, near) >= WARNED for near in around or [self.head])

    def count(self, phrases):
        return sum(self.all.count(f" {phrase} ") for phrase in phrases)


def spaced(words):
    return f" {' '.join(words)} "


def offers_of(text):
    """The trade a page speaks of most, as Offers; None if of none."""
    warnings = text.count(WARNING)
    told = [offers for trade in TRADES if (offers := offers_in(text, trade, warnings))]
    return max(
        told, key=lambda offers: (offers.is_loud, offers.is_thick, len(offers.found)), default=None
    )


def offers_in(text, trade, warnings):
    found = [phrase for phrase in trade.offers if text.has(phrase)]
    foreign = [word for word in IN_OTHER_SCRIPTS.get(trade.name, ()) if word in text.raw]
    if foreign:
        return Offers(trade.name, tuple(foreign + found), is_loud=True)
    spoken = apart(found + [topic for topic in trade.topics if text.has(topic)])
    is_thick = trade not in (PARKED, CONTENT_MILL) and are_thick(text, spoken)
    if not found:
        in_title = any(f" {topic} " in text.title for topic in spoken)
        is_subject = in_title and not warnings and trade is not PARKED
        return (
            Offers(trade.name, tuple(spoken), False, is_thick) if is_subject or is_thick else None
        )
    is_loud = trade is not CONTENT_MILL and are_loud(text, found, warnings)
    return Offers(trade.name, tuple(found), is_loud, is_thick)


def are_loud(text, found, warnings):
    made = [phrase for phrase in found if not text.is_warned_of(phrase)]
    in_head = any(f" {phrase} " in text.head for phrase in made)
    times = max(text.count(found), len(found))
    is_many = len(made) >= LOUD or (len(made) >= LOUD_IN_HEAD and in_head)
    return is_many and times * APART >= len(text.words) and times >= warnings


def are_thick(text, spoken):
    """Offers and topics, and next to nothing of what those who care would say."""
    is_dense = text.count(spoken) * THICKLY >= len(text.words)
    return (
        len(spoken) >= THICK and is_dense and how_many(WARNING + CAUTION + CARE, text.all) < WARNED
    )


def apart(phrases):
    """Without those that stand in another one."""
    return [one for one in phrases if not any(one != other and one in other for other in phrases)]


def how_many(phrases, where):
    """Different phrases."""
    return sum(f" {phrase} " in where for phrase in set(phrases))
