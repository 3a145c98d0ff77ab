"""Soft 404s: pages that are missing, and answer with a success status.

A site that answers a made-up URL (the probe) with the very same page has no page at ours. That
holds only for pages with some text, since the empty page that a script fills is the same at every
URL. A site of a single page may also answer every URL with it. That page has the title we look for.
"""

import re

from resources.models.urls import parse_url

from .evidence import PageEvidence
from .fingerprints import fingerprint_page, similarity
from .pages import Page, plain_words

ENOUGH_TEXT = 25  # words: fewer are the frame of a page that a script fills
SAME_AS_PROBE = 0.8  # similarity. The rest is the URL repeated, a date, a random hint.
FIRST_MAIN_WORDS = 60  # in which a missing page says so
HOME_PAGE_NAMES = {"index", "default", "home", "inicio", "main", "welcome"}
LANGUAGE_FOLDERS = {"en", "es", "english", "espanol", "en-us", "es-us", "es-mx"}
NOT_FOUND_WORDS = re.compile(
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


def is_home_page(address: str) -> bool:
    """True if a URL looks like that of a whole site."""
    try:
        url = parse_url(address)
    except ValueError:
        return False
    parts = [part.lower() for part in url.path.split("/") if part]
    names = {part.partition(".")[0] for part in parts}
    return not url.raw_query_string and names <= HOME_PAGE_NAMES | LANGUAGE_FOLDERS


def says_not_found(page: Page) -> bool:
    """True if title, headings or first words of a page say that it is missing."""
    start = " ".join(page.main_words[:FIRST_MAIN_WORDS])
    head = " ".join(plain_words(f"{page.title} {page.headings}"))
    return bool(NOT_FOUND_WORDS.search(head) or NOT_FOUND_WORDS.search(start))


def is_probe_useful(evidence: PageEvidence) -> bool:
    """True if a probe can tell something.

    False for the address of a home page, for a file, and for a page that has the entry's title and
    does not say "not found".
    """
    if evidence.expected.is_home_page or evidence.page.file_type != "html":
        return False
    return not evidence.title_match.has_title or says_not_found(evidence.page)


def is_soft_404(evidence: PageEvidence) -> bool:
    """True if a made-up URL beside the link's gets the same page."""
    if evidence.probe_page is None or not is_probe_useful(evidence):
        return False
    return has_enough_text(evidence.page) and is_same_as_probe(evidence, evidence.probe_page)


def has_enough_text(page: Page) -> bool:
    return says_not_found(page) or len(page.text_words) >= ENOUGH_TEXT


def is_same_as_probe(evidence: PageEvidence, probe_page: Page) -> bool:
    page, probe = evidence.fingerprint, fingerprint_page(probe_page, None)
    if not page.words or not probe.words:
        return evidence.page.text == probe_page.text
    return similarity(page, probe) >= SAME_AS_PROBE
