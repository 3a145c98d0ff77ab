"""From a visitor's words to documents, best first.

Each telling word (or run of words with synonyms) is a *clue*, and an entry must meet every clue.
Where few do, entries follow that lack one; where none does, clues are left out and named.

Points for where and how a clue is met, added up over the clues (−1000 for one that is lacking):

|                     | title | recommendation | summary | organization |
| ------------------- | ----- | -------------- | ------- | ------------ |
| the word            | 40    | 30             | 20      | 10           |
| its beginning       | 38    | 28             | 18      | 8            |
| a synonym           | 35    | 25             | 15      | 5            |
| its telling word    | −60 and the order above, for a phrase with synonyms such as “after school” |
| a word spelled like | −200 and the order above: below every entry that has the word itself |
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

import numpy as np
from pyroaring import BitMap

from .analysis import STOP_WORDS, fold
from .postings import FIELDS, Field
from .query import Query, parse, telling

PLACE = {Field.TITLE: 40, Field.RECOMMENDATION: 30, Field.SUMMARY: 20, Field.ORGANIZATION: 10}
BEGINNING, SYNONYM, TELLING, SPELLING = 2, 5, 100, 240
SHORTEST_BEGINNING = 3
RARE, MUCH_MORE_COMMON, MOST_SPELLINGS = 2, 10, 3
FEW, LACKING = 10, -1_000


@dataclass(frozen=True)
class Grade:
    """Documents that meet a clue in one way."""

    points: int
    documents: BitMap


@dataclass(frozen=True, eq=False)
class Clue:
    """What must be met: all its words, or else one of the other phrases for them together."""

    text: str
    words: list[list[Grade]]  # for each word, the ways to meet it
    others: list[Grade]
    is_phrase: bool = False

    @cached_property
    def documents(self):
        all_words = BitMap.intersection(*(union(grades) for grades in self.words))
        return all_words | union(self.others)

    @property
    def grades(self):
        """The ways to meet it, where it is one word or one phrase; else None."""
        return [*self.words[0], *self.others] if len(self.words) == 1 else None

    def points(self, documents):
        """Points of each of `documents`, as an array; LACKING where it is not met."""
        by_word = [best(grades, documents) for grades in self.words]
        has_all = np.logical_and.reduce([points != 0 for points in by_word])
        by_words = np.where(has_all, sum(by_word), LACKING)
        by_others = len(self.words) * best(self.others, documents)
        return np.maximum(by_words, np.where(by_others != 0, by_others, LACKING))


@dataclass(frozen=True)
class Matches:
    """What a text finds, and what had to be done to find it."""

    query: Query
    documents: BitMap
    clues: list[Clue] = field(default_factory=list)
    dropped: tuple[str, ...] = ()  # words no entry has together with the rest
    corrected: dict[str, str] = field(default_factory=dict)  # typed word → likelier spelling
    lexemes: frozenset[int] = frozenset()  # of the words to mark in what is found
    doubted: frozenset[str] = frozenset()  # folded words that hardly any entry has

    @cached_property
    def complete(self):
        """The documents that meet every clue; the others lack one."""
        return BitMap.intersection(self.documents, *(clue.documents for clue in self.clues))

    def tiers(self, documents):
        """Some of the documents found, in sets, those with most points first."""
        if not documents or not self.clues:
            yield documents
        elif len(self.clues) == 1 and (grades := self.clues[0].grades):
            for _points, equal in groupby(sorted(grades, key=rank), key=rank):
                met = documents & union(list(equal))
                documents = documents - met
                yield met
        else:
            points = sum(clue.points(documents) for clue in self.clues)
            for value in np.unique(points)[::-1]:
                yield BitMap(numbers(documents)[points == value])


class Search:
    """One search over an index, as far as `known` goes.

    `is_understood` says whether a folded word is known to be right, and never corrected.
    """

    def __init__(self, index, known, synonyms, is_understood):
        self.texts = index.texts
        self.known = known
        self.synonyms = synonyms
        self.is_understood = is_understood
        self.corrected = {}
        self.doubted = set()
        self.lexemes = set()

    def matches(self, text):
        query = parse(text)
        if query.is_empty:
            return Matches(query, BitMap())
        clues = [*self.clues(query.words), *self.phrases(query.phrases)]
        lexemes = frozenset(self.lexemes)
        documents, left_out = self.together(clues)
        for phrase in query.excluded:
            documents -= self.phrase(phrase, documents).documents
        kept = [clue for clue in clues if clue not in left_out]
        dropped = tuple(clue.text for clue in clues if clue in left_out)
        doubted = frozenset(self.doubted)
        return Matches(query, documents, kept, dropped, self.corrected, lexemes, doubted)

    def clues(self, words):
        """A clue for each telling word, or run of words that has synonyms."""
        tells = set(telling(words))
        place = 0
        while place < len(words):
            length, others = self.synonyms.at(words, place)
            run = range(place, place + length)
            kept = [words[p] for p in run if p in tells]
            if kept:
                is_last = run.stop == len(words)
                grades = [
                    self.word(w, ends=is_last and w == words[-1], has_synonyms=bool(others))
                    for w in kept
                ]
                if others and length > 1 and len(kept) == 1:
                    grades = [self.as_a_phrase([words[p] for p in run], grades[0])]
                yield Clue(" ".join(words[p] for p in run), grades, self.others(others))
            place += length

    def as_a_phrase(self, words, grades):
        """The ways to meet words that say something together; `grades` are those of one alone."""
        alone = [Grade(grade.points - TELLING, grade.documents) for grade in grades]
        return alone + self.phrase_grades(words, self.known, less=0)

    def word(self, word, *, ends, has_synonyms):
        """The ways to meet a word; the last one typed may be only a beginning."""
        form, lexemes = fold(word), self.texts.lexemes_of(word)
        grades = self.grades(lexemes)
        if ends and (len(form) >= SHORTEST_BEGINNING or not grades):
            grades += self.grades(self.texts.lexemes_beginning(form) - lexemes, less=BEGINNING)
        if not has_synonyms and not self.is_understood(form):
            grades += self.spelled_like(word, form, len(union(grades)))
        return grades

    def grades(self, lexemes, *, less=0):
        self.lexemes |= lexemes
        found = ((PLACE[f] - less, self.texts.having(lexemes, f) & self.known) for f in FIELDS)
        return [Grade(points, documents) for points, documents in found if documents]

    def spelled_like(self, word, form, count):
        """Other spellings, if the word is hardly known and they are much more common."""
        if count > RARE or len(form) < 4 or not form.isalpha():
            return []
        self.doubted.add(form)
        near = []
        for edits, other in self.texts.forms_near(form, 1 if len(form) <= 7 else 2):
            lexemes = set(self.texts.forms[other])
            having = BitMap.union(*(self.texts.having(lexemes, f) for f in FIELDS))
            common = len(having & self.known)
            if common > count * MUCH_MORE_COMMON and other not in STOP_WORDS:
                near.append((edits, -common, other, lexemes))
        near = sorted(near)[:MOST_SPELLINGS]
        if not near:
            return []
        self.corrected[word] = self.texts.spelling(near[0][2])
        nearest = [lexemes for edits, _common, _other, lexemes in near if edits == near[0][0]]
        return self.grades(set().union(*nearest), less=SPELLING)

    def others(self, phrases):
        """The ways to meet a clue by another phrase for it."""
        found = []
        for phrase in phrases:
            found += self.phrase_grades(phrase, self.known, less=SYNONYM)
        return found

    def phrases(self, phrases):
        """A clue for each phrase, sought only where those before it stand: all must be met."""
        known = self.known
        for words in phrases:
            clue = self.phrase(words, known)
            known = clue.documents
            yield clue

    def phrase(self, words, known):
        """A clue met only by the words in a row, in documents of `known`."""
        grades = self.phrase_grades(words, known, less=0)
        return Clue(f"“{' '.join(words)}”", [grades], [], is_phrase=True)

    def phrase_grades(self, words, known, *, less):
        lexemes = [self.texts.lexemes_of(word) for word in words]
        found = self.texts.having_phrase(lexemes, known)
        if any(found.values()):
            telling_words = [lexemes[place] for place in telling(words)]
            self.lexemes = self.lexemes.union(*telling_words)
        return [Grade(PLACE[f] - less, documents) for f, documents in found.items() if documents]

    def together(self, clues):
        """(documents that meet the clues, clues left out).

        Phrases are always met. Where few documents meet the rest, those that lack one clue
        join them, but the rarest, for it says most of what is sought. Where none does, clues
        are taken in while something is found, the rarest first.
        """
        fixed = [clue for clue in clues if clue.is_phrase]
        free = sorted((c for c in clues if not c.is_phrase), key=lambda c: len(c.documents))
        all_phrases = BitMap.intersection(self.known, *(clue.documents for clue in fixed))
        documents = BitMap.intersection(all_phrases, *(clue.documents for clue in free))
        if len(documents) < FEW and len(free) > 1:
            documents |= all_phrases & lacking_one(free)
        if documents or not free:
            return documents, []
        return kept_while_found(free, all_phrases, is_met=bool(fixed))


def lacking_one(clues):
    """Documents that meet all clues, or all but one, which is not the first."""
    complete, lacking = clues[0].documents, BitMap()
    for clue in clues[1:]:
        lacking = complete | lacking & clue.documents
        complete = complete & clue.documents
    return lacking


def kept_while_found(clues, documents, *, is_met):
    """Meet the clues one by one; leave out each that would leave nothing."""
    left_out = []
    for clue in clues:
        if documents & clue.documents:
            documents, is_met = documents & clue.documents, True
        else:
            left_out.append(clue)
    return (documents, left_out) if is_met else (BitMap(), [])


def union(grades):
    return BitMap.union(*(grade.documents for grade in grades)) if grades else BitMap()


def rank(grade):
    return -grade.points


def numbers(documents):
    """The numbers of a set as an array, to index others with."""
    return np.frombuffer(documents.to_array(), dtype=np.uint32) if documents else np.empty(0, int)


def best(grades, documents):
    """Points of the best way in which each of `documents` meets something; 0 where it does not."""
    points = np.zeros(documents.max() + 1, dtype=np.int32)
    for grade in sorted(grades, key=rank, reverse=True):
        points[numbers(grade.documents & documents)] = grade.points
    return points[numbers(documents)]
