"""Answers a selection from the index: the total, the order, and the number behind each filter."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np
from pyroaring import BitMap

from resources.models import Resource

from .arrays import Array, document_numbers
from .index import EMPTY
from .labels import OrganizationLabel
from .postings import Postings
from .ranking import TextResult
from .selection import ORGANIZATION, Facet, FacetValue, Selection, Sort
from .site_pages import KindOfPages, PageKey, searched_kinds
from .snapshot import Snapshot
from .text_search import TextSearch

ORGANIZATIONS_SHOWN = 20


class Hit(NamedTuple):
    """A resource on a page of results."""

    key: int
    document: int  # its number in the index


def find(selection: Selection, snapshot: Snapshot) -> "SearchResult":
    """The directory's answer. Nothing is computed before it is accessed."""
    return SearchResult(selection, snapshot)


class SearchResult:
    """The answer to a selection. A paginator takes it as a sequence of hits."""

    def __init__(self, selection: Selection, snapshot: Snapshot) -> None:
        self.selection = selection
        self.snapshot = snapshot

    def __len__(self) -> int:
        return len(self.documents)

    def __getitem__(self, page: slice) -> list[Hit]:
        start, stop, _step = page.indices(len(self))
        documents = self.ordered_documents(start, stop)
        keys = self.snapshot.index.entries.values[documents].tolist()
        return list(map(Hit, keys, documents))

    def resources(self, page: slice) -> list[Resource]:
        """The resources of a page, loaded for cards."""
        keys = [hit.key for hit in self[page]]
        loaded = Resource.objects.for_cards().with_flags().in_bulk(keys)
        return [loaded[key] for key in keys if key in loaded]

    @cached_property
    def documents(self) -> BitMap:
        return self.matching_documents(self.selection)

    @cached_property
    def text_result(self) -> TextResult | None:
        """The result of the words without any filter. None without words."""
        if not self.selection.text:
            return None
        snapshot = self.snapshot
        is_known_word = snapshot.site_pages.is_explained
        return self.search_text(
            snapshot.index.postings, snapshot.listed | snapshot.closed, is_known_word
        )

    def search_text(
        self, postings: Postings, known: BitMap, is_known_word: Callable[[str], bool]
    ) -> TextResult:
        search = TextSearch(postings, known, self.snapshot.synonyms, is_known_word)
        return search.run(self.selection.text)

    def site_pages(self, per_kind: int) -> list[KindOfPages]:
        """Our own pages that match the words: at most `per_kind` of each kind."""
        pages = self.snapshot.site_pages
        result = self.search_text(pages.postings, pages.current, self.is_known_on_site)
        best: list[PageKey] = []
        for kind in searched_kinds():
            groups = result.ranked_groups(result.documents & pages.documents_by_kind[kind.slug])
            numbers = islice(chain.from_iterable(groups), per_kind)
            best += [pages.page_keys[number] for number in numbers]
        records = pages.records(best)
        return [
            KindOfPages(kind, found)
            for kind in searched_kinds()
            if (found := [records[k] for k in best if k.kind == kind.slug and k in records])
        ]

    def is_known_on_site(self, word: str) -> bool:
        """True if enough entries have a folded word, or if a page of ours explains it."""
        is_suspected = self.text_result and word in self.text_result.suspected_misspellings
        return not is_suspected or self.snapshot.site_pages.is_explained(word)

    def explanations(self) -> list[Any]:
        """Records that explain words of the search, as the glossary does acronyms."""
        if not self.text_result:
            return []
        pages, query = self.snapshot.site_pages, self.text_result.query
        keys = pages.explaining([*query.words, *chain.from_iterable(query.phrases)])
        records = pages.records(keys)
        return [records[key] for key in keys if key in records]

    def matching_documents(self, selection: Selection, ignoring: str | None = None) -> BitMap:
        """The documents of a selection. `ignoring` names a facet to leave out.

        The text of `selection` must be this search's text, or empty. Closed entries are found
        by words only.
        """
        by_words = self.text_result if selection.text else None
        found = by_words.documents if by_words else self.snapshot.listed
        if selection.within_term:
            found = found & self.snapshot.index.documents_by_term.get(
                selection.within_term.pk, EMPTY
            )
        for facet, values in selection.terms.items():
            if facet != ignoring:
                sets = (self.documents_with_value(facet, value) for value in values)
                found = found & BitMap.union(*sets)
        return found

    def documents_with_value(self, facet: str, value: str) -> BitMap:
        index, labels = self.snapshot.index, self.snapshot.labels
        if facet == ORGANIZATION:
            return index.documents_by_organization.get(labels.organization_keys[value], EMPTY)
        return index.documents_by_term.get(labels.terms[facet][value].pk, EMPTY)

    def count(self, selection: Selection) -> int:
        """The number of resources that another selection would find."""
        return len(self.matching_documents(selection))

    @cached_property
    def facets(self) -> list[Facet]:
        """All facets with values to show, each counted under every selection except its own."""
        found = [self.facet(slug) for slug in self.snapshot.labels.vocabularies]
        return [facet for facet in [*found, self.organizations_facet()] if facet.values]

    def documents_ignoring(self, facet: str) -> BitMap:
        """The documents under every selection except that of `facet`."""
        if facet not in self.selection.terms:
            return self.documents
        return self.matching_documents(self.selection, ignoring=facet)

    def facet(self, slug: str) -> Facet:
        labels, documents_by_term = self.snapshot.labels, self.snapshot.index.documents_by_term
        count_of = self.documents_ignoring(slug).intersection_cardinality
        ticked = self.selection.terms.get(slug, frozenset())
        within = self.selection.within_term and self.selection.within_term.pk
        values = []
        for term_slug, term in labels.terms[slug].items():
            key = term.id
            count = count_of(documents_by_term[key]) if key in documents_by_term else 0
            if (count or term_slug in ticked) and key != within:
                values.append(FacetValue(term_slug, term, count, term_slug in ticked))
        return Facet(slug, values)

    def organizations_facet(self) -> Facet:
        """The organizations with most entries, and all ticked ones."""
        labels, counts = self.snapshot.labels, self.organization_counts()
        ticked = self.selection.terms.get(ORGANIZATION, frozenset())
        chosen = sorted(labels.organization_keys[slug] for slug in ticked)
        shown = dict.fromkeys([*largest_organizations(counts, labels.organizations), *chosen])
        values = []
        for key in shown:
            slug, name = labels.organizations[key]
            count = int(counts[key]) if key < len(counts) else 0
            values.append(FacetValue(slug, name, count, slug in ticked))
        return Facet(ORGANIZATION, values)

    def organization_counts(self) -> Array:
        """The number of documents of each organization, by its key."""
        documents = self.documents_ignoring(ORGANIZATION)
        organizations = self.snapshot.index.organizations.values
        return np.bincount(organizations[document_numbers(documents)])

    def ordered_documents(self, start: int, stop: int) -> list[int]:
        """Numbers of the documents from `start` to `stop`, in the order of the selection."""
        labels = self.snapshot.index.order[self.selection.language].labels.values
        found, preferred = [], self.preferred_groups()
        for group, *bounds in intersecting_slices(self.ranked_groups(), start, stop):
            for subgroup, first, last in intersecting_slices(split(group, preferred), *bounds):
                documents = document_numbers(subgroup)
                found += sorted_slice(documents, labels[documents], first, last)
        return found

    def ranked_groups(self) -> Iterator[BitMap]:
        """The documents in groups, the best first: open before closed, then by points."""
        for part in (self.documents & self.snapshot.listed, self.documents & self.snapshot.closed):
            if self.selection.sort == Sort.RELEVANCE and self.text_result:
                yield from self.text_result.ranked_groups(part)
            else:
                yield part

    def preferred_groups(self) -> list[BitMap]:
        """Sets of documents that precede the rest of a ranked group, in this order.

        Within each of them, and in the rest, documents are in the order of their titles.
        """
        index, sort, within = self.snapshot.index, self.selection.sort, self.selection.within_term
        if sort == Sort.NEWEST:
            return [
                index.documents_by_year[year]
                for year in sorted(index.documents_by_year, reverse=True)
                if year
            ]
        if sort == Sort.RECOMMENDED and within:
            return [index.documents_by_guide_term.get(within.pk, EMPTY)]
        if sort in (Sort.RECOMMENDED, Sort.RELEVANCE):
            times = index.documents_by_recommendation_count
            return [times[count] for count in sorted(times, reverse=True)]
        return []


