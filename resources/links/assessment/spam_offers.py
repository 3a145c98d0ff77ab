"""What a page puts up for sale, and how loudly; see takeover.py for what follows from it."""

import re
from dataclasses import dataclass

from .pages import plain_words
from .phrase_index import Phrasebook
from .safe_phrases import CARE, CARE_IN_OTHER_SCRIPTS, CAUTION, WARNING
from .spam_phrases import BUSINESS, EVERYDAY, IN_OTHER_SCRIPTS, LOUD_TRADES, PARKED, TRADES

LOUD = 3  # different offers
LOUD_IN_HEAD = 2
APART = 250  # words to an offer, at most: a long report quotes one now and then
BESIDE = 150  # characters, in which a warning is meant for an offer
WARNED = 2  # different words of warning
THICK = 3  # different offers and topics
THICK_OF_ANY_BUSINESS = 4
THICKLY = 15  # words to one of them, at most
QUOTED = 4  # phrases that a reason repeats

OF_TRADES = Phrasebook(WARNING, *(part for trade in TRADES for part in trade.phrases))
OF_CARE = Phrasebook(WARNING, CAUTION, CARE)


@dataclass(frozen=True)
class Offers:
    """What a page says of one trade."""

    trade: str
    found: tuple[str, ...]
    is_loud: bool
    is_thick: bool = False  # hardly any other word stands there
    is_pure: bool = False  # and none at all of care
    is_made: bool = False  # something is offered, and not only spoken of

    @property
    def facts(self):
        return {"trade": self.trade, "found": list(self.found[:QUOTED])}


class Text:
    """A page's words, and where phrases stand in them. `names` are those we know the entry by."""

    def __init__(self, page, names=()):
        self.words = page.words
        self.all = spaced(self.words)
        head = plain_words(page.head)
        self.head = spaced(head)
        self.title = spaced(plain_words(page.title))
        self.head_as_written = page.head.casefold()
        self.raw = f"{page.head} {page.text}".casefold()
        self.places = OF_TRADES.places(self.words)
        self.places_in_head = OF_TRADES.places(head)
        self.warnings = self.count(set(WARNING))
        self.care_in_other_scripts = sum(word in self.raw for word in CARE_IN_OTHER_SCRIPTS)
        self.care = words_of_care(page, names) + self.care_in_other_scripts

    def has(self, phrase):
        return phrase in self.places or phrase in self.places_in_head

    def count(self, phrases):
        return sum(len(self.places.get(phrase, ())) for phrase in phrases)

    def is_warned_of(self, phrase):
        """Whether words of warning stand beside it, wherever it stands."""
        sought = f" {phrase} "
        places = [match.start() for match in re.finditer(re.escape(sought), self.all)]
        around = [self.all[max(0, at - BESIDE) : at + len(sought) + BESIDE] for at in places]
        return all(how_many(WARNING + CAUTION, near) >= WARNED for near in around or [self.head])

    def pitches(self, trade):
        """The goods that stand beside a word of selling, at most two words after it: as said."""
        goods = {at: good for good in trade.goods for at in self.places.get(good, ())}
        for verb in trade.verbs if goods else ():
            for at in self.places.get(verb, ()):
                after = at + len(verb.split())
                for place in range(after, after + 3):
                    if place in goods:
                        end = place + len(goods[place].split())
                        yield " ".join(self.words[at:end])


def words_of_care(page, names):
    """How many. Who takes over a school keeps its name and its menu, in which schools are named."""
    own = [*plain_words(page.title), *page.main_words]
    named = Phrasebook(filter(None, (" ".join(plain_words(name)) for name in names)))
    for name, places in named.places(own).items():
        length = len(name.split())
        for at in places:
            own[at : at + length] = [""] * length
    return len(OF_CARE.places(own))


def spaced(words):
    return f" {' '.join(words)} "


def offers_of(text):
    """The trade a page speaks of most, as Offers; None if of none."""
    told = [offers for trade in TRADES if (offers := offers_in(text, trade))]
    return max(told, key=loudness, default=None)


def loudness(offers):
    is_business = offers.trade == BUSINESS.name
    return offers.is_loud, offers.is_thick and not is_business, not is_business, len(offers.found)


def offers_in(text, trade):
    foreign = tuple(word for word in IN_OTHER_SCRIPTS.get(trade.name, ()) if word in text.raw)
    in_head = any(word in text.head_as_written for word in foreign)
    if (in_head or len(foreign) > 1) and text.care_in_other_scripts < WARNED:
        return Offers(trade.name, foreign, is_loud=True)
    found = made_in(text, trade)
    spoken = apart([*found, *(topic for topic in trade.topics if text.has(topic))])
    is_thick = are_thick(text, trade, spoken)
    is_subject = (
        trade in LOUD_TRADES
        and not text.warnings
        and any(f" {topic} " in text.title for topic in spoken)
    )
    if not found and not is_thick and not is_subject:
        return None
    is_loud = trade in (*LOUD_TRADES, PARKED) and are_loud(text, found)
    is_pure = is_thick and text.care == 0
    return Offers(trade.name, tuple(found or spoken), is_loud, is_thick, is_pure, bool(found))


def made_in(text, trade):
    """The offers: those listed, and the goods that are called for sale."""
    listed = [phrase for phrase in trade.offers if text.has(phrase)]
    return list(dict.fromkeys([*listed, *text.pitches(trade)]))


def are_loud(text, found):
    made = [phrase for phrase in found if not text.is_warned_of(phrase)]
    in_head = text.care < WARNED and any(f" {phrase} " in text.head for phrase in made)
    times = max(text.count(found), len(found))
    is_many = len(made) >= LOUD or (len(made) >= LOUD_IN_HEAD and in_head)
    is_many = is_many and not is_one_breath(text, made)
    return is_many and times * APART >= len(text.words) and times >= text.warnings


def is_one_breath(text, made):
    """Whether all of it overlaps, as three offers do in `best sportsbook bonus codes`."""
    sought = [re.escape(phrase) for phrase in made]
    spans = [m.span() for one in sought for m in re.finditer(f"(?<= ){one}(?= )", text.all)]
    reached = None
    for start, end in sorted(spans):
        if reached is not None and start > reached:
            return False
        reached = max(reached or 0, end)
    return True


def are_thick(text, trade, spoken):
    """Offers and topics, and next to nothing of what those who care would say."""
    if trade is PARKED:
        return False
    is_any_business = trade not in LOUD_TRADES
    enough = THICK_OF_ANY_BUSINESS if is_any_business else THICK
    is_dense = text.count(spoken) * THICKLY >= len(text.words)
    cares = text.care >= (1 if is_any_business else WARNED)
    is_telling = any(phrase not in EVERYDAY for phrase in spoken)
    return len(spoken) >= enough and is_telling and is_dense and not cares


def apart(phrases):
    """Without those that stand in another one."""
    return [one for one in phrases if not any(one != other and one in other for other in phrases)]


def how_many(phrases, where):
    """Different phrases."""
    return sum(f" {phrase} " in where for phrase in set(phrases))
