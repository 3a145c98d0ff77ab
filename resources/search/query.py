"""What a visitor typed, taken apart. Nothing typed is an error: what is no sign is plain text."""

import re
from dataclasses import dataclass

from .analysis import STOP_WORDS, WORD, fold, lowered, raw_words

# A quoted phrase or one piece of text, either with a minus before it that follows no letter.
PIECE = re.compile(r'(?<!\S)(-?)"([^"]*)"|(?<!\S)(-?)([^\s"]+)|"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True)
class Query:
    """Words are lowered, with their accents; a phrase is a tuple of them."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()

    @property
    def is_empty(self):
        return not (self.words or self.phrases or self.excluded)


def parse(text):
    """The words to find, the phrases in quotation marks, and what to leave out (`-word`)."""
    words, phrases, excluded = [], [], []
    for quote_minus, quote, minus, piece, late_quote, late_piece in PIECE.findall(straight(text)):
        found = tuple(raw_words(quote or piece or late_quote or late_piece))
        if not found:
            continue
        if quote_minus or minus:
            excluded.append(found)
        elif quote or late_quote:
            phrases.append(found)
        else:
            words.extend(found)
    return Query(tuple(words), tuple(phrases), tuple(excluded))


def straight(text):
    """With one kind of quotation mark; an odd last one opens nothing."""
    text = re.sub("[“”«»„]", '"', text)
    if text.count('"') % 2:
        head, _mark, tail = text.rpartition('"')
        text = f"{head} {tail}"
    return text


def telling(words):
    """Places of the words that tell entries apart; of all, if none does."""
    places = [place for place, word in enumerate(words) if fold(word) not in STOP_WORDS]
    return places or list(range(len(words)))


def with_word_replaced(text, word, replacement):
    """The text as typed, with a (lowered) word of it replaced wherever it stands."""
    pieces, end = [], 0
    small = lowered(text)
    if len(small) != len(text):  # apostrophes and the like went away; work on what is left
        text = small
    for match in WORD.finditer(small):
        if match[0] == word:
            pieces += [text[end : match.start()], replacement]
            end = match.end()
    return "".join([*pieces, text[end:]])
