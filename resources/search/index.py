"""The catalogue in memory: for every word, term, organization and year the documents that have it.

Documents are numbered in the order they were put in. A changed entry becomes a new document; the
sets of documents a reader may see (`listed`, `closed`) are replaced, never altered. So whoever
took them sees the catalogue of that moment while a writer goes on. One writer at a time.
"""

from collections import defaultdict

import numpy as np
from pyroaring import BitMap

from .arrays import Column
from .postings import LANGUAGES, Texts
from .title_order import TitleOrder

NONE = BitMap()
SPARE_DOCUMENTS = 20_000


class Index:
    """Sets of documents by what they have. See the module for who may read it while it grows."""

    def __init__(self):
        self.texts = Texts()
        self.order = {language: TitleOrder() for language in LANGUAGES}
        self.entries = Column()  # document → key of its resource
        self.organizations = Column(dtype=np.int32)  # document → key of its organization
        self.with_term = defaultdict(BitMap)
        self.of_organization = defaultdict(BitMap)
        self.of_year = defaultdict(BitMap)  # 0: no year
        self.recommended_by = defaultdict(BitMap)  # term of the guide → documents
        self.times_recommended = defaultdict(BitMap)  # how many times → documents
        self.listed = NONE
        self.closed = NONE
        self.first_entries = self.first_documents = np.empty(0, dtype=np.int64)
        self.later = {}  # key of a resource → its document, for those put in since; None: taken out

    @classmethod
    def of(cls, documents):
        """An index of `documents`."""
        index, listed, closed = cls(), BitMap(), BitMap()
        places = {language: [] for language in LANGUAGES}
        for document in documents:
            number = index.append(document)
            (closed if document.is_closed else listed).add(number)
            for language in LANGUAGES:
                places[language].append(document.place(language))
        index.order = {language: TitleOrder(places[language]) for language in LANGUAGES}
        index.show(listed, closed)
        return index

    def show(self, listed, closed):
        """Let readers see these documents, no two of one resource, and none before them."""
        self.listed, self.closed = listed, closed
        documents = np.array((listed | closed).to_array(), dtype=np.int64)
        order = np.argsort(self.entries.values[documents])
        self.first_documents = documents[order]
        self.first_entries = self.entries.values[self.first_documents]
        self.later = {}

    @property
    def size(self):
        return self.entries.size

    def append(self, document):
        """Put the document in, everywhere but in its place from A to Z and in what readers see."""
        number = self.entries.size
        self.texts.append(number, document.texts())
        for term in document.terms:
            self.with_term[term].add(number)
        for guide in document.guides:
            self.recommended_by[guide].add(number)
        if document.guides:
            self.times_recommended[len(document.guides)].add(number)
        self.of_organization[document.organization].add(number)
        self.of_year[document.year or 0].add(number)
        self.organizations.append(document.organization)
        self.entries.append(document.pk)
        return number

    def replace(self, keys, documents):
        """Let `documents` stand for the resources with these `keys`; those without one are gone."""
        gone = BitMap(n for n in map(self.number_of, keys) if n is not None)
        self.later |= dict.fromkeys(keys)
        listed, closed = self.listed - gone, self.closed - gone
        for document in documents:
            for language in LANGUAGES:
                self.order[language].append(document.place(language))
            number = self.append(document)
            self.later[document.pk] = number
            (closed if document.is_closed else listed).add(number)
        self.listed, self.closed = listed, closed

    def number_of(self, key):
        """The document that stands for a resource now; None if none does."""
        if key in self.later:
            return self.later[key]
        place = int(np.searchsorted(self.first_entries, key))
        is_there = place < len(self.first_entries) and self.first_entries[place] == key
        return int(self.first_documents[place]) if is_there else None

    @property
    def is_worn_out(self):
        """Whether there are so many documents of the past that a new index pays."""
        return self.size > 2 * (len(self.listed) + len(self.closed)) + SPARE_DOCUMENTS
