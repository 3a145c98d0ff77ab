"""Answers a selection from the index: how many, in which order, and how many behind each filter."""

from functools import cached_property
from itertools import chain, islice

import numpy as np
from pyroaring import BitMap

from resources.models import Resource

from .index import NONE
from .ranking import Search, numbers
from .selection import ORGANIZATION, Facet, FacetValue, Sort
from .site_pages import searched_kinds

ORGANIZATIONS_SHOWN = 20


def find(selection, view):
    """The directory's answer: total, documents in order, facets. It works only when asked."""
    return Found(selection, view)


class Found:
    """The answer to a selection: a sequence of documents' numbers, for a paginator."""

    def __init__(self, selection, view):
        self.selection = selection
        self.view = view

    def __len__(self):
        return len(self.documents)

    def __getitem__(self, page):
        """Keys of the resources on a page, each with its document's number."""
        start, stop, _step = page.indices(len(self))
        documents = self.in_order(start, stop)
        return list(zip(self.view.index.entries.values[documents].tolist(), documents, strict=True))

    def resources(self, page):
        """The resources of a page, loaded for cards."""
        keys = [key for key, _number in self[page]]
        loaded = Resource.objects.for_cards().with_flags().in_bulk(keys)
        return [loaded[key] for key in keys if key in loaded]

    @cached_property
    def documents(self):
        return self.matching(self.selection)

    @cached_property
    def matches(self):
        """What the words find, with no filter applied; None without words."""
        if not self.selection.text:
            return None
        is_understood = self.view.names.companions.is_understood
        return self.searched(self.view.index, self.view.listed | self.view.closed, is_understood)

    def searched(self, index, known, is_understood):
        search = Search(index, known, self.view.names.synonyms, is_understood)
        return search.matches(self.selection.text)

    def companions(self, per_kind):
        """Our own pages that have the words: {kind of entry: records}, best first."""
        companions = self.view.names.companions
        matches = self.searched(companions, companions.known, self.is_understood_by_companions)
        shown = []
        for kind in searched_kinds():
            tiers = matches.tiers(matches.documents & companions.of_kind[kind.slug])
            best = islice(chain.from_iterable(tiers), per_kind)
            shown += [companions.entries[number] for number in best]
        records = companions.records(shown)
        return {
            kind: found
            for kind in searched_kinds()
            if (found := [records[e] for e in shown if e[0] == kind.slug and e in records])
        }

    def is_understood_by_companions(self, word):
        """Whether a folded word is right: entries enough have it, or a page of ours explains it."""
        is_explained = self.view.names.companions.is_understood
        return word not in self.matches.doubted or is_explained(word)

    def explained(self):
        """Records that explain words of the search, as the glossary does acronyms."""
        companions = self.view.names.companions
        query = self.matches.query
        entries = companions.explaining([*query.words, *(w for p in query.phrases for w in p)])
        records = companions.records(entries)
        return [records[entry] for entry in entries if entry in records]

    def matching(self, selection, ignoring=None):
        """The documents of a selection; `ignoring` leaves one facet out.

        The text of `selection` is the one that was asked for, or none. Only words find what
        is closed.
        """
        found = self.matches.documents if selection.text else self.view.listed
        if selection.within:
            found = found & self.view.index.with_term.get(selection.within.pk, NONE)
        for facet, values in selection.terms.items():
            if facet != ignoring:
                found = found & BitMap.union(*(self.having(facet, value) for value in values))
        return found

    def having(self, facet, value):
        if facet == ORGANIZATION:
            key = self.view.names.organization_keys[value]
            return self.view.index.of_organization.get(key, NONE)
        return self.view.index.with_term.get(self.view.names.terms[facet][value].pk, NONE)

    def count(self, selection):
        """How many resources another selection would find."""
        return len(self.matching(selection))

    @cached_property
    def facets(self):
        """Each facet that leads somewhere, counted with every selection applied except its own."""
        found = [self.facet(slug) for slug in self.view.names.vocabularies]
        return [facet for facet in [*found, self.organizations_facet()] if facet.values]

    def others(self, facet):
        """The documents under every selection except that of `facet`."""
        if facet not in self.selection.terms:
            return self.documents
        return self.matching(self.selection, ignoring=facet)

    def facet(self, slug):
        names, with_term = self.view.names, self.view.index.with_term
        count_of = self.others(slug).intersection_cardinality
        ticked = self.selection.terms.get(slug, ())
        within = self.selection.within and self.selection.within.pk
        values = []
        for term_slug, term in names.terms[slug].items():
            key = term.id
            count = count_of(with_term[key]) if key in with_term else 0
            if (count or term_slug in ticked) and key != within:
                values.append(FacetValue(term_slug, term, count, term_slug in ticked))
        return Facet(slug, values)

    def organizations_facet(self):
        """The organizations with most entries, and every ticked one."""
        names, counts = self.view.names, self.organization_counts()
        ticked = self.selection.terms.get(ORGANIZATION, frozenset())
        chosen = sorted(names.organization_keys[slug] for slug in ticked)
        shown = dict.fromkeys([*most(counts, names.organizations), *chosen])
        values = []
        for key in shown:
            slug, name = names.organizations[key]
            count = int(counts[key]) if key < len(counts) else 0
            values.append(FacetValue(slug, name, count, slug in ticked))
        return Facet(ORGANIZATION, values)

    def organization_counts(self):
        """How many documents each organization has, by its key."""
        index, others = self.view.index, self.others(ORGANIZATION)
        return np.bincount(index.organizations.values[numbers(others)])

    def in_order(self, start, stop):
        """Numbers of the documents from `start` to `stop`, in the order of the selection."""
        labels = self.view.index.order[self.selection.language].labels.values
        found, groups = [], self.groups()
        for tier, *part in parts(self.tiers(), start, stop):
            for group, *few in parts(split(tier, groups), *part):
                documents = numbers(group)
                found += first(documents, labels[documents], *few)
        return found

    def tiers(self):
        """The documents in sets, the best first: open before closed, then by points."""
        for part in (self.documents & self.view.listed, self.documents & self.view.closed):
            if self.selection.sort == Sort.RELEVANCE:
                yield from self.matches.tiers(part)
            else:
                yield part

    def groups(self):
        """Sets that come before the rest of a tier, in this order; in each, A to Z decides."""
        index, sort, within = self.view.index, self.selection.sort, self.selection.within
        if sort == Sort.NEWEST:
            return [index.of_year[year] for year in sorted(index.of_year, reverse=True) if year]
        if sort == Sort.RECOMMENDED and within:
            return [index.recommended_by.get(within.pk, NONE)]
        if sort in (Sort.RECOMMENDED, Sort.RELEVANCE):
            times = index.times_recommended
            return [times[count] for count in sorted(times, reverse=True)]
        return []


