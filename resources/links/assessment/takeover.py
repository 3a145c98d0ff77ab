"""Signs that somebody else has the address, and how many of them are enough.

Lapsed domains are bought for their good name. What then stands there is a casino, a pharmacy,
pornography, quick loans, a domain dealer's notice, or a blog that sells links; sometimes with the
old site's title kept, or the whole old page with a few new words in it. The signs:

- *other domain*: redirects end in a domain that never was the entry's (domains.py);
- *unnamed*: neither the entry's title nor its publisher is named any more (naming.py);
- *far*: almost no word is left of the last good page (fingerprints.py);
- *loud*: three offers of one trade, or two and one of them in title, headings or description
  (vocabularies.py); not far apart, no words of warning beside them, nor more of these than offers;
- *thick*: three different offers or topics among few other words, and next to none of care
  (caring.py); of any other business (roofs, coupons, software) four, and not one of care;
- *quiet*: one offer, or the subject of a trade as title, and no words of warning;
- *parked*: a notice of whoever keeps the domain for sale (parking.py);
- *sold host*: another domain whose name itself is one of these trades'.

The first line that fits decides:

| near the last good page, or the one a curator lifted; | no  | it is the page we knew            |
| and not loud, or as that was                          |     |                                   |
| parked                                                | yes | nobody else makes such pages      |
| sold host                                             | yes | also where the page shows nothing |
| loud                                                  | yes | also if named: titles are kept    |
| thick + far                                           | yes |                                   |
| thick with an offer; unnamed, or no word of care      | yes | publishers are kept; titles that  |
|                                                       |     | are still named speak for a page  |
| thick of any business, and far                        | yes |                                   |
| a wall, a missing page, nothing (judging.py)          | no  | it says nothing of its owner      |
| a domain that nobody can buy: `.gov`, `.edu`, `k12`   | no  | only loud words count there       |
| quiet + unnamed + far                                 | yes |                                   |
| other domain + unnamed                                | yes | but what cannot be read is not    |
|                                                       |     | unnamed: there nobody knows       |
| unnamed + far; named at the last good visit           | yes | a blog in the place of a school   |
| … but sent on within the domain, to a page of care    | no  | offices are merged and renamed    |
| anything else                                         | no  |                                   |

So of what a living page may have, one sign is never enough: a report on betting is quiet, a
district with a new domain is at another one and names itself, a redesign is far and names itself,
a page that teaches against gambling is loud but for its warnings. Living blogs, too, sell guest
posts, and boosters sell hoodies: neither `content-mill` nor `business` is ever loud.

What stays open: a harmless page that keeps the old names is not told from a page written anew, nor,
where nobody was before us, from one that a curator calls by another name.
"""

import re

from resources.models.urls import host_of

from .domains import belongs_to_another, domain_of, is_never_sold, words_of
from .fingerprints import ENOUGH_WORDS, is_far, is_same_page
from .pages import plain_words
from .parking import SHORT, is_parked
from .spam_phrases import BUSINESS, ENDINGS, IN_HOSTS

CARES = 3  # different words of care
FEW_WORDS = 8  # enough to compare, where they offer something


def signs_of_new_owner(visit, reading, past):
    """[(code, facts)], none if it is a page that we know."""
    now = reading.fingerprint
    if is_same_page(now, past.good) or is_lifted(past, now):
        return []
    signs = [*signs_of_address(visit, reading.page, past), *signs_of_page(visit, reading)]
    if reading.naming.is_any is False:
        signs.append(("unnamed", {}))
    if is_far(now, past.good, FEW_WORDS if reading.offers else ENOUGH_WORDS):
        signs.append(("far", {}))
    return signs


def signs_of_address(visit, page, past):
    end = destination(visit, page)
    if belongs_to_another(end, visit.address, past.good_host):
        yield "other-domain", {"host": host_of(end)}
        if is_sold_host(end):
            yield "sold-host", {"host": host_of(end)}


def signs_of_page(visit, reading):
    if is_parked(visit, reading):
        yield "parked", {}
    elif reading.offers:
        yield "offers", reading.offers.facts


def speak_for_themselves(signs, reading):
    """The first lines of the table: whatever the page answers, and whatever it was."""
    if not signs:
        return False
    codes = codes_of(signs)
    return is_sold(reading, "far" in codes) or bool(codes & {"parked", "sold-host"})


def is_sold(reading, is_far):
    """Whether what it offers is enough. Names are kept, but seldom with nothing else of care."""
    offers, naming = reading.offers, reading.naming
    if not offers or not offers.is_thick or naming.is_title:
        return offers is not None and offers.is_loud
    if offers.trade == BUSINESS.name:
        return offers.is_pure and is_far
    is_new = offers.is_made and (not naming.is_any or offers.is_pure)
    return offers.is_loud or is_far or is_new


def are_enough(signs, visit, reading, past):
    """The other lines, which compare: for a page that is there, and is no wall."""
    codes = codes_of(signs)
    was_named = past.good is not None and past.good.is_named
    if is_never_sold(visit.final_address):
        return False
    return (
        codes >= {"other-domain", "unnamed"}
        or codes >= {"offers", "unnamed", "far"}
        or (codes >= {"unnamed", "far"} and was_named and not is_at_sibling(visit, reading))
    )


def is_at_sibling(visit, reading):
    """Whether the owner sent us on to another of its hosts, where it speaks of our subject."""
    here, there = host_of(visit.address), host_of(visit.final_address)
    return here != there and domain_of(here) == domain_of(there) and reading.text.care >= CARES


def codes_of(signs):
    return {code for code, _facts in signs}


def is_lifted(past, now):
    """Whether a curator has seen this very page, and found nothing wrong with it."""
    if not past.is_lifted:
        return False
    if past.lifted_for is None or not past.lifted_for.words:
        return now is None or not now.words
    return is_same_page(now, past.lifted_for)


def is_sold_host(address):
    """Whether a host is named for one of the trades, as `lucky-slots.example` and `win.bet` are."""
    host = host_of(address)
    name = domain_of(host).partition(".")[0]
    is_named = any(part in name.replace("-", "") for part in IN_HOSTS)
    return is_named or host.rpartition(".")[2] in ENDINGS or "bet" in words_of(name)


def destination(visit, page):
    """Where a visitor ends: pages of a few words may send on by themselves."""
    onward = page.sends_on_to
    is_elsewhere = re.match(r"https?://", onward, re.I) and len(plain_words(page.text)) <= SHORT
    return onward if is_elsewhere else visit.final_address
