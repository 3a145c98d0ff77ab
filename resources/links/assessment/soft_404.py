"""Pages that say they are not there, and answer as if they were: soft 404s.

A site that answers a made-up address with the very same page has no page at ours. That holds only
for pages that say something: the empty shell of a script is the same at every address, and so
may be a site of one page, which then names what we look for.
"""

import re

from yarl import URL

from .fingerprints import fingerprint, likeness
from .pages import plain_words, read

ENOUGH_WORDS = 25  # fewer are the frame of a page that a script fills
SAME = 0.8  # likeness; the rest is the address repeated, a date, a hint picked at random
HOME_NAMES = {"index", "default", "home", "inicio", "main", "welcome"}
LANGUAGE_FOLDERS = {"en", "es", "english", "espanol", "en-us", "es-us", "es-mx"}
NOT_FOUND = re.compile(
    r"\b(404|page not found|(page|file|document|content|article|resource)[\w ]{0,40}"
    r" (not found|no longer (exists|available)|(cannot|could not|can t|couldn t) be found"
    r"|does not exist|doesn t exist|has been removed|was removed)"
    r"|(cannot|could not|can t|couldn t) find (the|that|this|what)"
    r"|pagina no (encontrada|existe|disponible)"
    r"|(pagina|archivo|documento|contenido|articulo|recurso)[\w ]{0,40}"
    r" (no existe|no esta disponible|no se encuentra|no se encontro|no fue encontrad[oa]"
    r"|ya no existe|ha sido eliminad[oa]|fue eliminad[oa])"
    r"|no (hemos podido|pudimos|podemos) encontrar|no se (encontro|ha encontrado) la pagina)\b"
)


def is_home_page(address):
    """Whether an address, by its looks, is that of a whole site."""
    try:
        url = URL(address)
    except ValueError:
        return False
    parts = [part.lower() for part in url.path.split("/") if part]
    names = [part.partition(".")[0] for part in parts]
    return not url.raw_query_string and all(n in HOME_NAMES | LANGUAGE_FOLDERS for n in names)


def says_not_found(page):
    """Whether its title, its headings or its first words say so."""
    start = " ".join(page.main_words[:60])
    head = " ".join(plain_words(f"{page.title} {page.headings}"))
    return bool(NOT_FOUND.search(head) or NOT_FOUND.search(start))


def is_worth_asking(reading, shown):
    """Whether a made-up address would tell more: the page is not plainly the one we look for."""
    if shown.is_home_page or reading.page.kind != "html":
        return False
    return not reading.naming.is_title or says_not_found(reading.page)


def is_soft_404(visit, reading, shown):
    """Whether the answer is what any address there gets."""
    page, probe = reading.page, visit.probe
    if not probe or not probe.answer or not is_worth_asking(reading, shown):
        return False
    other = read(probe.answer, probe.final_address)
    return says_enough(page) and is_same(page, other)


def says_enough(page):
    return says_not_found(page) or len(plain_words(page.text)) >= ENOUGH_WORDS


def is_same(page, other):
    mine, others = (fingerprint(one, None) for one in (page, other))
    if not mine.words or not others.words:
        return page.text == other.text
    return likeness(mine, others) >= SAME
