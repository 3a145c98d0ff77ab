"""Our own pages among the results: guides, examples, organizations, words of the glossary.

Each kind of entry declares what a search finds of it (resources/entry_kinds.py).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple, Protocol, cast

from django.db.models import QuerySet
from pyroaring import BitMap

from resources.batches import batches
from resources.entry_kinds import SearchOptions, kinds
from resources.journal.reader import ChangedEntry

from .analysis import folded_words
from .documents import DOCUMENTS_PER_QUERY
from .postings import Postings

MAX_CACHED_RECORDS = 2_000
MIN_OBSOLETE_PAGES = 2_000  # below this number a rebuild never pays


class SearchedKind(Protocol):
    """A kind of entry that a search finds."""

    slug: str
    search: SearchOptions
    with_page: Callable[[], QuerySet[Any]]


class PageKey(NamedTuple):
    """An entry as the change journal names it: its kind and its primary key as text."""

    kind: str
    key: str


class KindOfPages(NamedTuple):
    """The pages of one kind that a search finds, the best match first."""

    kind: SearchedKind
    records: list[Any]


def searched_kinds() -> list[SearchedKind]:
    """The kinds of entries that a search finds in addition to resources, in order of the page."""
    searched = cast(list[SearchedKind], [kind for kind in kinds.values() if kind.search])
    return sorted(searched, key=lambda kind: kind.search.order)


class SitePages:
    """An index of the pages of all searched kinds.

    Like the index of resources it only grows. `current` is replaced and never altered, so readers
    that hold it continue to see one moment.
    """

    def __init__(self) -> None:
        self.postings = Postings()
        self.page_keys: list[PageKey] = []  # document → its page
        self.documents: dict[PageKey, int] = {}
        self.documents_by_kind: dict[str, BitMap] = defaultdict(BitMap)
        self.pages_by_phrase: dict[tuple[str, ...], list[PageKey]] = {}  # folded words of a phrase
        self.current = BitMap()  # documents that are up to date
        self.cached_records: dict[int, Any] = {}  # by document, of pages shown recently
        for kind in searched_kinds():
            self.add(kind, kind.with_page())

    def add(self, kind: SearchedKind, records: QuerySet[Any]) -> None:
        added = []
        for record in records.iterator(chunk_size=2_000):
            page_key = PageKey(kind.slug, str(record.pk))
            number = self.documents[page_key] = len(self.page_keys)
            self.postings.append(number, kind.search.texts(record))
            self.page_keys.append(page_key)
            added.append(number)
            for phrase in kind.search.phrases(record):
                if folded := tuple(folded_words(phrase)):
                    self.pages_by_phrase.setdefault(folded, []).append(page_key)
        self.documents_by_kind[kind.slug].update(added)
        self.current = self.current | BitMap(added)

    def is_explained(self, word: str) -> bool:
        """True if a page explains a folded word."""
        return (word,) in self.pages_by_phrase

    @property
    def has_many_obsolete_documents(self) -> bool:
        """True if so many documents are out of date that building a new index pays."""
        return len(self.page_keys) > 2 * len(self.current) + MIN_OBSOLETE_PAGES

    def remove(self, page_keys: Iterable[PageKey]) -> None:
        removed = {key: self.documents.pop(key) for key in page_keys if key in self.documents}
        if not removed:
            return
        self.current = self.current - BitMap(removed.values())
        left = {
            phrase: [key for key in explaining if key not in removed]
            for phrase, explaining in self.pages_by_phrase.items()
        }
        self.pages_by_phrase = {phrase: found for phrase, found in left.items() if found}

    def update(self, changed: Collection[ChangedEntry]) -> None:
        """Read again the pages in `changed`, and those that show one of them."""
        changed_slugs = {slug for slug, _key in changed}
        for kind in searched_kinds():
            if changed_slugs & kind.search.shown_kinds:
                self.remove([page_key for page_key in self.documents if page_key.kind == kind.slug])
                self.add(kind, kind.with_page())
                continue
            keys = sorted(key for slug, key in changed if slug == kind.slug)
            self.remove([PageKey(kind.slug, key) for key in keys])
            for batch in batches(keys, DOCUMENTS_PER_QUERY):
                self.add(kind, kind.with_page().filter(pk__in=batch))

    def explaining(self, words: Iterable[str]) -> list[PageKey]:
        """The pages that explain a run of the normalized `words`, the longest run first."""
        folded = [part for word in words for part in folded_words(word)]
        runs = [
            tuple(folded[start:stop])
            for start in range(len(folded))
            for stop in range(len(folded), start, -1)
        ]
        runs.sort(key=len, reverse=True)
        found = [page_key for run in runs for page_key in self.pages_by_phrase.get(run, ())]
        return list(dict.fromkeys(found))

    def records(self, page_keys: Iterable[PageKey]) -> dict[PageKey, Any]:
        """The records of those pages that still exist.

        They are cached by document, and a changed record has another document. So a record that
        was read before a change is never shown after it.
        """
        known = ((page_key, self.documents.get(page_key)) for page_key in page_keys)
        numbers = {page_key: number for page_key, number in known if number is not None}
        cached = self.cached_records  # another thread may replace it meanwhile
        for kind in searched_kinds():
            missing = {
                page_key.key: number
                for page_key, number in numbers.items()
                if page_key.kind == kind.slug and number not in cached
            }
            if missing:
                for record in kind.with_page().filter(pk__in=missing):
                    cached[missing[str(record.pk)]] = record
        if len(cached) > MAX_CACHED_RECORDS:
            self.cached_records = {}
        return {page_key: cached[n] for page_key, n in numbers.items() if n in cached}
