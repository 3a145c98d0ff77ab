"""The curators' synonym groups in memory, looked up by runs of a search's words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from resources.models import SynonymGroup
from resources.models.translation import LANGUAGES

from .analysis import stem, tokenize
from .query import Phrase


class SynonymRun(NamedTuple):
    """A run of words that has other phrases. If none has, one word and no phrases."""

    length: int
    phrases: tuple[Phrase, ...]


class Synonyms:
    """Looks up phrases by their stems, so that all endings of a word have the same synonyms."""

    def __init__(self, groups: Iterable[SynonymGroup] = ()) -> None:
        # Stems of a phrase in one language → its other phrases, in order (the values mean nothing).
        self.other_phrases: dict[tuple[str, ...], dict[Phrase, None]] = defaultdict(dict)
        self.longest = 0  # words in the longest phrase
        for group in groups:
            self.add_group(group)

    def add_group(self, group: SynonymGroup) -> None:
        if group.direction == group.Direction.ONE_WAY:
            targets = tokenized_lines(group.to_phrases)
            for language in LANGUAGES:
                self.add_phrases(tokenized_lines(group.from_phrases), language, targets)
        else:
            english, spanish = tokenized_lines(group.english), tokenized_lines(group.spanish)
            self.add_phrases(english, "en", english + spanish)
            self.add_phrases(spanish, "es", english + spanish)

    def add_phrases(self, phrases: list[Phrase], language: str, targets: list[Phrase]) -> None:
        """Let each of the `phrases` find the `targets`, except itself."""
        for phrase in phrases:
            self.longest = max(self.longest, len(phrase))
            others = self.other_phrases[phrase_stems(phrase, language)]
            others.update(dict.fromkeys(target for target in targets if target != phrase))

    def longest_run(self, words: Sequence[str], start: int) -> SynonymRun:
        """The longest run of `words` from position `start` on that has synonyms."""
        for length in range(min(self.longest, len(words) - start), 0, -1):
            phrase = words[start : start + length]
            found: dict[Phrase, None] = {}
            for language in LANGUAGES:
                found |= self.other_phrases.get(phrase_stems(phrase, language), {})
            if found:
                return SynonymRun(length, tuple(found))
        return SynonymRun(1, ())


def read_synonyms() -> Synonyms:
    return Synonyms(SynonymGroup.objects.order_by("slug"))


def tokenized_lines(lines: str) -> list[Phrase]:
    """The phrases of a text with one phrase on each line."""
    return [words for line in lines.splitlines() if (words := tuple(tokenize(line)))]


def phrase_stems(phrase: Sequence[str], language: str) -> tuple[str, ...]:
    """The language and the stems of a phrase, as a key."""
    return (language, *(stem(word, language) for word in phrase))
