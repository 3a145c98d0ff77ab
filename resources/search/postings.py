"""The inverted index of words: which document has which word, in which field and in which order."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from enum import IntEnum
from itertools import chain
from threading import Lock

import numpy as np
from pyroaring import BitMap
from rapidfuzz import process
from rapidfuzz.distance import OSA

from resources.models.translation import LANGUAGES

from .analysis import fold, stem, tokenize
from .arrays import Array, GrowingSequences

MAX_UNSORTED_FORMS = 2_000
DOCUMENTS_PER_SCAN = 20_000  # scanning some hundred words of each takes some 50 MB


class Field(IntEnum):
    """The part of an entry in which a word occurs, the most significant one first."""

    TITLE = 1
    RECOMMENDATION = 2
    SUMMARY = 3
    ORGANIZATION = 4


FIELDS = tuple(Field)  # iterating over the enumeration itself takes ten times as long

# (field, language, text). Each kind of entry yields such tuples, some ten for each record.
FieldText = tuple[Field, str, str]

Lexemes = Collection[int]  # numbers of the lexemes that one word may stand for
DocumentsByField = dict[Field, BitMap]


def lexeme_name(word: str, language: str) -> str:
    return f"{language} {stem(word, language)}"


class LexemeCache(dict[str, int]):
    """Lexeme numbers of the words of one language, computed when a word is first looked up."""

    def __init__(self, language: str, postings: "Postings") -> None:
        super().__init__()
        self.language, self.postings = language, postings

    def __missing__(self, word: str) -> int:
        number = self[word] = self.postings.add_lexeme(word, self.language)
        return number


class Postings:
    """Posting lists over numbered documents. They only grow: a reader ignores documents that are
    out of date or too new by intersecting with the set of documents it knows.

    A *surface form* is a word as written, folded (`familias`). A *lexeme* is a stem in one
    language (`es famili`), referred to by number. There is one posting list for each field and
    lexeme.
    """

    def __init__(self) -> None:
        self.lexemes: dict[str, int] = {}  # "es famili" → its number, from 0
        self.surface_forms: dict[str, tuple[int, ...]] = {}  # "familias" → its lexemes' numbers
        self.spellings: dict[str, str] = {}  # "papas" → "papás", if first met with an accent
        self.forms_by_length: dict[int, list[str]] = defaultdict(list)  # 8 → ["familias", …]
        self.sorted_forms: list[str] = []
        self.unsorted_forms: list[str] = []
        self.forms_lock = Lock()  # or a form that is added while a reader sorts would be lost
        self.documents: dict[Field, dict[int, BitMap]] = {
            field: defaultdict(BitMap) for field in FIELDS
        }
        # For each document its lexemes in order. A negative number begins each text: −field.
        self.sequences = GrowingSequences()
        self.lexeme_caches = {language: LexemeCache(language, self) for language in LANGUAGES}

    def append(self, number: int, texts: Iterable[FieldText]) -> None:
        """Add `texts` as those of document `number`, which must be the next one."""
        sequence: list[int] = []
        for field, language, text in texts:
            numbers = self.lexeme_caches[language]
            lexemes = [numbers[word] for word in tokenize(text)]
            documents = self.documents[field]
            for lexeme in set(lexemes):
                documents[lexeme].add(number)
            sequence += [-field, *lexemes]
        self.sequences.append(sequence)

    def add_lexeme(self, word: str, language: str) -> int:
        """The number of a normalized word's lexeme. A new lexeme gets the next number."""
        name = lexeme_name(word, language)
        number = self.lexemes.get(name)
        if number is None:
            number = self.lexemes[name] = len(self.lexemes)
        form = fold(word)
        known = self.surface_forms.get(form)
        if known is None:
            with self.forms_lock:
                self.surface_forms[form] = (number,)
                self.unsorted_forms.append(form)
            self.forms_by_length[len(form)].append(form)
            if form != word:
                self.spellings[form] = word
        elif number not in known:
            self.surface_forms[form] = (*known, number)
        return number

    def spelling(self, form: str) -> str:
        """A surface form with its accents."""
        return self.spellings.get(form, form)

    def lexemes_of(self, word: str) -> set[int]:
        """Numbers of the lexemes a normalized word may stand for, whatever its accents."""
        stems = [self.lexemes.get(lexeme_name(word, language)) for language in LANGUAGES]
        found = {number for number in stems if number is not None}
        return found.union(self.surface_forms.get(fold(word), ()))

    def lexemes_with_prefix(self, prefix: str) -> set[int]:
        """Numbers of the lexemes of all surface forms that begin with the folded `prefix`."""
        forms, unsorted_forms = self.all_forms()
        found: set[int] = set()
        for position in range(bisect_left(forms, prefix), len(forms)):
            if not forms[position].startswith(prefix):
                break
            found.update(self.surface_forms[forms[position]])
        for form in list(unsorted_forms):
            if form.startswith(prefix):
                found.update(self.surface_forms[form])
        return found

    def all_forms(self) -> tuple[list[str], list[str]]:
        """(most surface forms, sorted), then (the remaining new ones, unsorted)."""
        with self.forms_lock:
            if len(self.unsorted_forms) > MAX_UNSORTED_FORMS:
                self.sorted_forms, self.unsorted_forms = sorted(self.surface_forms), []
            return self.sorted_forms, self.unsorted_forms

    def similar_forms(self, form: str, max_edits: int) -> list[tuple[int, str]]:
        """(edits, surface form) of the forms at most `max_edits` away, the nearest first.

        A letter left out, put in, changed, or swapped with its neighbour is one edit.
        """
        lengths = range(len(form) - max_edits, len(form) + max_edits + 1)
        forms = list(chain.from_iterable(self.forms_by_length.get(n, ()) for n in lengths))
        similar = process.extract(
            form, forms, scorer=OSA.distance, score_cutoff=max_edits, limit=50
        )
        return sorted((int(distance), found) for found, distance, _position in similar)

    def documents_with(self, lexemes: Lexemes, field: Field) -> BitMap:
        """Documents with any of the `lexemes` in `field`, including out-of-date and new ones."""
        documents = self.documents[field]
        sets = [documents[lexeme] for lexeme in lexemes if lexeme in documents]
        return BitMap.union(*sets) if sets else BitMap()

    def documents_with_phrase(self, phrase: Sequence[Lexemes], known: BitMap) -> DocumentsByField:
        """For each field, documents of `known` in which the words of `phrase` are adjacent.

        `phrase` holds for each word the lexemes it may stand for.
        """
        found = {field: BitMap() for field in FIELDS}
        if not phrase or not all(phrase):
            return found
        for field in FIELDS:
            with_each_word = [self.documents_with(word, field) for word in phrase]
            found[field] = BitMap.intersection(known, *with_each_word)
        return self.only_adjacent(phrase, found) if len(phrase) > 1 else found

    def only_adjacent(
        self, phrase: Sequence[Lexemes], candidates: DocumentsByField
    ) -> DocumentsByField:
        """Those of `candidates` in which the words of `phrase` follow one another in the field."""
        documents = BitMap.union(*candidates.values()).to_array()
        found = {field: BitMap() for field in FIELDS}
        for start in range(0, len(documents), DOCUMENTS_PER_SCAN):
            batch = np.array(documents[start : start + DOCUMENTS_PER_SCAN], dtype=np.int64)
            field_marks, owners = self.phrase_occurrences(phrase, batch)
            for field in FIELDS:
                found[field].update(owners[field_marks == -field].tolist())
        return found

    def phrase_occurrences(
        self, phrase: Sequence[Lexemes], documents: Array
    ) -> tuple[Array, Array]:
        """(field marks, documents): an element each for every occurrence of `phrase`."""
        numbers, owners = self.sequences.concatenate(documents)
        starts_count = len(numbers) - len(phrase) + 1
        is_start = np.ones(max(starts_count, 0), dtype=bool)
        for offset, lexemes in enumerate(phrase):
            following = numbers[offset : offset + len(is_start)]
            is_start &= np.logical_or.reduce([following == lexeme for lexeme in lexemes])
        marks = np.flatnonzero(numbers < 0)
        starts = np.flatnonzero(is_start)
        # A document's sequence begins with a mark, so no phrase extends into the next document.
        return numbers[marks[np.searchsorted(marks, starts, side="right") - 1]], owners[starts]
