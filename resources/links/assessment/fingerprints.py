"""Fingerprints of pages, which tell later how much of a page is still there.

A fingerprint holds a sketch of the page's own words (those of the main text, each once, without
the commonest): the 128 smallest of their hashes, a bottom-k MinHash. To compare two sketches, take
the 128 smallest hashes of both together. They are a random sample of the words of both pages. The
share of them that is in both sketches estimates how similar the pages are (Jaccard).

Similarity of a page of tests/resources/links/assessment/farm/ to the one that stood there before,
as measured:

| what became of it                              | pages | least | median | most |
| ---------------------------------------------- | ----- | ----- | ------ | ---- |
| the news beside it changed, or its address     |    59 |  1.00 |   1.00 | 1.00 |
| another design around the same words           |    22 |  0.81 |   0.86 | 0.91 |
| a sentence more                                |    22 |  0.80 |   0.83 | 0.87 |
| one paragraph in three is another              |    22 |  0.46 |   0.57 | 0.66 |
| two paragraphs in three are others             |    22 |  0.17 |   0.29 | 0.35 |
| rewritten by the same people                   |    14 |  0.01 |   0.04 | 0.07 |
| taken over, all of the old page kept           |    30 |  0.54 |   0.74 | 0.82 |
| taken over, the old title and publisher kept   |    14 |  0.03 |   0.05 | 0.09 |
| taken over, another page                       |   129 |  0.00 |   0.00 | 0.04 |
| parked                                         |    44 |  0.00 |   0.00 | 0.02 |
| two pages about different things               |   127 |  0.00 |   0.02 | 0.10 |

So MIN_SIMILARITY_UNCHANGED lies between one paragraph in three and two, and MIN_SIMILARITY_RELATED
where nothing is left but the words that all such pages share. Neither tells who wrote a page: a
page rewritten by its owner is as unrelated as one that was taken over, and a whole old page with
spam added to it is similar. takeover.py asks for more.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Self

from resources.search.analysis import STOP_WORDS

from .pages import WITHOUT_SPACES, Page, tokens_of

SKETCH_SIZE = 128  # hashes
HASH_DIGITS = 6  # hexadecimal
MIN_SIMILARITY_UNCHANGED = 0.45  # below it, a curator should look again
MIN_SIMILARITY_RELATED = 0.08  # below it, nothing of the old page is left
MIN_SIMILARITY_SAME = 0.5  # from there on, it is still that page
COMPARABLE_WORDS = 30  # fewer cannot be compared


@dataclass(frozen=True)
class Fingerprint:
    title: str
    words: str  # the sketch. Empty for a file that is no page.
    length: int  # words of the main text, or bytes of a file
    is_named: bool = False  # the page named the entry's title or its publisher, see title_match.py
    blatant_category: str = ""  # code of the spam it offered blatantly, see spam_offers.py

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any] | None) -> Self | None:
        """The fingerprint that `to_json` stored. None if nothing is stored."""
        return cls(**stored) if stored else None

    @property
    def is_comparable(self) -> bool:
        return bool(self.words) and self.length >= COMPARABLE_WORDS


def fingerprint_page(
    page: Page, size: int | None, *, is_named: bool = False, blatant_category: str = ""
) -> Fingerprint:
    """The fingerprint of a page, or of a file of `size` bytes (None if unknown)."""
    if page.file_type != "html":
        return Fingerprint("", "", size or 0)
    words = tokens_of(page.main_words)
    return Fingerprint(page.title[:300], sketch(words), len(words), is_named, blatant_category)


def sketch(words: Iterable[str]) -> str:
    hashes = sorted({word_hash(word) for word in set(words) if is_lasting(word)})
    return "".join(hashes[:SKETCH_SIZE])


def is_lasting(word: str) -> bool:
    """False for dates and counters, which change by themselves, and common words."""
    is_long = len(word) > 2 or WITHOUT_SPACES.search(word) is not None
    return is_long and not word.isdecimal() and word not in STOP_WORDS


@lru_cache(maxsize=20_000)
def word_hash(word: str) -> str:
    return hashlib.blake2b(word.encode(), digest_size=HASH_DIGITS // 2).hexdigest()


def similarity(one: Fingerprint, other: Fingerprint) -> float:
    """From 0 (nothing in common) to 1 (the same words). For files, their size ratio."""
    if not one.words and not other.words:
        sizes = sorted((one.length, other.length))
        return sizes[0] / sizes[1] if sizes[0] else 1.0  # an unknown size proves no difference
    first, second = hashes_in(one), hashes_in(other)
    sample = sorted(first | second)[:SKETCH_SIZE]
    return sum(part in first and part in second for part in sample) / len(sample)


def hashes_in(one: Fingerprint) -> set[str]:
    return {one.words[at : at + HASH_DIGITS] for at in range(0, len(one.words), HASH_DIGITS)}


def is_unrelated(
    now: Fingerprint, then: Fingerprint | None, enough_words: int = COMPARABLE_WORDS
) -> bool:
    """True if nothing of the old page is left. False if either says too little."""
    if not then or not then.is_comparable or not now.words or now.length < enough_words:
        return False
    return similarity(now, then) < MIN_SIMILARITY_RELATED


def is_same_page(now: Fingerprint, then: Fingerprint | None) -> bool:
    """True if it is still the page of `then`, and no spam was added to it since."""
    if not then or not now.words or similarity(now, then) < MIN_SIMILARITY_SAME:
        return False
    return now.blatant_category in ("", then.blatant_category)


def has_changed_much(now: Fingerprint, reviewed: Fingerprint | None) -> bool:
    """True if the page changed a lot since a curator's review, if there was one."""
    return reviewed is not None and similarity(now, reviewed) < MIN_SIMILARITY_UNCHANGED
