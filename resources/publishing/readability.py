"""Readability: how hard a text is to read, by formulas that anybody can check.

| language | formula | result |
| --- | --- | --- |
| English | Flesch–Kincaid grade (Kincaid and others, 1975) | school year; lower is easier |
| Spanish | Fernández Huerta (1959), as usually printed today | 0 to 100; higher is easier |

Syllables are counted by rule, not looked up in a dictionary.

- English: one for each group of vowels. A final `e` is silent, as are `-es` and `-ed` where they
  add no sound, but `-le` after a consonant is a syllable (ta-ble).
- Spanish, after the orthography of the Academy: adjacent vowels are one syllable unless both are
  strong (le-er) or a weak one has the accent (pa-ís). The `u` of `que` and `gui` is silent.

The scores show where to look, not what to write: one long name spoils the score of a short text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

MIN_WORDS = 20  # the score of a shorter text means nothing
HARDEST_COUNT = 3
SYLLABLE_CACHE_SIZE = 50_000  # words

LETTERS = "A-Za-zÁÉÍÓÚÜÑáéíóúüñ"
SPOKEN_WORD = re.compile(rf"[{LETTERS}]+(?:['’-][{LETTERS}]+)*")
WORD_PART = re.compile(r"['’-]")
# No sentence ends after an initial: a single capital (“U.S.”, “J. Ruiz”), or “EE. UU.”.
END_OF_SENTENCE = re.compile(
    r"(?:(?<!\b[A-Z])(?<!\bEE)(?<!\bUU)\.|[!?…])+[”\"»)’]*(?=\s|$)|\n\s*\n"
)

ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(r"(?<=[^aeiouy])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouylszxcgh])es$")
SOUNDED_LE = re.compile(r"[^aeiouy]le$")

SPANISH_VOWELS = re.compile(r"[aeiouáéíóúü]+")
SILENT_U = re.compile(r"(?<=[qg])u(?=[eiéí])")
STRONG, ACCENTED_WEAK = "aeoáéó", "íú"


@dataclass(frozen=True)
class Formula:
    """A readability formula: `aim` for most texts, `limit` for a warning."""

    syllables: Callable[[str], int]  # of a word in lower case
    score: Callable[[float, float], float]  # of words per sentence and syllables per word
    aim: int
    limit: int
    is_higher_easier: bool

    def is_harder(self, score, than):
        return score < than if self.is_higher_easier else score > than


@dataclass(frozen=True)
class Sentence:
    text: str
    score: float


@dataclass(frozen=True)
class ReadingLevel:
    """Score of a text. `hardest` holds up to three sentences, the hardest first."""

    language: str
    score: float
    hardest: tuple[Sentence, ...]

    @property
    def is_above_aim(self):
        formula = FORMULAS[self.language]
        return formula.is_harder(self.score, formula.aim)

    @property
    def is_hard(self):
        formula = FORMULAS[self.language]
        return formula.is_harder(self.score, formula.limit)


def reading_level(text, language):
    """The `ReadingLevel` of a text. None if it has fewer than `MIN_WORDS` words."""
    words = SPOKEN_WORD.findall(text)
    if len(words) < MIN_WORDS:
        return None
    formula = FORMULAS[language]
    sentences = [
        Sentence(sentence, score(SPOKEN_WORD.findall(sentence), 1, formula))
        for sentence in split_sentences(text)
    ]
    overall = score(words, len(sentences), formula)
    return ReadingLevel(language, overall, tuple(hardest_sentences(sentences, formula)))


def hardest_sentences(sentences, formula):
    sign = -1 if formula.is_higher_easier else 1
    return nlargest(HARDEST_COUNT, sentences, key=lambda sentence: sign * sentence.score)


def score(words, sentences, formula):
    syllables = sum(formula.syllables(word.lower()) for word in words)
    return formula.score(len(words) / sentences, syllables / len(words))


def split_sentences(text):
    """Sentences that contain words, each with its final mark and single spaces."""
    found, start = [], 0
    for end in END_OF_SENTENCE.finditer(text):
        found.append(text[start : end.end()])
        start = end.end()
    found.append(text[start:])
    return [" ".join(sentence.split()) for sentence in found if SPOKEN_WORD.search(sentence)]


@lru_cache(SYLLABLE_CACHE_SIZE)
def english_syllables(word):
    """Syllables of a lower-case word. A hyphen or apostrophe separates syllables."""
    parts = (part for part in WORD_PART.split(word) if len(part) > 1)
    return max(1, sum(map(syllables_of_part, parts)))


def syllables_of_part(part):
    groups = len(ENGLISH_VOWELS.findall(SILENT_END.sub("", part)))
    return max(1, groups + bool(SOUNDED_LE.search(part)))


@lru_cache(SYLLABLE_CACHE_SIZE)
def spanish_syllables(word):
    groups = SPANISH_VOWELS.findall(SILENT_U.sub("", word))
    return max(1, sum(1 + sum(map(is_hiatus, group, group[1:])) for group in groups))


def is_hiatus(vowel, following):
    """True if two adjacent vowels belong to two syllables."""
    is_weak_stressed = vowel in ACCENTED_WEAK or following in ACCENTED_WEAK
    return is_weak_stressed or (vowel in STRONG and following in STRONG)


def flesch_kincaid(words_per_sentence, syllables_per_word):
    return 0.39 * words_per_sentence + 11.8 * syllables_per_word - 15.59


def fernandez_huerta(words_per_sentence, syllables_per_word):
    return 206.84 - 60 * syllables_per_word - 1.02 * words_per_sentence


FORMULAS = {
    "en": Formula(english_syllables, flesch_kincaid, 8, 10, is_higher_easier=False),
    "es": Formula(spanish_syllables, fernandez_huerta, 60, 50, is_higher_easier=True),
}
