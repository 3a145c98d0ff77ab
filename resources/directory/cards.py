"""Cards of resources: rendered once, then filled with marked words and with one of their flags."""

import re
from dataclasses import dataclass
from functools import cached_property
from html import escape
from sys import intern

from django.db.models import Prefetch
from django.template.loader import get_template

from resources.models import LocalizedText, Resource, Term
from resources.models.recommendations import recommendations
from resources.search.analysis import SEARCH_WORD, surface_form
from resources.web.fragments import PLACEHOLDER, FragmentCache, fill, render_parts

WORD_OR_REST = re.compile(f"({SEARCH_WORD.pattern})")
CARD_TEMPLATE = "resources/directory/_resource_card.html"
STATE_TEMPLATE = "resources/_link_state.html"
CARD_VOCABULARIES = ["format", "language"]

# (document, language) → card, for each FacetLabels. A changed entry has another document.
card_cache = FragmentCache(max_entries=10_000)


class MarkableText:
    """A text as HTML, in which the words of a search can be marked.

    `surface_forms` holds the numbers of the lexemes of each surface form.
    """

    def __init__(self, text, surface_forms):
        # Alternately what is between words, and a word.
        self.parts = [intern(escape(part)) for part in WORD_OR_REST.split(str(text))]
        self.positions = {}  # lexeme → positions of its words in `parts`
        for position in range(1, len(self.parts), 2):
            for lexeme in surface_forms.get(surface_form(self.parts[position]), ()):
                self.positions[lexeme] = (*self.positions.get(lexeme, ()), position)

    @cached_property
    def unmarked(self):
        return "".join(self.parts)

    def positions_of(self, lexemes):
        """Positions of the words that belong to a set of `lexemes`."""
        found = self.positions.keys() & lexemes
        return {position for lexeme in found for position in self.positions[lexeme]}

    def marked(self, lexemes):
        positions = self.positions_of(lexemes)
        if not positions:
            return self.unmarked
        parts = self.parts.copy()
        for position in positions:
            parts[position] = f"<mark>{parts[position]}</mark>"
        return "".join(parts)

    def count(self, lexemes):
        """The number of different words that belong to `lexemes`."""
        return len({self.parts[position] for position in self.positions_of(lexemes)})


@dataclass(frozen=True)
class CardFlag:
    """A guide's pointer to a part of the resource, with all texts about that part."""

    guide: str  # slug of its topic or role
    text: MarkableText


@dataclass(frozen=True)
class Card:
    title: MarkableText
    summary: MarkableText
    flags: list[CardFlag]
    fragments: list[list[str]]  # around title and summary: without a flag, then with each flag

    def html(self, lexemes, guides):
        """The card with the words of `lexemes` marked and the most useful flag."""
        fragment = self.fragments[self.best_fragment(lexemes, guides)]
        return fill(fragment, (self.title.marked(lexemes), self.summary.marked(lexemes)))

    def best_fragment(self, lexemes, guides):
        if len(self.flags) < 2:
            return len(self.flags)
        scores = [(flag.guide in guides, flag.text.count(lexemes)) for flag in self.flags]
        return 1 + max(range(len(scores)), key=lambda index: (scores[index], -index))


def render_cards(hits, result, guides):
    """The HTML of each of the `hits`, a page of `result`.

    The flag on a card is one of a guide whose slug is in `guides`, or else the one with most of
    the visitor's words, or else the first.
    """
    language = result.selection.language
    surface_forms = result.snapshot.index.postings.surface_forms
    resource_keys = {(hit.document, language): hit.key for hit in hits}

    def load(missing):
        cards = load_cards([resource_keys[key] for key in missing], surface_forms)
        return {key: cards[resource_keys[key]] for key in missing if resource_keys[key] in cards}

    cards = card_cache.of(result.snapshot.labels).get_many(resource_keys, load)
    lexemes = result.text_result.lexemes if result.selection.text else frozenset()
    return [cards[key].html(lexemes, guides) for key in resource_keys if key in cards]


def load_cards(keys, surface_forms):
    """{key: card} of the resources that have a page.

    The status is compared in Python. With a condition on the status, a database may scan all
    entries that have it.
    """
    shown_terms = Prefetch("terms", Term.objects.filter(vocabulary__in=CARD_VOCABULARIES))
    resources = Resource.objects.select_related("organization").with_flags()
    loaded = resources.order_by().prefetch_related(shown_terms).in_bulk(keys)
    states = {}
    with_page = {key: resource for key, resource in loaded.items() if resource.has_page}
    return {key: make_card(resource, surface_forms, states) for key, resource in with_page.items()}


def make_card(resource, surface_forms, states):
    """`states` shares rendered link states, of which there are few, among the cards."""
    flagged = [r for r in recommendations().visible_for(resource) if r.locator]
    title, summary = resource.title, resource.summary
    dated = resource.link_checked_at or resource.listed_on
    state = (resource.status, resource.link_state, dated)
    if state not in states:
        states[state] = get_template(STATE_TEMPLATE).render({"known": resource})
    context = {
        "resource": resource,
        "title": LocalizedText(PLACEHOLDER, title.language),
        "why": LocalizedText(PLACEHOLDER, summary.language),
        "state": states[state],
        "for_guide": True,
    }
    texts = [(r.guide.term.slug, f"{r.why_here} {r.locator_detail}") for r in flagged]
    return Card(
        title=MarkableText(title, surface_forms),
        summary=MarkableText(summary, surface_forms),
        flags=[CardFlag(guide, MarkableText(text, surface_forms)) for guide, text in texts],
        fragments=[
            render_parts(CARD_TEMPLATE, context | {"recommendation": r}) for r in [None, *flagged]
        ],
    )
