"""Whether a page still names what we show it as: the entry's title, or its publisher.

Titles are kept in our words, so most of the telling words, close together, are enough. Words
count as the same if they begin the same, so that Spanish finds itself in English: `educación`.
"""

import re

from resources.catalogue.words import STOP_WORDS

from .pages import plain_words

BEGINNING = 5  # letters
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


def names(page, shown, former_title=""):
    """True or False; None where the page, or what we show, says too little to tell."""
    wanted = [*shown.titles, *shown.publishers, *parts_of(former_title)]
    wanted = [name for name in wanted if telling(name)]
    said = beginnings(f"{page.head}\n{page.text}\n{page.without_scripts}")
    if not wanted or len(set(said)) < 3:
        return None
    if any(is_said(telling(name), said) for name in wanted) or has_acronym(page, shown):
        return True
    return False if len(said) >= 12 else None


def names_title(page, shown):
    """Whether it is about the entry itself, and not only of the same publisher."""
    said = beginnings(f"{page.head}\n{page.text}")
    return any(is_said(telling(title), said) for title in shown.titles if telling(title))


def telling(name):
    """The words, cut, that make a name; none if it has only such as stand everywhere."""
    words = [w for w in plain_words(name) if w not in STOP_WORDS and w not in SAY_NOTHING]
    return {cut(word) for word in words if len(word) > 1}


def beginnings(text):
    return [cut(word) for word in plain_words(text) if word not in STOP_WORDS]


def cut(word):
    return DOUBLED.sub(r"\1", word)[:BEGINNING]


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
