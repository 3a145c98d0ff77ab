"""How hard a text is to read, by two formulas whose parts anybody can check.

| language | formula | reads |
| --- | --- | --- |
| English | Flesch–Kincaid grade (Kincaid and others, 1975) | school year; lower is easier |
| Spanish | Fernández Huerta (1959), as usually printed today | 0 to 100; higher is easier |

Syllables are counted by rule, not looked up. English: one for each group of vowels; an `e` at the
end is silent, as are `-es` and `-ed` where they add no sound, but `-le` after a consonant sounds
(ta-ble). Spanish, after the Academy's orthography: vowels side by side are one syllable unless
both are strong (le-er) or a weak one has the accent (pa-ís); the `u` of `que` and `gui` is silent.

The figures say where to look, not what to write: a short text with one long name scores badly.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

SHORTEST = 20  # words; fewer say nothing about how a text reads
HARDEST_SHOWN = 3
WORDS_KNOWN = 50_000  # in memory, with how many syllables they have

LETTERS = "A-Za-zÁÉÍÓÚÜÑáéíóúüñ"
WORD = re.compile(rf"[{LETTERS}]+(?:['’-][{LETTERS}]+)*")
PART = re.compile(r"['’-]")
# A lone capital before the dot is an initial (“U.S.”, “J. Ruiz”), and so is “EE. UU.”.
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
class Measure:
    """A formula with our aims: what most texts should keep to, and where we warn."""

    syllables: object  # word in small letters → how many
    score: object  # (words a sentence, syllables a word) → score
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
class Reading:
    """What the formula says of a text; `hardest` holds its hardest sentences, hardest first."""

    language: str
    score: float
    hardest: tuple[Sentence, ...]

    @property
    def is_above_aim(self):
        measure = MEASURES[self.language]
        return measure.is_harder(self.score, measure.aim)

    @property
    def is_hard(self):
        measure = MEASURES[self.language]
        return measure.is_harder(self.score, measure.limit)


def read(text, language):
    """The `Reading` of a text; None for one too short to judge."""
    words = WORD.findall(text)
    if len(words) < SHORTEST:
        return None
    measure = MEASURES[language]
    sentences = [
        Sentence(sentence, score(WORD.findall(sentence), 1, measure))
        for sentence in sentences_of(text)
    ]
    overall = score(words, len(sentences), measure)
    return Reading(language, overall, tuple(hardest(sentences, measure)))


def hardest(sentences, measure):
    sign = -1 if measure.is_higher_easier else 1
    return nlargest(HARDEST_SHOWN, sentences, key=lambda sentence: sign * sentence.score)


def score(words, sentences, measure):
    syllables = sum(measure.syllables(word.lower()) for word in words)
    return measure.score(len(words) / sentences, syllables / len(words))


def sentences_of(text):
    """The sentences that have words, each with its own mark at the end."""
    found, start = [], 0
    for end in END_OF_SENTENCE.finditer(text):
        found.append(text[start : end.end()])
        start = end.end()
    found.append(text[start:])
    return [" ".join(sentence.split()) for sentence in found if WORD.search(sentence)]


@lru_cache(WORDS_KNOWN)
def english_syllables(word):
    """Those of a word in small letters; parts joined by a hyphen or an apostrophe count apart."""
    parts = (part for part in PART.split(word) if len(part) > 1)
    return max(1, sum(map(syllables_of_part, parts)))


def syllables_of_part(part):
    groups = len(ENGLISH_VOWELS.findall(SILENT_END.sub("", part)))
    return max(1, groups + bool(SOUNDED_LE.search(part)))


@lru_cache(WORDS_KNOWN)
def spanish_syllables(word):
    groups = SPANISH_VOWELS.findall(SILENT_U.sub("", word))
    return max(1, sum(1 + sum(map(are_apart, group, group[1:])) for group in groups))


def are_apart(vowel, following):
    """Whether two vowels side by side belong to two syllables."""
    is_weak_stressed = vowel in ACCENTED_WEAK or following in ACCENTED_WEAK
    return is_weak_stressed or (vowel in STRONG and following in STRONG)


def flesch_kincaid(words_a_sentence, syllables_a_word):
    return 0.39 * words_a_sentence + 11.8 * syllables_a_word - 15.59


def fernandez_huerta(words_a_sentence, syllables_a_word):
    return 206.84 - 60 * syllables_a_word - 1.02 * words_a_sentence


MEASURES = {
    "en": Measure(english_syllables, flesch_kincaid, 8, 10, is_higher_easier=False),
    "es": Measure(spanish_syllables, fernandez_huerta, 60, 50, is_higher_easier=True),
}
