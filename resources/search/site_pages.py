"""Our own pages among the results: guides, examples, organizations, words of the glossary.

Apps register what they have (`register`), so that the catalogue need not know them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from pyroaring import BitMap

from resources.batches import batches

from .analysis import words
from .documents import BATCH
from .postings import Texts

MOST_LOADED = 2_000
SPARE_DOCUMENTS = 2_000


@dataclass(frozen=True)
class Source:
    """Records of one kind that a search also finds.

    `records` gives the queryset of those with a public page, loaded for a link. `texts` gives a
    record's (field, language, text). `title` and `subtitle` are what a link shows of a record, and
    `counted` says in words how many there are. `names` gives phrases a visitor may type that this
    record explains; a word that is such a phrase is never taken for a misspelling.
    """

    kind: str  # as in the change journal
    label: str
    records: Callable[[], QuerySet]
    texts: Callable[[object], Iterable]
    title: Callable[[object], str]
    counted: Callable[[int], str]
    subtitle: Callable[[object], str] = lambda record: ""
    names: Callable[[object], Iterable[str]] = lambda record: ()
    shows: frozenset[str] = frozenset()  # other kinds whose changes may change any of these


sources = {}


def register(source):
    """Let searches find the records of `source`, in the order of registration."""
    sources[source.kind] = source


class Companions:
    """An index of all registered records. Like the catalogue's, it grows, and readers of before
    see what they saw: `known` is replaced, never altered.
    """

    def __init__(self):
        self.texts = Texts()
        self.entries = []  # document → (kind, key)
        self.number_of = {}  # (kind, key) → document
        self.of_kind = defaultdict(BitMap)
        self.explained_by = {}  # folded words of a phrase → [(kind, key)]
        self.known = BitMap()
        self.loaded = {}  # document → record, for those shown lately
        for kind in sources:
            self.put(kind, sources[kind].records())

    def put(self, kind, records):
        source, added = sources[kind], []
        for record in records.iterator(chunk_size=2_000):
            entry = kind, str(record.pk)
            number = self.number_of[entry] = len(self.entries)
            self.texts.append(number, source.texts(record))
            self.entries.append(entry)
            added.append(number)
            for phrase in source.names(record):
                if folded := tuple(words(phrase)):
                    self.explained_by.setdefault(folded, []).append(entry)
        self.of_kind[kind].update(added)
        self.known = self.known | BitMap(added)

    def is_understood(self, word):
        """Whether some record explains a folded word."""
        return (word,) in self.explained_by

    @property
    def is_worn_out(self):
        """Whether there are so many documents of the past that a new index pays."""
        return len(self.entries) > 2 * len(self.known) + SPARE_DOCUMENTS

    def take_out(self, entries):
        gone = {entry: self.number_of.pop(entry) for entry in entries if entry in self.number_of}
        if not gone:
            return
        self.known = self.known - BitMap(gone.values())
        left = {
            phrase: [entry for entry in explaining if entry not in gone]
            for phrase, explaining in self.explained_by.items()
        }
        self.explained_by = {phrase: entries for phrase, entries in left.items() if entries}

    def update(self, changed):
        """Read again the records named in `changed`, (kind, key) pairs, and what shows them."""
        kinds = {kind for kind, _key in changed}
        for kind, source in sources.items():
            if kinds & source.shows:
                self.take_out([entry for entry in self.number_of if entry[0] == kind])
                self.put(kind, source.records())
                continue
            keys = sorted(key for changed_kind, key in changed if changed_kind == kind)
            self.take_out([(kind, key) for key in keys])
            for some in batches(keys, BATCH):
                self.put(kind, source.records().filter(pk__in=some))

    def explaining(self, sought):
        """The entries that explain a run of the words `sought` (lowered), the longest run first."""
        folded = [word for lowered in sought for word in words(lowered)]
        runs = [
            tuple(folded[start:stop])
            for start in range(len(folded))
            for stop in range(len(folded), start, -1)
        ]
        runs.sort(key=len, reverse=True)
        found = [entry for run in runs for entry in self.explained_by.get(run, ())]
        return list(dict.fromkeys(found))

    def records(self, entries):
        """{(kind, key): record} for those of `entries` that still have a page.

        They are kept by document: one that was read before a change is never shown after it.
        """
        known = ((entry, self.number_of.get(entry)) for entry in entries)
        numbers = {entry: number for entry, number in known if number is not None}
        loaded = self.loaded  # another thread may begin a new one meanwhile
        for kind, source in sources.items():
            missing = {e[1]: n for e, n in numbers.items() if e[0] == kind and n not in loaded}
            if missing:
                for record in source.records().filter(pk__in=missing):
                    loaded[missing[str(record.pk)]] = record
        if len(loaded) > MOST_LOADED:
            self.loaded = {}
        return {entry: loaded[n] for entry, n in numbers.items() if n in loaded}
