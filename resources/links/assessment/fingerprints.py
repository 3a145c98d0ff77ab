"""What is kept of a page to tell later how much of it is still there.

A fingerprint holds a sketch of the page's own words (those of the main text, each once, without
the commonest): the 128 smallest of their hashes. Of two sketches, the smallest 128 of both together
are a fair sample of all words of both; the share that both have is how like the pages are.

How like a page of tests/resources/links/farm/ is to the one that stood there before, as measured:

| what became of it                              | pages | least | median | most |
| ---------------------------------------------- | ----- | ----- | ------ | ---- |
| the news beside it changed, or its address     |    59 |  1.00 |   1.00 | 1.00 |
| another design around the same words           |    22 |  0.81 |   0.86 | 0.91 |
| a sentence more                                |    22 |  0.80 |   0.83 | 0.87 |
| one paragraph in three is another              |    22 |  0.46 |   0.57 | 0.66 |
| two paragraphs in three are others             |    22 |  0.17 |   0.29 | 0.35 |
| written anew by the same people                |    14 |  0.01 |   0.04 | 0.07 |
| taken over, all of the old page kept           |    30 |  0.54 |   0.74 | 0.82 |
| taken over, the old title and publisher kept   |    14 |  0.03 |   0.05 | 0.09 |
| taken over, another page                       |   129 |  0.00 |   0.00 | 0.04 |
| parked                                         |    44 |  0.00 |   0.00 | 0.02 |
| two pages about different things               |   127 |  0.00 |   0.02 | 0.10 |

So CHANGED_MUCH lies between one paragraph in three and two, and FAR where nothing is left but the
words that all such pages share. Who wrote a page, neither tells: written anew is as far as taken
over, and a whole old page with something for sale in it is near. takeover.py asks for more.
"""

import hashlib
from dataclasses import asdict, dataclass
from functools import lru_cache

from resources.search.analysis import STOP_WORDS

from .pages import WITHOUT_SPACES, pieces_of

SAMPLE = 128
DIGITS = 6  # of a hash, hexadecimal
CHANGED_MUCH = 0.45  # below: a curator should look again
FAR = 0.08  # below: nothing of the old page is left
NEAR = 0.5  # above: it is still that page
ENOUGH_WORDS = 30  # in fewer there is no telling


@dataclass(frozen=True)
class Fingerprint:
    title: str
    words: str  # the sketch; empty for a file that is no page
    length: int  # words of the main text; bytes of a file
    is_named: bool = False  # it named the entry's title or its publisher, see naming.py
    trade: str = ""  # what it was loud of, see takeover.py

    def to_json(self):
        return asdict(self)

    @classmethod
    def from_json(cls, stored):
        """None for nothing stored."""
        return cls(**stored) if stored else None

    @property
    def is_telling(self):
        return bool(self.words) and self.length >= ENOUGH_WORDS


def fingerprint(page, size, *, is_named=False, trade=""):
    """The fingerprint of a page, or of a file of `size` bytes (None: nobody knows)."""
    if page.kind != "html":
        return Fingerprint("", "", size or 0)
    words = pieces_of(page.main_words)
    return Fingerprint(page.title[:300], sketch(words), len(words), is_named, trade)


def sketch(words):
    hashes = sorted({hashed(word) for word in set(words) if is_telling(word)})
    return "".join(hashes[:SAMPLE])


def is_telling(word):
    """Dates and counters change by themselves, and the commonest words are everywhere."""
    is_long = len(word) > 2 or WITHOUT_SPACES.search(word) is not None
    return is_long and not word.isdecimal() and word not in STOP_WORDS


@lru_cache(maxsize=20_000)
def hashed(word):
    return hashlib.blake2b(word.encode(), digest_size=DIGITS // 2).hexdigest()


def likeness(one, other):
    """From 0, nothing in common, to 1, the same words; of two files, how alike their sizes are."""
    if not one.words and not other.words:
        sizes = sorted((one.length, other.length))
        return sizes[0] / sizes[1] if sizes[0] else 1.0  # of a size not told, nothing is known
    first, second = hashes_of(one), hashes_of(other)
    sample = sorted(first | second)[:SAMPLE]
    return sum(part in first and part in second for part in sample) / len(sample)


def hashes_of(one):
    return {one.words[at : at + DIGITS] for at in range(0, len(one.words), DIGITS)}


def is_far(now, then, enough=ENOUGH_WORDS):
    """Whether nothing of the old page is left. None where one of the two says too little."""
    if not then or not then.is_telling or not now.words or now.length < enough:
        return None
    return likeness(now, then) < FAR


def is_same_page(now, then):
    """Whether it is still the page of `then`, with nothing put up for sale in it since."""
    is_near = bool(now and then) and now.words != "" and likeness(now, then) >= NEAR
    return is_near and now.trade in ("", then.trade)


def has_changed_much(now, then):
    """Beside the page that a curator reviewed. Of what cannot be compared: no."""
    return bool(now and then) and likeness(now, then) < CHANGED_MUCH
