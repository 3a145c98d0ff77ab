"""Computes the right answer by brute force over the entries, from the documented rules alone.

It shares with the search only how a text is split into words.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from . import entries
from .oracle_words import Words

PER_PAGE = 20
ORGANIZATIONS_SHOWN = 20


@dataclass
class Answer:
    order: list[int]  # keys of the resources
    facets: dict[str, list[tuple[str, int, bool]]]  # (value, count, whether it is ticked)
    dropped: tuple[str, ...]
    corrected: dict[str, str]  # without accents


class Oracle:
    """Answers for the database as it was when the oracle was made. `before` adds older words."""

    def __init__(self, before=None):
        self.facts = entries.read(before.facts.forms if before else {})
        self.words = Words(self.facts)
        self.texts = {}

    @cached_property
    def values_of(self):
        """{key: {facet: its values}}."""
        return {
            entry.key: {
                facet: {slug for slug, term in terms.items() if term in entry.terms}
                for facet, terms in self.facts.vocabularies
            }
            | {"organization": {self.facts.organizations.get(entry.organization)} - {None}}
            for entry in self.facts.entries.values()
        }

    def answer(self, selection):
        points, dropped, corrected = self.found_by_words(selection.text)
        within = selection.within_term.pk if selection.within_term else None
        candidates = [self.facts.entries[k] for k in points]
        candidates = [e for e in candidates if within is None or within in e.terms]
        failing = {e.key: self.failing(e, selection.terms) for e in candidates}
        found = [entry for entry in candidates if not failing[entry.key]]
        return Answer(
            order=[e.key for e in sorted(found, key=lambda e: self.rank(e, selection, points))],
            facets=dict(self.facets(failing, selection)),
            dropped=dropped,
            corrected=corrected,
        )

    def found_by_words(self, text):
        if not text:
            return {e.key: 0 for e in self.facts.entries.values() if not e.is_closed}, (), {}
        if text not in self.texts:
            self.texts[text] = self.words.find(text)
        return self.texts[text]

    def failing(self, entry, terms):
        """The facets whose ticked values the entry has none of."""
        values = self.values_of[entry.key]
        return {facet for facet, ticked in terms.items() if values[facet].isdisjoint(ticked)}

    def rank(self, entry, selection, points):
        """The sorting key of an entry: lower keys come first."""
        within = selection.within_term
        goodness = {
            "relevance": (points[entry.key], min(len(entry.guides), 99)),
            "recommended": within.pk in entry.guides if within else len(entry.guides),
            "newest": entry.year,
            "title": 0,
        }[selection.sort]
        goodness = goodness if isinstance(goodness, tuple) else (goodness,)
        title = entry.titles[selection.language]
        return entry.is_closed, *(-number for number in goodness), title, entry.key

    def facets(self, failing, selection):
        """(facet, its values with their counts), each counted without its own ticks."""
        within = selection.within_term
        for facet, terms in self.facts.vocabularies:
            counts = self.counts(facet, failing)
            ticked = selection.terms.get(facet, ())
            shown = [
                (slug, counts[slug], slug in ticked)
                for slug, key in terms.items()
                if (counts[slug] or slug in ticked) and not (within and key == within.pk)
            ]
            if shown:
                yield facet, shown
        if shown := list(self.organizations(failing, selection)):
            yield "organization", shown

    def counts(self, facet, failing):
        return Counter(
            value
            for key, facets in failing.items()
            if facets <= {facet}
            for value in self.values_of[key][facet]
        )

    def organizations(self, failing, selection):
        """The twenty with most entries, the first made first; then the others that are ticked."""
        counts = self.counts("organization", failing)
        ticked = selection.terms.get("organization", ())
        names = [slug for _key, slug in sorted(self.facts.organizations.items())]
        first = sorted((slug for slug in names if counts[slug]), key=lambda slug: -counts[slug])
        first = first[:ORGANIZATIONS_SHOWN]
        for slug in [*first, *(s for s in names if s in ticked and s not in first)]:
            yield slug, counts[slug], slug in ticked


def check(found, expected, rng):
    """Compare the search's answer with the oracle's: the total, counts, order and pages."""
    what = found.selection
    assert len(found) == len(expected.order), what
    assert [key for key, _number in found[:]] == expected.order, what
    for start in [*range(0, len(found) + 1, PER_PAGE), rng.randrange(200)]:
        page = slice(start, start + PER_PAGE)
        assert [key for key, _number in found[page]] == expected.order[page], (what, page)
    facets = {f.slug: [(v.slug, v.count, v.is_selected) for v in f.values] for f in found.facets}
    assert facets == expected.facets, what
    assert list(facets) == list(expected.facets), what
