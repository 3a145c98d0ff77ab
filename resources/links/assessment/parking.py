"""Whether a page is nothing but a notice of whoever keeps domains for sale.

Such a page is short and says nothing of its own. It is known by a phrase (vocabularies.PARKED); by
words of a deal beside its own domain, in whatever order; by the domain as its title, above
advertisements; by what its source loads; or by the address that it sends on to.
"""

import re

from yarl import URL

from resources.models.urls import host_of

from .domains import domain_of
from .pages import plain_words
from .spam_offers import WARNED
from .spam_phrases import PARKED, phrases

SHORT = 120  # words of a page that is nothing but a notice
SAY_PARKED = ("domain", "dominio", "sale", "venta", "parked", "future home", "purchase", "expired")
DEALS = 2  # different words of a deal near the domain
NEAR = 12  # words, at most, between the two
# Not those of development, nor of a language: `el dominio del inglés`.
DOMAIN = re.compile(
    r"(?<= )(?:(?:this|the|your|premium) domains?|(?:domain|web) names?"
    r"|este dominio|el dominio|su dominio|nombre de dominio"
    r"|diese domain|die domain|nom de domaine|questo dominio)"
    r"(?= )(?! (?:of|del?) )"
)
OWN = "this domain"
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
# Who moves house speaks of domains, too.
MOVES = re.compile(
    r"\b(moved|moving|new (?:website|site|home|address|domain)|bookmarks?|mudamos|mudo"
    r"|nueva direccion|nuevo (?:sitio|dominio)|favoritos)\b"
)
ADVERTISES = re.compile(
    r"\b(related (?:searches|topics)|sponsored (?:listings|links|results)|relevant links"
    r"|best information"
    r"|information you re looking for|busquedas relacionadas"
    r"|enlaces patrocinados)\b"
)
DEALER = re.compile(r"buy|sale|offer|auction|park|market|venta|comprar", re.I)
LANDER = re.compile(r"^/?lander/?$")
PARKING_HOST = re.compile(r"^ww\d{1,3}\.")  # to which visitors are sent by turns
# What the pages of those who park domains are made with.
PARKING = phrases("""
    sedoparking.com, parkingcrew.net, bodis.com, parklogic, above.com/park, afternic.com
    hugedomains.com, adsense/domains/caf.js, d38psrni17bvxu.cloudfront.net, domainmarket.com
    img1.wsimg.com/parking, parking-lander, dan.com/buy-domain, parkingpage.namecheap.com
    uniregistry.com/buy, undeveloped.com, domcollect, voodoo.com/parking, parastorage.com/parked
    cashparking, smartname.com, skenzo.com, ztomy.com, brandbucket.com, park.io/
""")


def is_parked(visit, reading):
    text, page = reading.text, reading.page
    if len(text.words) > SHORT:
        return False
    if is_made_to_park(visit, reading):
        return True
    if reading.naming.is_title:
        return False
    says_so = says_parked(reading.offers) or is_deal(visit, reading)
    return (says_so and text.care < WARNED) or is_advertising_itself(visit, page, text)


def is_made_to_park(visit, reading):
    """What nobody sees of it: its source, its host, where it sends on to."""
    source, end = reading.page.source.lower(), reading.page.sends_on_to
    is_counted = PARKING_HOST.match(host_of(visit.final_address)) is not None
    is_kept = is_counted and bool(visit.hops) and reading.naming.is_any is False
    return is_kept or any(mark in source for mark in PARKING) or is_dealer(end, visit)


def is_dealer(end, visit):
    """Whether an address is one where the domain itself is what is offered."""
    try:
        path = URL(end).path
    except ValueError:
        return False
    own = domain_of(host_of(visit.address))
    is_elsewhere = domain_of(host_of(end)) not in ("", own)
    return bool(LANDER.match(path) or (is_elsewhere and own in end and DEALER.search(end)))


def says_parked(offers):
    """One phrase about the domain itself is enough; sponsored links need another one."""
    found = offers.found if offers and offers.trade == PARKED.name else ()
    return len(found) > 1 or any(part in phrase for phrase in found for part in SAY_PARKED)


def is_deal(visit, reading):
    """Whether it speaks of its own domain, or of one, and beside that of buying or of losing it."""
    text = reading.text
    said = text.all.replace(own_words(visit), f" {OWN} ")
    if MOVES.search(text.all) or (reading.naming.is_any and said == text.all):
        return False
    near = [
        " ".join([*said[: match.start()].split()[-NEAR:], *said[match.end() :].split()[:NEAR]])
        for match in DOMAIN.finditer(said)
    ]
    return len({deal for part in near for deal in DEAL.findall(part)}) >= DEALS


def is_advertising_itself(visit, page, text):
    """Whether it has its domain for a title, and nothing under it but what is paid for."""
    title = f" {' '.join(plain_words(page.title))} "
    return title.startswith(own_words(visit)) and bool(ADVERTISES.search(text.all))


def own_words(visit):
    return f" {' '.join(plain_words(domain_of(host_of(visit.address))))} "
