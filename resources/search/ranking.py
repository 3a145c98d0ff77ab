"""Ranks documents by how well they match the terms of a search.

Each significant word (or run of words with synonyms) is a *query term*. Points for where and how
a term matches are added up over the terms:

|                                  | title | recommendation | summary | organization |
| -------------------------------- | ----- | -------------- | ------- | ------------ |
| the word                         | 40    | 30             | 20      | 10           |
| its prefix                       | 38    | 28             | 18      | 8            |
| a synonym                        | 35    | 25             | 15      | 5            |
| one word of a phrase (see below) | −60   | −70            | −80     | −90          |
| another spelling                 | −200  | −210           | −220    | −230         |
| no match                         | −1000 | −1000          | −1000   | −1000        |

A phrase with synonyms such as “after school” may have only one significant word. That word alone
says much less than the phrase. Another spelling ranks below every entry that has the word itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np
from pyroaring import BitMap

from .arrays import Array, document_numbers
from .postings import Field
from .query import Query

FIELD_POINTS = {
    Field.TITLE: 40,
    Field.RECOMMENDATION: 30,
    Field.SUMMARY: 20,
    Field.ORGANIZATION: 10,
}
PREFIX_PENALTY, SYNONYM_PENALTY, LONE_WORD_PENALTY, SPELLING_PENALTY = 2, 5, 100, 240
MISSING_TERM_POINTS = -1_000


class TermMatch(NamedTuple):
    """Documents that match a query term in one way."""

    points: int
    documents: BitMap


@dataclass(frozen=True, eq=False)
class QueryTerm:
    """A part of the search: a document matches all its words, or one of its synonyms."""

    text: str
    word_matches: list[list[TermMatch]]  # for each word, the ways to match it
    synonym_matches: list[TermMatch]
    is_phrase: bool = False

    @cached_property
    def documents(self) -> BitMap:
        all_words = BitMap.intersection(*(all_documents(matches) for matches in self.word_matches))
        return all_words | all_documents(self.synonym_matches)

    @property
    def matches(self) -> list[TermMatch] | None:
        """The ways to match the term if it is one word or one phrase. Otherwise None."""
        if len(self.word_matches) != 1:
            return None
        return [*self.word_matches[0], *self.synonym_matches]

    def points(self, documents: BitMap) -> Array:
        """Points of each of `documents`. MISSING_TERM_POINTS where it does not match."""
        by_word = [best_points(matches, documents) for matches in self.word_matches]
        has_all = np.logical_and.reduce([points != 0 for points in by_word])
        by_words = np.where(has_all, sum(by_word), MISSING_TERM_POINTS)
        by_synonyms = len(self.word_matches) * best_points(self.synonym_matches, documents)
        return np.maximum(by_words, np.where(by_synonyms != 0, by_synonyms, MISSING_TERM_POINTS))


@dataclass(frozen=True)
class TextResult:
    """The documents that a text finds, and the changes to the search that were needed."""

    query: Query
    documents: BitMap
    terms: list[QueryTerm] = field(default_factory=list)
    dropped: tuple[str, ...] = ()  # terms that no document has in addition to the others
    corrections: Mapping[str, str] = field(default_factory=dict)  # typed word → likelier spelling
    lexemes: frozenset[int] = frozenset()  # of the words to highlight in what is found
    suspected_misspellings: frozenset[str] = frozenset()  # folded words that are hardly known

    @cached_property
    def complete_documents(self) -> BitMap:
        """The documents that match every term. The others lack one."""
        return BitMap.intersection(self.documents, *(term.documents for term in self.terms))

    def ranked_groups(self, documents: BitMap) -> Iterator[BitMap]:
        """Some of the documents found, in groups of equal points, the best group first."""
        if not documents or not self.terms:
            yield documents
        elif len(self.terms) == 1 and (matches := self.terms[0].matches):
            for _points, equal in groupby(sorted(matches, key=best_first), key=best_first):
                group = documents & all_documents(list(equal))
                documents = documents - group
                yield group
        else:
            points = np.add.reduce([term.points(documents) for term in self.terms])
            for value in np.unique(points)[::-1]:
                yield BitMap(document_numbers(documents)[points == value])


def all_documents(matches: Sequence[TermMatch]) -> BitMap:
    return BitMap.union(*(match.documents for match in matches)) if matches else BitMap()


def best_first(match: TermMatch) -> int:
    """The key that sorts matches by points, the highest first."""
    return -match.points


def best_points(matches: Iterable[TermMatch], documents: BitMap) -> Array:
    """Points of each document's best match. 0 where none of the `matches` has it."""
    points = np.zeros(documents.max() + 1, dtype=np.int32)
    for match in sorted(matches, key=best_first, reverse=True):
        points[document_numbers(match.documents & documents)] = match.points
    return points[document_numbers(documents)]
