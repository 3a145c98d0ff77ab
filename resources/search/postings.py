"""The words of documents: which document has which word, in which field, in which order."""

from bisect import bisect_left
from collections import defaultdict
from enum import IntEnum
from itertools import chain
from threading import Lock

import numpy as np
from pyroaring import BitMap
from rapidfuzz import process
from rapidfuzz.distance import OSA

from .analysis import fold, raw_words, stem
from .arrays import Sequences

LANGUAGES = ("en", "es")
NEW_FORMS_BEFORE_SORTING = 2_000
READ_AT_ONCE = 20_000  # documents; reading some hundred words of each takes some 50 MB


class Field(IntEnum):
    """Where a word stands, the most telling place first."""

    TITLE = 1
    RECOMMENDATION = 2
    SUMMARY = 3
    ORGANIZATION = 4


FIELDS = tuple(Field)  # going through the class itself takes ten times as long


def lexeme_name(word, language):
    return f"{language} {stem(word, language)}"


class Met(dict):
    """Words of one language → their lexemes' numbers, worked out when a word is first met."""

    def __init__(self, language, texts):
        super().__init__()
        self.language, self.texts = language, texts

    def __missing__(self, word):
        number = self[word] = self.texts.lexeme(word, self.language)
        return number


class Texts:
    """An index of words over numbered documents. It only grows: a reader leaves out what it may
    not see (documents of the past and of the future) by intersecting with the set it knows.

    A *form* is a word as written, folded (`familias`); a *lexeme* is a stem in one language
    (`es famili`), by number. A document's words are found by lexeme, one set a field.
    """

    def __init__(self):
        self.lexemes = {}  # "es famili" → its number, from 0
        self.forms = {}  # "familias" → numbers of its lexemes
        self.spellings = {}  # "papas" → "papás", for forms first met with an accent
        self.forms_of_length = defaultdict(list)  # 8 → ["familias", …]
        self.sorted_forms = []
        self.new_forms = []
        self.forms_are_free = Lock()  # a form that came while a reader sorts them would be lost
        self.documents = {field: defaultdict(BitMap) for field in FIELDS}
        self.sequences = Sequences()
        self.met = {language: Met(language, self) for language in LANGUAGES}

    def append(self, number, texts):
        """Add document `number`, the next one: `texts` are (field, language, text)."""
        sequence = []
        for field, language, text in texts:
            met = self.met[language]
            lexemes = [met[word] for word in raw_words(text)]
            documents = self.documents[field]
            for lexeme in set(lexemes):
                documents[lexeme].add(number)
            sequence += [-field, *lexemes]
        self.sequences.append(sequence)

    def lexeme(self, word, language):
        """The number of a lowered word's lexeme, given now if it is new."""
        name = lexeme_name(word, language)
        number = self.lexemes.get(name)
        if number is None:
            number = self.lexemes[name] = len(self.lexemes)
        form = fold(word)
        known = self.forms.get(form)
        if known is None:
            with self.forms_are_free:
                self.forms[form] = (number,)
                self.new_forms.append(form)
            self.forms_of_length[len(form)].append(form)
            if form != word:
                self.spellings[form] = word
        elif number not in known:
            self.forms[form] = (*known, number)
        return number

    def spelling(self, form):
        """A form with its accents."""
        return self.spellings.get(form, form)

    def lexemes_of(self, word, languages=LANGUAGES):
        """Numbers of the lexemes a lowered word may be, whatever its accents."""
        stems = [self.lexemes.get(lexeme_name(word, language)) for language in languages]
        found = {number for number in stems if number is not None}
        return found.union(self.forms.get(fold(word), ()))

    def lexemes_beginning(self, start):
        """Numbers of the lexemes of all forms that begin with the folded `start`."""
        forms, new_forms = self.forms_in_order()
        found = set()
        for place in range(bisect_left(forms, start), len(forms)):
            if not forms[place].startswith(start):
                break
            found.update(self.forms[forms[place]])
        for form in list(new_forms):
            if form.startswith(start):
                found.update(self.forms[form])
        return found

    def forms_in_order(self):
        """(most forms, sorted; the rest)."""
        with self.forms_are_free:
            if len(self.new_forms) > NEW_FORMS_BEFORE_SORTING:
                self.sorted_forms, self.new_forms = sorted(self.forms), []
            return self.sorted_forms, self.new_forms

    def forms_near(self, form, edits):
        """(edits, form) of the forms at most `edits` letters away, the nearest first.

        A letter left out, put in, changed, or swapped with its neighbour is one edit.
        """
        lengths = range(len(form) - edits, len(form) + edits + 1)
        forms = list(chain.from_iterable(self.forms_of_length.get(n, ()) for n in lengths))
        near = process.extract(form, forms, scorer=OSA.distance, score_cutoff=edits, limit=50)
        return sorted((int(distance), found) for found, distance, _place in near)

    def having(self, lexemes, field):
        """Documents that have any of the `lexemes` in `field`, past and future ones included."""
        documents = self.documents[field]
        sets = [documents[lexeme] for lexeme in lexemes if lexeme in documents]
        return BitMap.union(*sets) if sets else BitMap()

    def having_phrase(self, phrase, known):
        """{field: documents of `known` where the words of `phrase` follow one another}.

        `phrase` gives for each word the lexemes it may be.
        """
        found = {field: BitMap() for field in FIELDS}
        if not phrase or not all(phrase):
            return found
        for field in FIELDS:
            having = [self.having(word, field) for word in phrase]
            found[field] = BitMap.intersection(known, *having)
        return self.in_a_row(phrase, found) if len(phrase) > 1 else found

    def in_a_row(self, phrase, candidates):
        """Those of `candidates`, {field: documents}, whose words in the field hold the phrase."""
        documents = BitMap.union(*candidates.values()).to_array()
        found = {field: BitMap() for field in FIELDS}
        for start in range(0, len(documents), READ_AT_ONCE):
            some = np.array(documents[start : start + READ_AT_ONCE], dtype=np.int64)
            fields, owners = self.places_of(phrase, some)
            for field in FIELDS:
                found[field].update(owners[fields == -field].tolist())
        return found

    def places_of(self, phrase, documents):
        """(field's mark, document) of each place where the words of the phrase begin a row."""
        numbers, owners = self.sequences.together(documents)
        last = len(numbers) - len(phrase) + 1
        is_here = np.ones(max(last, 0), dtype=bool)
        for place, lexemes in enumerate(phrase):
            following = numbers[place : place + len(is_here)]
            is_here &= np.logical_or.reduce([following == lexeme for lexeme in lexemes])
        marks = np.flatnonzero(numbers < 0)
        starts = np.flatnonzero(is_here)
        # A document's sequence begins with a mark, so no phrase reaches over into the next.
        return numbers[marks[np.searchsorted(marks, starts, side="right") - 1]], owners[starts]
