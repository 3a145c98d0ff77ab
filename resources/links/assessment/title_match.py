"""Whether a page still names what we show it as: the entry's title, or its publisher.

Titles are kept in our words, so most of the telling words, close together, are enough. Words
count as the same if they begin the same, so that Spanish finds itself in English: `educación`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from resources.search.analysis import STOP_WORDS

from .pages import pieces, pieces_of, plain_words

BEGINNING = 5  # letters
ENOUGH_WORDS = 12  # in which to look for a name
DOUBLED = re.compile(r"([a-z])\1")
MOST_OF = 0.6  # of the telling words of a name
ROOM = 3  # times as many words as the name has, in which they have to stand
PARTS_OF_TITLE = re.compile(r"\s+[|–—·»:-]\s+|:\s+")
ACRONYM = re.compile(r"\b[A-Z]{3,7}\b")
# They stand on every second page, and name none.
SAY_NOTHING = frozenset(
    plain_words("""
    home homepage welcome page index main untitled document website site online official default
    news blog about contact resources information app login
    inicio bienvenido bienvenidos bienvenida pagina principal portada sitio noticias recursos
    informacion
    """)
)


@dataclass(frozen=True)
class Naming:
    is_title: bool  # it is about the entry itself, and not only of the same publisher
    is_any: bool | None  # title or publisher; None where page or entry say too little to tell

    @classmethod
    def of(cls, page, shown, former_title=""):
        """`former_title` is what the page called itself at the last good visit."""
        titles = [name for title in shown.titles if (name := telling(title))]
        others = [*shown.publishers, *parts_of(former_title)]
        others = [name for other in others if (name := telling(other))]
        said = beginnings(f"{page.headings}\n{page.description}", page.words)
        is_title = any(is_said(name, said) for name in titles)
        if not titles and not others:
            return cls(is_title, None)
        if is_title or any(is_said(name, said) for name in others) or has_acronym(page, shown):
            return cls(is_title, True)
        return cls(is_title, False if len(said) >= ENOUGH_WORDS else None)


def telling(name):
    """The words, cut, that make a name; none if it has only such as stand everywhere."""
    words = [w for w in pieces(name) if w not in STOP_WORDS and w not in SAY_NOTHING]
    return {cut(word) for word in words if len(word) > 1}


def beginnings(head, words):
    said = pieces_of([*plain_words(head), *words])
    cuts = {piece: cut(piece) for piece in set(said) if piece not in STOP_WORDS}
    return [cuts[piece] for piece in said if piece in cuts]


@lru_cache(maxsize=20_000)
def cut(word):
    word = DOUBLED.sub(r"\1", word)
    return (word.removesuffix("s") if len(word) > 3 else word)[:BEGINNING]  # PTAs, PTA


def is_said(name, said):
    """Whether most words of a name stand close together somewhere."""
    needed = max(min(2, len(name)), round(len(name) * MOST_OF + 0.001))
    room = len(name) * ROOM
    places = [(at, word) for at, word in enumerate(said) if word in name]
    for index, (start, _word) in enumerate(places):
        near = {word for at, word in places[index : index + room] if at < start + room}
        if len(near) >= needed:
            return True
    return False


def parts_of(title):
    """`Volunteering` and `Lakeside School` of `Volunteering | Lakeside School`."""
    return [part for part in PARTS_OF_TITLE.split(title) if len(telling(part)) > 1]


def has_acronym(page, shown):
    """Publishers sign with their first letters: CDE, LAUSD."""
    signed = set(ACRONYM.findall(f"{page.head} {page.text}"))
    return any(not signed.isdisjoint(acronyms_of(name)) for name in shown.publishers)


def acronyms_of(name):
    words = re.findall(r"[^\W\d_]+", name)
    capitals = "".join(word[0] for word in words if word[0].isupper())
    return {*ACRONYM.findall(name), capitals} if len(capitals) >= 3 else set(ACRONYM.findall(name))
