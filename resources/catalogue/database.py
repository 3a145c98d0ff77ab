"""Answers a selection from the database, counting in memory.

One seam: pages, counts and text all come from `find`. It reads the published entries' terms in
one query, whatever is selected, and counts with sets.
"""

from collections import defaultdict
from functools import cached_property

from django.db.models import Count, F, Q

from resources.models import Resource, Vocabulary

from .selection import Facet, FacetValue, Sort
from .words import begins_each, words


def find(selection, vocabularies=None):
    """What the directory answers: total, entries in order, facets. Reads nothing until asked."""
    return Found(selection, Vocabulary.objects.facets() if vocabularies is None else vocabularies)


class Found:
    """The answer to a selection: a sequence of resources for a paginator, loaded for cards."""

    def __init__(self, selection, vocabularies):
        self.selection = selection
        self.vocabularies = vocabularies

    def __len__(self):
        return len(self.matches)

    def __getitem__(self, page):
        keys = self.ordered_keys[page]
        loaded = Resource.objects.for_cards().with_flags().in_bulk(keys)
        return [loaded[key] for key in keys]

    @cached_property
    def matches(self):
        return self.matching(self.selection)

    @cached_property
    def facets(self):
        """Each facet, counted with every selection applied except its own."""
        return [facet for v in self.vocabularies if (facet := self.facet(v)).values]

    def facet(self, vocabulary):
        others = self.matching(self.selection, ignoring=vocabulary.slug)
        ticked = self.selection.terms.get(vocabulary.slug, ())
        values = [
            FacetValue(
                slug=term.slug,
                label=term.label,
                count=len(others & self.keys_by_term[vocabulary.slug, term.slug]),
                is_selected=term.slug in ticked,
            )
            for term in vocabulary.terms.all()
            if term != self.selection.within
        ]
        values = [value for value in values if value.count or value.is_selected]
        return Facet(slug=vocabulary.slug, name=vocabulary.name, values=values)

    def matching(self, selection, ignoring=None):
        """Keys of the published resources that match; `ignoring` leaves one vocabulary out.

        The text of `selection` is the one that was asked for, or none.
        """
        keys = self.with_text if selection.text else self.published
        if selection.within:
            keys = keys & self.keys_by_term[selection.within.vocabulary_id, selection.within.slug]
        for vocabulary, slugs in selection.terms.items():
            if vocabulary != ignoring:
                keys = keys & set().union(*(self.keys_by_term[vocabulary, s] for s in slugs))
        return keys

    def count(self, selection):
        """How many resources another selection would find."""
        return len(self.matching(selection))

    @cached_property
    def with_text(self):
        """Keys of the published resources that have all the words; no words find nothing."""
        sought = words(self.selection.text)
        if not sought:
            return set()
        return {key for key, found in self.words_by_key.items() if begins_each(sought, found)}

    @cached_property
    def published(self):
        return set(Resource.objects.published().values_list("pk", flat=True))

    @cached_property
    def keys_by_term(self):
        keys = defaultdict(set)
        pairs = Resource.terms.through.objects.filter(resource__in=Resource.objects.published())
        for vocabulary, slug, key in pairs.values_list(
            "term__vocabulary", "term__slug", "resource_id"
        ):
            keys[vocabulary, slug].add(key)
        return keys

    @cached_property
    def words_by_key(self):
        texts = Resource.objects.published().values_list(
            "pk", "title_en", "title_es", "summary_en", "summary_es", "organization__name"
        )
        return {key: set(words(" ".join(rest))) for key, *rest in texts}

    @cached_property
    def ordered_keys(self):
        """Keys of the matches, in the order of the selection."""
        keys = [key for key in self.in_order() if key in self.matches]
        if self.selection.sort == Sort.RELEVANCE:
            keys.sort(key=self.has_no_title_match)
        return keys

    def in_order(self):
        """Keys of all published resources; A to Z decides between equals."""
        within = self.selection.within
        here = Q(recommendations__guide__term=within) if within else None
        resources = Resource.objects.published().alias(
            times_recommended=Count("recommendations", filter=here)
        )
        after = {Sort.TITLE: [], Sort.NEWEST: [F("year").desc(nulls_last=True)]}
        resources = resources.by_title(
            self.selection.language, after=after.get(self.selection.sort, ["-times_recommended"])
        )
        return resources.values_list("pk", flat=True)

    def has_no_title_match(self, key):
        return not begins_each(words(self.selection.text), self.title_words[key])

    @cached_property
    def title_words(self):
        titles = Resource.objects.published().values_list("pk", "title_en", "title_es")
        return {key: set(words(f"{english} {spanish}")) for key, english, spanish in titles}
