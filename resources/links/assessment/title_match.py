"""Whether a page still names the entry: its title, or its publisher.

Entries keep titles in our own words, so most of the distinctive words of a name, close together,
are enough. Words count as the same if their first letters are, so that Spanish finds itself in
English: `educación`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resources.search.analysis import STOP_WORDS

from .pages import Page, plain_words, tokens, tokens_of
from .phrases import load_phrases

PREFIX_LETTERS = 5
ENOUGH_PAGE_WORDS = 12  # in which to look for a name
DOUBLED = re.compile(r"([a-z])\1")
SHARE_OF_NAME = 0.6  # of its distinctive words, that a page needs to have
WINDOW = 3  # a name of n distinctive words has to occur within WINDOW * n words
TITLE_SEPARATOR = re.compile(r"\s+[|–—·»:-]\s+|:\s+")
ACRONYM = re.compile(r"\b[A-Z]{3,7}\b")
GENERIC_WORDS = frozenset(load_phrases("generic_title_words"))


@dataclass(frozen=True)
class TitleMatch:
    has_title: bool  # the page is about the entry itself, and not only by the same publisher
    has_name: bool | None  # title or publisher. None if page or entry say too little to tell.


def match_titles(
    page: Page, titles: Iterable[str], publishers: Sequence[str], former_title: str = ""
) -> TitleMatch:
    """Compare a page with an entry's names.

    `former_title` is the page's own title at the last good visit.
    """
    title_names = distinctive(titles)
    other_names = distinctive([*publishers, *title_parts(former_title)])
    on_page = prefixes_of(f"{page.headings}\n{page.description}", page.words)
    has_title = any(occurs_in(name, on_page) for name in title_names)
    if not title_names and not other_names:
        return TitleMatch(has_title, None)
    if has_title or any(occurs_in(name, on_page) for name in other_names):
        return TitleMatch(has_title, True)
    if has_acronym(page, publishers):
        return TitleMatch(has_title, True)
    return TitleMatch(has_title, False if len(on_page) >= ENOUGH_PAGE_WORDS else None)


def distinctive(names: Iterable[str]) -> list[set[str]]:
    """The distinctive prefixes of each name that has any."""
    return [found for name in names if (found := distinctive_prefixes(name))]


def distinctive_prefixes(name: str) -> set[str]:
    """The prefixes of a name's distinctive words. Empty if all are generic."""
    words = [w for w in tokens(name) if w not in STOP_WORDS and w not in GENERIC_WORDS]
    return {prefix(word) for word in words if len(word) > 1}


def prefixes_of(head: str, words: Iterable[str]) -> list[str]:
    """The prefixes of a page's words, in order, without stop words."""
    on_page = tokens_of([*plain_words(head), *words])
    prefixes = {word: prefix(word) for word in set(on_page) if word not in STOP_WORDS}
    return [prefixes[word] for word in on_page if word in prefixes]


@lru_cache(maxsize=20_000)
def prefix(word: str) -> str:
    """The first letters of a word, without doubled letters and a plural's s."""
    word = DOUBLED.sub(r"\1", word)
    return (word.removesuffix("s") if len(word) > 3 else word)[:PREFIX_LETTERS]


def occurs_in(name: set[str], prefixes: Sequence[str]) -> bool:
    """True if most words of a name stand close together somewhere."""
    needed = max(min(2, len(name)), round(len(name) * SHARE_OF_NAME + 0.001))
    window = len(name) * WINDOW
    places = [(at, word) for at, word in enumerate(prefixes) if word in name]
    for index, (start, _word) in enumerate(places):
        near = {word for at, word in places[index : index + window] if at < start + window}
        if len(near) >= needed:
            return True
    return False


def title_parts(title: str) -> list[str]:
    """The parts of a title, such as `Volunteering` of `Volunteering | Lakeside School`.

    Parts with fewer than two distinctive words are left out.
    """
    return [part for part in TITLE_SEPARATOR.split(title) if len(distinctive_prefixes(part)) > 1]


def has_acronym(page: Page, publishers: Iterable[str]) -> bool:
    """True if the page has a publisher's acronym, such as CDE or LAUSD.

    Many pages have no other signature.
    """
    on_page = set(ACRONYM.findall(f"{page.head} {page.text}"))
    return any(not on_page.isdisjoint(acronyms_of(name)) for name in publishers)


def acronyms_of(name: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+", name)
    initials = "".join(word[0] for word in words if word[0].isupper())
    written = set(ACRONYM.findall(name))
    return {*written, initials} if len(initials) >= 3 else written