def intersecting_slices(
    sets: Iterable[BitMap], start: int, stop: int
) -> Iterator[tuple[BitMap, int, int]]:
    """(set, start, stop) of each of the `sets` that reaches into the slice `start` to `stop`.

    The slice counts over all the sets in their order. The numbers yielded count within each set.
    """
    seen = 0
    for documents in sets:
        size = len(documents)
        if size and start < seen + size:
            yield documents, max(start - seen, 0), min(stop - seen, size)
        seen += size
        if stop <= seen:
            break


def split(documents: BitMap, groups: Iterable[BitMap]) -> Iterator[BitMap]:
    """The documents that are in the first of `groups`, those only in the next, …, the rest."""
    for group in groups:
        if shared := documents & group:
            yield shared
            documents = documents - shared
    yield documents


def largest_organizations(counts: Array, organizations: dict[int, OrganizationLabel]) -> list[int]:
    """Keys of the `organizations` with the highest counts, at ties the lower key first."""
    keys = np.flatnonzero(counts)
    # One number holds both: the count in the upper 32 bits, minus the key. At equal counts, the
    # lower key ranks higher.
    ranks = counts[keys] * (1 << 32) - keys
    examined = 2 * ORGANIZATIONS_SHOWN
    while True:
        top = ranks if examined >= len(keys) else -np.partition(-ranks, examined)[:examined]
        best = (-np.sort(top)[::-1] % (1 << 32)).tolist()
        found = [key for key in best if key in organizations]
        if len(found) >= ORGANIZATIONS_SHOWN or examined >= len(keys):
            return found[:ORGANIZATIONS_SHOWN]
        examined *= 4  # many of them have no page of their own


def sorted_slice(documents: Array, labels: Array, start: int, stop: int) -> list[int]:
    """Of `documents`, those from `start` to `stop` in the order of their labels."""
    if stop < len(documents):
        nearest = np.argpartition(labels, stop - 1)[:stop]
        documents, labels = documents[nearest], labels[nearest]
    return documents[np.argsort(labels)][start:stop].tolist()
