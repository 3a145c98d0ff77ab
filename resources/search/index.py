"""The index in memory: for each word, term, organization and year the documents that have it.

Documents are numbered in the order in which they were added. A changed entry becomes a new
document. The sets of documents that readers may see (`listed`, `closed`) are replaced and never
altered, so a reader that holds them sees one moment while a writer goes on. There may be only one
writer at a time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

import numpy as np
from pyroaring import BitMap

from resources.models.translation import LANGUAGES

from .arrays import Array, GrowingArray, document_numbers
from .documents import Document
from .postings import Postings
from .title_order import TitleKey, TitleOrder

EMPTY = BitMap()
MIN_OBSOLETE_DOCUMENTS = 20_000  # below this number a rebuild never pays


class Index:
    """Sets of documents by what they have. See the module for who may read it while it grows."""

    def __init__(self) -> None:
        self.postings = Postings()
        self.order = {language: TitleOrder() for language in LANGUAGES}
        self.entries = GrowingArray()  # document → key of its resource
        self.organizations = GrowingArray(dtype=np.int32)  # document → key of its organization
        self.documents_by_term: dict[int, BitMap] = defaultdict(BitMap)
        self.documents_by_organization: dict[int, BitMap] = defaultdict(BitMap)
        self.documents_by_year: dict[int, BitMap] = defaultdict(BitMap)  # 0: no year
        self.documents_by_guide_term: dict[int, BitMap] = defaultdict(BitMap)
        self.documents_by_recommendation_count: dict[int, BitMap] = defaultdict(BitMap)
        self.listed = EMPTY
        self.closed = EMPTY
        # The documents that `publish` made visible: the keys of their resources in ascending
        # order, and the documents in the same order.
        self.published_entries: Array = np.empty(0, dtype=np.int64)
        self.published_documents: Array = self.published_entries
        # Changes since then: key of a resource → its document, or None if it was removed.
        self.changed_documents: dict[int, int | None] = {}

    @classmethod
    def build(cls, documents: Iterable[Document]) -> "Index":
        """An index of `documents`."""
        index, listed, closed = cls(), BitMap(), BitMap()
        title_keys: dict[str, list[TitleKey]] = {language: [] for language in LANGUAGES}
        for document in documents:
            number = index.append(document)
            (closed if document.is_closed else listed).add(number)
            for language in LANGUAGES:
                title_keys[language].append(document.title_key(language))
        index.order = {language: TitleOrder(title_keys[language]) for language in LANGUAGES}
        index.publish(listed, closed)
        return index

    def publish(self, listed: BitMap, closed: BitMap) -> None:
        """Let readers see exactly these documents, of which no two are of one resource."""
        self.listed, self.closed = listed, closed
        documents = document_numbers(listed | closed).astype(np.int64)
        order = np.argsort(self.entries.values[documents])
        self.published_documents = documents[order]
        self.published_entries = self.entries.values[self.published_documents]
        self.changed_documents = {}

    @property
    def size(self) -> int:
        return self.entries.size

    def append(self, document: Document) -> int:
        """Add the document, except to the order of titles and to what readers see."""
        number = self.entries.size
        self.postings.append(number, document.texts())
        for term in document.terms:
            self.documents_by_term[term].add(number)
        for guide in document.guides:
            self.documents_by_guide_term[guide].add(number)
        if document.guides:
            self.documents_by_recommendation_count[len(document.guides)].add(number)
        self.documents_by_organization[document.organization].add(number)
        self.documents_by_year[document.year or 0].add(number)
        self.organizations.append(document.organization)
        self.entries.append(document.pk)
        return number

    def replace(self, keys: Collection[int], documents: Iterable[Document]) -> None:
        """Let `documents` be those of the resources `keys`. One without a document is removed."""
        obsolete = BitMap(n for n in map(self.number_of, keys) if n is not None)
        self.changed_documents |= dict.fromkeys(keys)
        listed, closed = self.listed - obsolete, self.closed - obsolete
        for document in documents:
            for language in LANGUAGES:
                self.order[language].append(document.title_key(language))
            number = self.append(document)
            self.changed_documents[document.pk] = number
            (closed if document.is_closed else listed).add(number)
        self.listed, self.closed = listed, closed

    def number_of(self, key: int) -> int | None:
        """The current document of a resource. None if it has none."""
        if key in self.changed_documents:
            return self.changed_documents[key]
        position = int(np.searchsorted(self.published_entries, key))
        entries = self.published_entries
        is_there = position < len(entries) and entries[position] == key
        return int(self.published_documents[position]) if is_there else None

    @property
    def has_many_obsolete_documents(self) -> bool:
        """True if so many documents are out of date that building a new index pays."""
        current = len(self.listed) + len(self.closed)
        return self.size > 2 * current + MIN_OBSOLETE_DOCUMENTS
