"""Parses what a visitor typed. Nothing is an error: a sign without a meaning is plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .analysis import SEARCH_WORD, STOP_WORDS, fold, normalize, tokenize

# A quoted phrase or a run of other characters. A minus before it counts if no letter precedes it.
QUERY_TOKEN = re.compile(r'(?<!\S)(-?)"([^"]*)"|(?<!\S)(-?)([^\s"]+)|"([^"]*)"|([^\s"]+)')

Phrase = tuple[str, ...]  # normalized words in order, with their accents


@dataclass(frozen=True)
class Query:
    """A parsed search: words and phrases to find, and phrases that must not occur."""

    words: tuple[str, ...] = ()  # normalized, with their accents
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.phrases or self.excluded)


def parse(text: str) -> Query:
    """The words to find, the phrases in quotation marks, and what to exclude (`-word`)."""
    words: list[str] = []
    phrases: list[Phrase] = []
    excluded: list[Phrase] = []
    tokens = QUERY_TOKEN.findall(normalize_quotes(text))
    for quote_minus, quote, minus, run, late_quote, late_run in tokens:
        found = tuple(tokenize(quote or run or late_quote or late_run))
        if not found:
            continue
        if quote_minus or minus:
            excluded.append(found)
        elif quote or late_quote:
            phrases.append(found)
        else:
            words.extend(found)
    return Query(tuple(words), tuple(phrases), tuple(excluded))


def normalize_quotes(text: str) -> str:
    """`text` with one kind of quotation mark. An odd last one opens nothing and is removed."""
    text = re.sub("[“”«»„]", '"', text)
    if text.count('"') % 2:
        head, _mark, tail = text.rpartition('"')
        text = f"{head} {tail}"
    return text


def significant_positions(words: Sequence[str]) -> list[int]:
    """Positions of the words that are no stop words.

    Those of all words if there are only stop words.
    """
    positions = [place for place, word in enumerate(words) if fold(word) not in STOP_WORDS]
    return positions or list(range(len(words)))


def replace_word(text: str, word: str, replacement: str) -> str:
    """`text` as typed, with each occurrence of a normalized `word` replaced."""
    parts: list[str] = []
    end = 0
    normalized = normalize(text)
    if len(normalized) != len(text):  # apostrophes and the like were removed: positions differ
        text = normalized
    for match in SEARCH_WORD.finditer(normalized):
        if match[0] == word:
            parts += [text[end : match.start()], replacement]
            end = match.end()
    return "".join([*parts, text[end:]])
