"""Finds the documents that match a visitor's words.

A document must match every query term. If few documents do, those that lack one term follow. If
no document does, terms are dropped and named.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from pyroaring import BitMap

from .analysis import STOP_WORDS, fold
from .postings import FIELDS, Postings
from .query import Phrase, parse, significant_positions
from .ranking import (
    FIELD_POINTS,
    LONE_WORD_PENALTY,
    PREFIX_PENALTY,
    SPELLING_PENALTY,
    SYNONYM_PENALTY,
    QueryTerm,
    TermMatch,
    TextResult,
    all_documents,
)
from .synonyms import Synonyms

MIN_PREFIX_LENGTH = 3
MIN_CORRECTED_LENGTH = 4
MAX_LENGTH_FOR_ONE_EDIT = 7  # longer words are compared with words two edits away
MAX_RARE_COUNT = 2  # a word in more documents is never taken for a misspelling
MIN_FREQUENCY_RATIO = 10  # another spelling must be more than so many times as common
MAX_SPELLINGS = 3
FEW_DOCUMENTS = 10


class TextSearch:
    """One search over postings, limited to the documents in `known`.

    `is_known_word` tells whether a folded word is correct, so that it is never respelled.
    """

    def __init__(
        self,
        postings: Postings,
        known: BitMap,
        synonyms: Synonyms,
        is_known_word: Callable[[str], bool],
    ) -> None:
        self.postings = postings
        self.known = known
        self.synonyms = synonyms
        self.is_known_word = is_known_word
        self.corrections: dict[str, str] = {}
        self.suspected_misspellings: set[str] = set()
        self.lexemes: set[int] = set()

    def run(self, text: str) -> TextResult:
        query = parse(text)
        if query.is_empty:
            return TextResult(query, BitMap())
        terms = [*self.word_terms(query.words), *self.phrase_terms(query.phrases)]
        lexemes = frozenset(self.lexemes)  # without those of the excluded phrases
        documents, dropped = self.combine(terms)
        for phrase in query.excluded:
            documents -= self.phrase_term(phrase, documents).documents
        return TextResult(
            query,
            documents,
            terms=[term for term in terms if term not in dropped],
            dropped=tuple(term.text for term in terms if term in dropped),
            corrections=self.corrections,
            lexemes=lexemes,
            suspected_misspellings=frozenset(self.suspected_misspellings),
        )

    def word_terms(self, words: Sequence[str]) -> Iterator[QueryTerm]:
        """A term for each significant word, or run of words that has synonyms."""
        significant = set(significant_positions(words))
        position = 0
        while position < len(words):
            length, synonyms = self.synonyms.longest_run(words, position)
            run = range(position, position + length)
            positions = [p for p in run if p in significant]
            if positions:
                is_last = run.stop == len(words)
                matches = [
                    self.word_matches(
                        words[p],
                        is_last=is_last and words[p] == words[-1],
                        has_synonyms=bool(synonyms),
                    )
                    for p in positions
                ]
                phrase = words[run.start : run.stop]
                if synonyms and length > 1 and len(positions) == 1:
                    matches = [self.phrase_or_lone_word(phrase, matches[0])]
                yield QueryTerm(" ".join(phrase), matches, self.synonym_matches(synonyms))
            position += length

    def phrase_or_lone_word(
        self, phrase: Sequence[str], word_matches: Iterable[TermMatch]
    ) -> list[TermMatch]:
        """The ways to match a phrase of which only one word is significant.

        `word_matches` are those of that word. Alone it says much less than the phrase.
        """
        alone = [TermMatch(points - LONE_WORD_PENALTY, found) for points, found in word_matches]
        return alone + self.phrase_matches(phrase, self.known)

    def word_matches(self, word: str, *, is_last: bool, has_synonyms: bool) -> list[TermMatch]:
        """The ways to match a word. The last word typed may be only a prefix."""
        form, lexemes = fold(word), self.postings.lexemes_of(word)
        matches = self.lexeme_matches(lexemes)
        if is_last and (len(form) >= MIN_PREFIX_LENGTH or not matches):
            longer = self.postings.lexemes_with_prefix(form) - lexemes
            matches += self.lexeme_matches(longer, penalty=PREFIX_PENALTY)
        if not has_synonyms and not self.is_known_word(form):
            matches += self.spelling_matches(word, form, len(all_documents(matches)))
        return matches

    def lexeme_matches(self, lexemes: set[int], *, penalty: int = 0) -> list[TermMatch]:
        self.lexemes |= lexemes
        found = (
            (FIELD_POINTS[f] - penalty, self.postings.documents_with(lexemes, f) & self.known)
            for f in FIELDS
        )
        return [TermMatch(points, documents) for points, documents in found if documents]

    def spelling_matches(self, word: str, form: str, count: int) -> list[TermMatch]:
        """Matches of other spellings, if the word is rare and they are much more common.

        `count` is the number of documents that have the word itself.
        """
        if count > MAX_RARE_COUNT or len(form) < MIN_CORRECTED_LENGTH or not form.isalpha():
            return []
        self.suspected_misspellings.add(form)
        likelier = self.likelier_forms(form, count)
        if not likelier:
            return []
        nearest, _frequency, best = likelier[0]
        self.corrections[word] = self.postings.spelling(best)
        forms = [other for edits, _frequency, other in likelier if edits == nearest]
        lexemes = {n for other in forms for n in self.postings.surface_forms[other]}
        return self.lexeme_matches(lexemes, penalty=SPELLING_PENALTY)

    def likelier_forms(self, form: str, count: int) -> list[tuple[int, int, str]]:
        """(edits, minus the number of documents, surface form) of similar forms, best first."""
        found = []
        max_edits = 1 if len(form) <= MAX_LENGTH_FOR_ONE_EDIT else 2
        for edits, other in self.postings.similar_forms(form, max_edits):
            lexemes = self.postings.surface_forms[other]
            documents = BitMap.union(*(self.postings.documents_with(lexemes, f) for f in FIELDS))
            frequency = len(documents & self.known)
            if frequency > count * MIN_FREQUENCY_RATIO and other not in STOP_WORDS:
                found.append((edits, -frequency, other))
        return sorted(found)[:MAX_SPELLINGS]

    def synonym_matches(self, phrases: Iterable[Phrase]) -> list[TermMatch]:
        """The ways to match a term by one of its synonyms."""
        found = []
        for phrase in phrases:
            found += self.phrase_matches(phrase, self.known, penalty=SYNONYM_PENALTY)
        return found

    def phrase_terms(self, phrases: Iterable[Phrase]) -> Iterator[QueryTerm]:
        """A term for each phrase. As all are required, each narrows the search for the next."""
        known = self.known
        for words in phrases:
            term = self.phrase_term(words, known)
            known = term.documents
            yield term

    def phrase_term(self, words: Phrase, known: BitMap) -> QueryTerm:
        """A term that only adjacent words match, in documents of `known`."""
        matches = self.phrase_matches(words, known)
        return QueryTerm(f"“{' '.join(words)}”", [matches], [], is_phrase=True)

    def phrase_matches(
        self, words: Sequence[str], known: BitMap, *, penalty: int = 0
    ) -> list[TermMatch]:
        lexemes = [self.postings.lexemes_of(word) for word in words]
        found = self.postings.documents_with_phrase(lexemes, known)
        if any(found.values()):
            significant = [lexemes[position] for position in significant_positions(words)]
            self.lexemes = self.lexemes.union(*significant)
        return [TermMatch(FIELD_POINTS[f] - penalty, found[f]) for f in FIELDS if found[f]]

    def combine(self, terms: Sequence[QueryTerm]) -> tuple[BitMap, list[QueryTerm]]:
        """(documents that match the terms, terms that were dropped).

        Phrases are always required. If few documents match all terms, documents that lack one
        are added, unless they lack the rarest, which says most of what is sought. If none match,
        the rarest terms are required as long as something is found, and the others are dropped.
        """
        required = [term for term in terms if term.is_phrase]
        optional = sorted(
            (term for term in terms if not term.is_phrase), key=lambda term: len(term.documents)
        )
        with_phrases = BitMap.intersection(self.known, *(term.documents for term in required))
        documents = BitMap.intersection(with_phrases, *(term.documents for term in optional))
        if len(documents) < FEW_DOCUMENTS and len(optional) > 1:
            documents |= with_phrases & lacking_one_term(optional)
        if documents or not optional:
            return documents, []
        return require_while_found(optional, with_phrases, has_matched=bool(required))


def lacking_one_term(terms: Sequence[QueryTerm]) -> BitMap:
    """Documents that match the first term and lack at most one of the others."""
    complete, lacking = terms[0].documents, BitMap()
    for term in terms[1:]:
        lacking = complete | lacking & term.documents
        complete = complete & term.documents
    return lacking


def require_while_found(
    terms: Iterable[QueryTerm], documents: BitMap, *, has_matched: bool
) -> tuple[BitMap, list[QueryTerm]]:
    """Require one term after another. Drop each that would leave no document."""
    dropped = []
    for term in terms:
        if documents & term.documents:
            documents, has_matched = documents & term.documents, True
        else:
            dropped.append(term)
    return (documents, dropped) if has_matched else (BitMap(), [])