def parts(sets, start, stop):
    """Each of the `sets` that reaches into `start` to `stop`, and from where to where within it.

    Both count over all the sets, in their order.
    """
    seen = 0
    for documents in sets:
        size = len(documents)
        if size and start < seen + size:
            yield documents, max(start - seen, 0), min(stop - seen, size)
        seen += size
        if stop <= seen:
            break


def split(documents, groups):
    """What each of the `groups` has of the documents that those before it left; then the rest."""
    for group in groups:
        if shared := documents & group:
            yield shared
            documents = documents - shared
    yield documents


def most(counts, organizations):
    """Keys of those `organizations` that have most; the one made first at ties."""
    keys = np.flatnonzero(counts)
    ranks = counts[keys] * (1 << 32) - keys
    looked_at = 2 * ORGANIZATIONS_SHOWN
    while True:
        some = ranks if looked_at >= len(keys) else -np.partition(-ranks, looked_at)[:looked_at]
        # A rank is a count in its upper half, less the key: the smaller key ranks higher.
        best = (-np.sort(some)[::-1] % (1 << 32)).tolist()
        found = [key for key in best if key in organizations]
        if len(found) >= ORGANIZATIONS_SHOWN or looked_at >= len(keys):
            return found[:ORGANIZATIONS_SHOWN]
        looked_at *= 4  # many have no page of their own


def first(documents, labels, start, stop):
    """Of `documents`, those from `start` to `stop` in the order of their labels."""
    if stop < len(documents):
        nearest = np.argpartition(labels, stop - 1)[:stop]
        documents, labels = documents[nearest], labels[nearest]
    return documents[np.argsort(labels)][start:stop].tolist()
