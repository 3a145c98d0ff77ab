"""Entries as a list shows them: rendered once; then their words are marked, their flag chosen."""

import re
from dataclasses import dataclass
from functools import cached_property
from html import escape
from sys import intern
from weakref import WeakKeyDictionary

from django.db.models import Prefetch
from django.template.loader import get_template

from resources.models import LocalizedText, Resource, Term
from resources.models.recommendations import recommendations
from resources.search.analysis import SEARCH_WORD, surface_form
from resources.web.fragments import GAP, filled, pieces

WORDS_APART = re.compile(f"({SEARCH_WORD.pattern})")
MOST_KEPT = 10_000
TEMPLATE = "resources/directory/_resource_card.html"
STATE_TEMPLATE = "resources/_link_state.html"
SHOWN_VOCABULARIES = ["format", "language"]

# The names of filters a card shows → (document, language) → card. New names forget the old cards,
# and a changed entry has another document.
kept = WeakKeyDictionary()


class Markable:
    """A text as HTML in which the words of a search can be marked.

    `forms` tells for each form of a word the numbers of its lexemes.
    """

    def __init__(self, text, forms):
        # By turns what is between words, and they.
        self.parts = [intern(escape(part)) for part in WORDS_APART.split(str(text))]
        self.places = {}  # lexeme → where in the parts its words are
        for place in range(1, len(self.parts), 2):
            for lexeme in forms.get(surface_form(self.parts[place]), ()):
                self.places[lexeme] = (*self.places.get(lexeme, ()), place)

    @cached_property
    def unmarked(self):
        return "".join(self.parts)

    def found(self, lexemes):
        """The places of the words that belong to `lexemes`, a set."""
        return {place for lexeme in self.places.keys() & lexemes for place in self.places[lexeme]}

    def marked(self, lexemes):
        found = self.found(lexemes)
        if not found:
            return self.unmarked
        parts = self.parts.copy()
        for place in found:
            parts[place] = f"<mark>{parts[place]}</mark>"
        return "".join(parts)

    def count(self, lexemes):
        """How many different words belong to `lexemes`."""
        return len({self.parts[place] for place in self.found(lexemes)})


@dataclass(frozen=True)
class Flag:
    """A guide's pointer into the resource, with all it says of that part."""

    guide: str  # slug of its topic or role
    text: Markable


@dataclass(frozen=True)
class Card:
    title: Markable
    summary: Markable
    flags: list[Flag]
    pieces: list[list[str]]  # around title and summary; without a flag, then with each

    def html(self, lexemes, guides):
        """The card with the words of `lexemes` marked, and the flag that serves best."""
        around = self.pieces[self.place_of_flag(lexemes, guides)]
        return filled(around, (self.title.marked(lexemes), self.summary.marked(lexemes)))

    def place_of_flag(self, lexemes, guides):
        if len(self.flags) < 2:
            return len(self.flags)
        marks = [(flag.guide in guides, flag.text.count(lexemes)) for flag in self.flags]
        return 1 + max(range(len(marks)), key=lambda place: (marks[place], -place))


def cards(page, found, guides):
    """The HTML of each entry of `page`, (key, document) pairs of `found`.

    The flag shown is one of a guide whose slug is in `guides`; else the one that says most of
    the visitor's words; else the first.
    """
    language = found.selection.language
    known = kept.setdefault(found.snapshot.labels, {})
    missing = {key: number for key, number in page if (number, language) not in known}
    if missing:
        if len(known) > MOST_KEPT:
            known = kept[found.snapshot.labels] = {}  # others go on with the one they have
            missing = dict(page)
        for key, card in rendered(missing, found.snapshot.index.postings.surface_forms).items():
            known[missing[key], language] = card
    lexemes = found.text_result.lexemes if found.selection.text else frozenset()
    shown = [known.get((number, language)) for _key, number in page]
    return [card.html(lexemes, guides) for card in shown if card]


def rendered(keys, forms):
    """{key: card} of those resources that have a page.

    Asked for that as well, a database may go through all that have one.
    """
    shown_terms = Prefetch("terms", Term.objects.filter(vocabulary__in=SHOWN_VOCABULARIES))
    resources = Resource.objects.select_related("organization").with_flags()
    loaded = resources.order_by().prefetch_related(shown_terms).in_bulk(list(keys))
    states = {}
    with_page = {key: resource for key, resource in loaded.items() if resource.has_page}
    return {key: card_of(resource, forms, states) for key, resource in with_page.items()}


def card_of(resource, forms, states):
    """`states` keeps rendered link states, of which there are few, from one card to the next."""
    flagged = [r for r in recommendations().of(resource) if r.locator]
    title, summary = resource.title, resource.summary
    dated = resource.link_checked_at or resource.listed_on
    state = (resource.status, resource.link_state, dated)
    if state not in states:
        states[state] = get_template(STATE_TEMPLATE).render({"known": resource})
    context = {
        "resource": resource,
        "title": LocalizedText(GAP, title.language),
        "why": LocalizedText(GAP, summary.language),
        "state": states[state],
        "for_guide": True,
    }
    return Card(
        title=Markable(title, forms),
        summary=Markable(summary, forms),
        flags=[
            Flag(r.guide.term.slug, Markable(f"{r.why_here} {r.locator_detail}", forms))
            for r in flagged
        ],
        pieces=[pieces(TEMPLATE, context | {"recommendation": r}) for r in [None, *flagged]],
    )
