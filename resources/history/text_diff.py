"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
# Pairs of words that are looked at; two longer texts count as wholly different in their middle.
MOST_PAIRS = 1_000_000


@dataclass(frozen=True)
class Piece:
    """Some of a text: `same` in both, `out` (only in the old one) or `in` (only in the new one)."""

    kind: str
    text: str


def compared(old, new):
    """The pieces that tell how `old` became `new`; breaks of lines and spaces do not count."""
    old, new = WORD.findall(old), WORD.findall(new)
    start = common(old, new)
    end = common(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    pieces = [Piece("same", "".join(new[:start])), *compared_middle(*middle)]
    pieces.append(Piece("same", "".join(new[len(new) - end :])))
    return [piece for piece in pieces if piece.text]


def common(old, new):
    """How many words both begin with."""
    pairs = zip(old, new, strict=False)
    same = (number for number, pair in enumerate(pairs) if not is_same(*pair))
    return next(same, min(len(old), len(new)))


def is_same(word, other):
    return word.strip() == other.strip()


def compared_middle(old, new):
    if len(old) * len(new) > MOST_PAIRS:
        return [Piece("out", "".join(old)), Piece("in", "".join(new))]
    words = [[word.strip() for word in text] for text in (old, new)]
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[c:d])))
        else:
            pieces += [Piece("out", "".join(old[a:b])), Piece("in", "".join(new[c:d]))]
    return pieces
