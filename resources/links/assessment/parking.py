"""Parked pages: nothing but a notice of somebody who keeps the domain for sale.

Such a page is short and says nothing of its own. It is recognized by a phrase about the domain
(phrases/parked_offers.txt), by words of a deal near its own domain, in whatever order, by the
domain as its title above advertisements, by what its source loads, or by the URL that it redirects
to.
"""

import re

from resources.models.urls import host_of, parse_url

from .domains import domain_of
from .evidence import SHORT_PAGE, PageEvidence
from .pages import plain_words
from .phrases import load_phrases
from .spam_offers import ENOUGH_SAFE_WORDS, spaced
from .spam_phrases import PARKED

PARKED_WORDS = (
    "domain",
    "dominio",
    "sale",
    "venta",
    "parked",
    "future home",
    "purchase",
    "expired",
)
DEAL_WORDS = 2  # different ones near the domain
DEAL_DISTANCE = 12  # words, at most, between the two
# Domains of development or of a language do not count: `el dominio del inglés`.
DOMAIN_WORDS = re.compile(
    r"(?<= )(?:(?:this|the|your|premium) domains?|(?:domain|web) names?"
    r"|este dominio|el dominio|su dominio|nombre de dominio"
    r"|diese domain|die domain|nom de domaine|questo dominio)"
    r"(?= )(?! (?:of|del?) )"
)
OWN_DOMAIN = "this domain"
DEAL = re.compile(
    r"\b(for sale|sale|buy(?:ing)?|purchas(?:e|ing)|acquir(?:e|ing)|available|offers?|inquir(?:e|y)"
    r"|brokers?|price|lease|expired?|renew(?:al)?|backorder|registered|registrar|parked|auction"
    r"|marketplace|owners?|premium|bids?|seller|could be yours|brandable|escrow|payments|\d+ usd"
    r"|suspended|auctioned|control panel|site builder|on the market|hosting"
    r"|registrado|hospedaje|alojamiento"
    r"|disponible|asesor|por \d+ (?:dolares|euros|pesos)|venta|compr(?:ar|e)|adquirir"
    r"|oferta|caducado|caduco|vencido"
    r"|expirado|renovar|renueve|titular|subasta|estacionado|aparcado|verkauf|kaufen|angebot"
    r"|inhaber|vendre|achete[rz]|offre|proprietaire|venda|proposta|vendita|offerta|koop|eigenaar"
    r"|sprzedaz)\b"
)
# A site that has moved speaks of domains, too.
MOVE_WORDS = re.compile(
    r"\b(moved|moving|new (?:website|site|home|address|domain)|bookmarks?|mudamos|mudo"
    r"|nueva direccion|nuevo (?:sitio|dominio)|favoritos)\b"
)
ADVERTISEMENTS = re.compile(
    r"\b(related (?:searches|topics)|sponsored (?:listings|links|results)|relevant links"
    r"|best information"
    r"|information you re looking for|busquedas relacionadas"
    r"|enlaces patrocinados)\b"
)
DEALER_URL = re.compile(r"buy|sale|offer|auction|park|market|venta|comprar", re.I)
LANDER_PATH = re.compile(r"^/?lander/?$")
PARKING_HOST = re.compile(r"^ww\d{1,3}\.")  # numbered hosts that share the visitors
PARKING_SOURCES = load_phrases("parking_sources")


def is_parked(evidence: PageEvidence) -> bool:
    text = evidence.text
    if len(text.words) > SHORT_PAGE:
        return False
    if has_parking_technology(evidence):
        return True
    if evidence.title_match.has_title:
        return False
    is_notice = has_parking_phrase(evidence) or is_deal(evidence)
    return (is_notice and text.safe_words < ENOUGH_SAFE_WORDS) or is_advertising_domain(evidence)


def has_parking_technology(evidence: PageEvidence) -> bool:
    """True if what visitors do not see gives it away: source, host, or redirect."""
    source = evidence.page.source.lower()
    is_parking_host = (
        PARKING_HOST.match(evidence.final_host) is not None
        and bool(evidence.result.hops)
        and evidence.title_match.has_name is False
    )
    return (
        is_parking_host
        or any(mark in source for mark in PARKING_SOURCES)
        or is_domain_dealer(evidence.page.redirects_to, evidence)
    )


def is_domain_dealer(url: str, evidence: PageEvidence) -> bool:
    """True if the URL offers the entry's own domain, on this site or another."""
    try:
        path = parse_url(url).path
    except ValueError:
        return False
    own = evidence.domain
    is_elsewhere = domain_of(host_of(url)) not in ("", own)
    is_offer = is_elsewhere and own in url and DEALER_URL.search(url) is not None
    return LANDER_PATH.match(path) is not None or is_offer


def has_parking_phrase(evidence: PageEvidence) -> bool:
    """True for one phrase about the domain itself, or two of any kind (ads)."""
    offers = evidence.offers
    found = offers.phrases if offers and offers.category == PARKED.code else ()
    return len(found) > 1 or any(word in phrase for phrase in found for word in PARKED_WORDS)


def is_deal(evidence: PageEvidence) -> bool:
    """True if the page speaks of a sale or an expiry of a domain.

    At least DEAL_WORDS different words of these stand within DEAL_DISTANCE words of mentions of a
    domain. A page about a move is no deal. Neither is one that names the entry, but not its own
    domain.
    """
    text = evidence.text.spaced_text
    with_own = text.replace(domain_words(evidence), f" {OWN_DOMAIN} ")
    if MOVE_WORDS.search(text) or (evidence.title_match.has_name and with_own == text):
        return False
    near = [
        words_around(with_own, match.start(), match.end())
        for match in DOMAIN_WORDS.finditer(with_own)
    ]
    return len({deal for part in near for deal in DEAL.findall(part)}) >= DEAL_WORDS


def words_around(text: str, start: int, end: int) -> str:
    before, after = text[:start].split(), text[end:].split()
    return " ".join([*before[-DEAL_DISTANCE:], *after[:DEAL_DISTANCE]])


def is_advertising_domain(evidence: PageEvidence) -> bool:
    """True if the title begins with the domain, and advertisements stand under it."""
    has_domain_title = evidence.text.title.startswith(domain_words(evidence))
    return has_domain_title and ADVERTISEMENTS.search(evidence.text.spaced_text) is not None


def domain_words(evidence: PageEvidence) -> str:
    """The entry's domain as words in a spaced text: ` lakeside example `."""
    return spaced(plain_words(evidence.domain))
