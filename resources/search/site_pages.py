"""Our own pages among the results: guides, examples, organizations, words of the glossary.

Each kind of entry declares what a search finds of it (resources/entry_kinds.py).
"""

from collections import defaultdict

from pyroaring import BitMap

from resources.batches import batches
from resources.entry_kinds import kinds

from .analysis import words
from .documents import BATCH
from .postings import Texts

MOST_LOADED = 2_000
SPARE_DOCUMENTS = 2_000


def searched_kinds():
    """The kinds of entries that a search finds beside resources, in the order of the page."""
    searched = [kind for kind in kinds.values() if kind.search]
    return sorted(searched, key=lambda kind: kind.search.order)


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
        for kind in searched_kinds():
            self.put(kind, kind.with_page())

    def put(self, kind, records):
        added = []
        for record in records.iterator(chunk_size=2_000):
            entry = kind.slug, str(record.pk)
            number = self.number_of[entry] = len(self.entries)
            self.texts.append(number, kind.search.texts(record))
            self.entries.append(entry)
            added.append(number)
            for phrase in kind.search.phrases(record):
                if folded := tuple(words(phrase)):
                    self.explained_by.setdefault(folded, []).append(entry)
        self.of_kind[kind.slug].update(added)
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
        changed_slugs = {slug for slug, _key in changed}
        for kind in searched_kinds():
            if changed_slugs & kind.search.shows:
                self.take_out([entry for entry in self.number_of if entry[0] == kind.slug])
                self.put(kind, kind.with_page())
                continue
            keys = sorted(key for slug, key in changed if slug == kind.slug)
            self.take_out([(kind.slug, key) for key in keys])
            for some in batches(keys, BATCH):
                self.put(kind, kind.with_page().filter(pk__in=some))

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
        for kind in searched_kinds():
            missing = {e[1]: n for e, n in numbers.items() if e[0] == kind.slug and n not in loaded}
            if missing:
                for record in kind.with_page().filter(pk__in=missing):
                    loaded[missing[str(record.pk)]] = record
        if len(loaded) > MOST_LOADED:
            self.loaded = {}
        return {entry: loaded[n] for entry, n in numbers.items() if n in loaded}
