"""The word-by-word difference of two texts."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD_WITH_SPACE = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
# The most pairs of words that are compared. The middles of longer texts count as all different.
MAX_PAIRS = 1_000_000


@dataclass(frozen=True)
class DiffPiece:
    """A piece of text: `same` in both, `out` (only in the old) or `in` (only in the new)."""

    kind: str
    text: str


def word_diff(old, new):
    """The pieces that turn `old` into `new`. White space makes no difference."""
    old, new = WORD_WITH_SPACE.findall(old), WORD_WITH_SPACE.findall(new)
    start = common_prefix_length(old, new)
    end = common_prefix_length(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    pieces = [DiffPiece("same", "".join(new[:start])), *middle_diff(*middle)]
    pieces.append(DiffPiece("same", "".join(new[len(new) - end :])))
    return [piece for piece in pieces if piece.text]


def common_prefix_length(old, new):
    """The number of equal words at the start of two lists."""
    pairs = zip(old, new, strict=False)
    same = (number for number, pair in enumerate(pairs) if not is_same_word(*pair))
    return next(same, min(len(old), len(new)))


def is_same_word(word, other):
    return word.strip() == other.strip()


def middle_diff(old, new):
    if len(old) * len(new) > MAX_PAIRS:
        return [DiffPiece("out", "".join(old)), DiffPiece("in", "".join(new))]
    words = [[word.strip() for word in text] for text in (old, new)]
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(DiffPiece("same", "".join(new[c:d])))
        else:
            pieces += [DiffPiece("out", "".join(old[a:b])), DiffPiece("in", "".join(new[c:d]))]
    return pieces
