"""Entries as a list shows them: rendered once; then their words are marked, their flag chosen."""

import re
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from weakref import WeakKeyDictionary

from django.db.models import Prefetch
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString

from resources.catalogue.words import WORD, form
from resources.fragments import GAP, filled, pieces
from resources.models import Resource, Term, Text

MOST_KEPT = 10_000
TEMPLATE = "resources/_resource_card.html"
STATE_TEMPLATE = "resources/_link_state.html"
SHOWN_VOCABULARIES = ["format", "language"]

# The names of filters a card shows → (document, language) → card. New names forget the old cards,
# and a changed entry has another document.
kept = WeakKeyDictionary()


@dataclass(frozen=True)
class Flag:
    """A guide's pointer into the resource, with all it says of that part."""

    guide: str  # slug of its topic or role
    text: str


@dataclass(frozen=True)
class Card:
    title: Text
    summary: Text
    flags: list[Flag]
    pieces: list[list[str]]  # around title and summary; without a flag, then with each
    unmarked: list[SafeString]  # the same with title and summary filled in
    words: frozenset[str]  # of title and summary, as written


def cards(page, found, guides):
    """The HTML of each entry of `page`, (key, document) pairs of `found`.

    The flag shown is one of a guide whose slug is in `guides`; else the one that says most of
    the visitor's words; else the first.
    """
    language = found.selection.language
    known = kept.setdefault(found.view.names, {})
    missing = {key: number for key, number in page if (number, language) not in known}
    if missing:
        if len(known) > MOST_KEPT:
            known = kept[found.view.names] = {}  # others go on with the one they have
            missing = dict(page)
        for key, card in rendered(missing).items():
            known[missing[key], language] = card
    marker = Marker(found)
    shown = [known.get((number, language)) for _key, number in page]
    return [finished(card, marker, guides) for card in shown if card]


def rendered(keys):
    """{key: card} of the resources with these keys."""
    shown_terms = Prefetch("terms", Term.objects.filter(vocabulary__in=SHOWN_VOCABULARIES))
    resources = Resource.objects.with_page().select_related("organization").with_flags()
    loaded = resources.prefetch_related(shown_terms).in_bulk(list(keys))
    states = {}
    return {key: card_of(resource, states) for key, resource in loaded.items()}


def card_of(resource, states):
    """`states` keeps rendered link states, of which there are few, from one card to the next."""
    flagged = [r for r in resource.recommendations.all() if r.locator and r.guide.has_page]
    title, summary = resource.title, resource.summary
    dated = resource.link_checked_at or resource.listed_on
    state = (resource.status, resource.link_state, dated)
    if state not in states:
        states[state] = get_template(STATE_TEMPLATE).render({"resource": resource})
    context = {
        "resource": resource,
        "title": Text(GAP, title.language),
        "why": Text(GAP, summary.language),
        "state": states[state],
        "for_guide": True,
    }
    around = [pieces(TEMPLATE, context | {"recommendation": r}) for r in [None, *flagged]]
    return Card(
        title=title,
        summary=summary,
        flags=[Flag(r.guide.term.slug, f"{r.why_here} {r.locator_detail}") for r in flagged],
        pieces=around,
        unmarked=[filled(one, (escape(title), escape(summary))) for one in around],
        words=frozenset(map(intern, WORD.findall(f"{title} {summary}"))),
    )


def finished(card, marker, guides):
    place = flag_for(card, marker, guides)
    meant = marker.meant_of(card.words)
    if not meant:
        return card.unmarked[place]
    return filled(card.pieces[place], (marked(card.title, meant), marked(card.summary, meant)))


def marked(text, meant):
    """The text as HTML, the words that are in `meant` in `mark` elements."""
    around = pattern_of(meant).split(text)  # what is between those words, and they, by turns
    around[::2] = map(escape, around[::2])
    around[1::2] = (f"<mark>{word}</mark>" for word in around[1::2])
    return "".join(around)


@lru_cache(maxsize=1_000)
def pattern_of(words):
    """Finds any of these words where it stands alone, as WORD would."""
    any_word = "|".join(sorted(words))
    return re.compile(rf"(?<![^\W_])({any_word})(?![^\W_])")


def flag_for(card, marker, guides):
    """The place in `card.pieces` of the card with the right flag."""
    if len(card.flags) < 2:
        return len(card.flags)
    marks = [(flag.guide in guides, marker.count(flag.text)) for flag in card.flags]
    return 1 + max(range(len(marks)), key=lambda place: (marks[place], -place))


class Marker:
    """Knows the words by which entries were found, as they may be written."""

    def __init__(self, found):
        self.lexemes = found.matches.lexemes if found.selection.text else frozenset()
        self.forms = found.view.index.texts.forms
        self.judged, self.meant = set(), set()

    def meant_of(self, words):
        """Those of a set of words that were searched for."""
        if not self.lexemes:
            return frozenset()
        for word in words - self.judged:
            self.judged.add(word)
            if not self.lexemes.isdisjoint(self.forms.get(form(word), ())):
                self.meant.add(word)
        return words & self.meant

    def count(self, text):
        """How many different words of `text` were searched for."""
        return len(self.meant_of(frozenset(WORD.findall(text))))
