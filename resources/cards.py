"""Entries as a list shows them: rendered once; then their words are marked, their flag chosen."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from django.db.models import Prefetch
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString

from resources.catalogue.words import WORD, form
from resources.models import Resource, Term, Text

TITLE, SUMMARY = "\x02", "\x03"  # stand for these texts in a rendered card; no text holds them
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
    html: list[str]  # without a flag, then with each of the flags


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
        "title": Text(TITLE, title.language),
        "why": Text(SUMMARY, summary.language),
        "state": states[state],
        "for_guide": True,
    }
    template = get_template(TEMPLATE)
    return Card(
        title=title,
        summary=summary,
        flags=[Flag(r.guide.term.slug, f"{r.why_here} {r.locator_detail}") for r in flagged],
        html=[template.render(context | {"recommendation": r}) for r in [None, *flagged]],
    )


def finished(card, marker, guides):
    html = card.html[flag_for(card, marker, guides)]
    title, summary = marker.marked(card.title), marker.marked(card.summary)
    return SafeString(html.replace(TITLE, title).replace(SUMMARY, summary))


def flag_for(card, marker, guides):
    """The place in `card.html` of the card with the right flag."""
    if len(card.flags) < 2:
        return len(card.flags)
    marks = [(flag.guide in guides, marker.count(flag.text)) for flag in card.flags]
    return 1 + max(range(len(marks)), key=lambda place: (marks[place], -place))


class Marker:
    """Marks in a text the words by which an entry was found."""

    def __init__(self, found):
        self.lexemes = found.matches.lexemes if found.selection.text else frozenset()
        self.texts = found.view.index.texts
        self.memory = {}

    def is_meant(self, word):
        """Whether a word as written is one that was searched for."""
        if word not in self.memory:
            lexemes = self.texts.forms.get(form(word), ())
            self.memory[word] = not self.lexemes.isdisjoint(lexemes)
        return self.memory[word]

    def marked(self, text):
        """The text as HTML, the words that were searched for in `mark` elements."""
        if not self.lexemes:
            return escape(text)
        pieces, end, memory = [], 0, self.memory
        for match in WORD.finditer(text):
            is_meant = memory.get(match[0])
            if is_meant or (is_meant is None and self.is_meant(match[0])):
                pieces += [escape(text[end : match.start()]), f"<mark>{match[0]}</mark>"]
                end = match.end()
        return "".join([*pieces, escape(text[end:])])

    def count(self, text):
        """How many words of `text` were searched for."""
        return sum(map(self.is_meant, WORD.findall(text))) if self.lexemes else 0
