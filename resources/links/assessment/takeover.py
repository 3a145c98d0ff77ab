"""Signs that a link has a new owner, and which of them are enough.

Lapsed domains are bought for their good name. What then stands there is a casino, a pharmacy,
pornography, quick loans, a domain dealer's notice, or a blog that sells links. Sometimes the old
site's title is kept, or the whole old page with a few new words in it. The signs:

- *other domain*: redirects end in a domain that never was the entry's (domains.py)
- *spam host*: another domain, with a name typical of spam sites
- *parked*: a notice of a domain dealer (parking.py)
- *spam*: offers in one category, which are blatant, dense or weak (spam_offers.py)
- *unnamed*: the page names neither the entry's title nor its publisher any more (title_match.py)
- *unrelated*: almost no word is left of the last good page (fingerprints.py)

A sign that living pages may show is never enough alone. A report on betting has *weak* offers. A
district that changed its domain shows *other domain*, but names the entry. A redesigned page is
*unrelated*, but names the entry. A lesson against gambling has the words of *blatant* offers, with
warnings beside them.

The rules cannot tell two cases apart. First: a harmless page of a new owner that keeps the old
names, and a page that its owner rewrote. Second, where no earlier page was seen: a harmless page of
a new owner, and a page whose own title differs from the entry's.
"""

from typing import Any, NamedTuple

from resources.models.urls import host_of

from .domains import domain_of, is_restricted, letter_runs
from .evidence import PageEvidence
from .parking import is_parked
from .spam_phrases import BUSINESS, SPAM_HOST_ENDINGS, SPAM_HOST_WORDS

ENOUGH_SAFE_WORDS_OF_OWNER = 3  # different ones


class Sign(NamedTuple):
    code: str  # explanations.py has its sentence
    facts: dict[str, Any]  # ready for JSON


def is_known_page(evidence: PageEvidence) -> bool:
    """True for the last good page, and for a page lifted from quarantine.

    Neither counts if it offers spam that it did not offer then.
    """
    return evidence.is_last_good_page or evidence.is_lifted_page


def is_proven(evidence: PageEvidence) -> bool:
    """True if the page alone proves a takeover, whatever its status."""
    if is_known_page(evidence):
        return False
    return (
        is_parked(evidence)  # only domain dealers make such pages
        or leads_to_spam_host(evidence)  # even if the page shows nothing
        or sells_spam(evidence)
    )


def leads_to_spam_host(evidence: PageEvidence) -> bool:
    return evidence.has_other_owner and is_spam_host(host_of(evidence.destination))


def sells_spam(evidence: PageEvidence) -> bool:
    """True if a page's offers prove a takeover.

    Blatant offers do, even if the page names the entry: spammers keep old titles. Dense offers
    need one more sign, since publishers' names are kept too, but seldom any other safe word.
    """
    offers, match = evidence.offers, evidence.title_match
    if offers is None:
        return False
    if not offers.is_dense or match.has_title:
        return offers.is_blatant
    if offers.category == BUSINESS.code:
        return offers.is_dense_without_safe_words and evidence.is_unrelated
    is_new = not match.has_name or offers.is_dense_without_safe_words
    return offers.is_blatant or evidence.is_unrelated or (offers.makes_offers and is_new)


def is_likely(evidence: PageEvidence) -> bool:
    """True if several signs together say so.

    A gate, a missing page and an empty page say nothing about their owner: the rules before this
    one deal with them.
    """
    if is_known_page(evidence) or is_restricted(evidence.final_host):
        return False  # nobody can buy a restricted domain, so only proof counts there
    if evidence.title_match.has_name is not False:
        return False  # it names the entry, or says too little to tell
    return (
        evidence.has_other_owner
        or (evidence.is_unrelated and evidence.offers is not None)
        or (evidence.is_unrelated and was_named(evidence) and not is_moved_by_owner(evidence))
    )


def was_named(evidence: PageEvidence) -> bool:
    """True if the last good page named the entry: otherwise no name was lost."""
    return evidence.history.good is not None and evidence.history.good.is_named


def is_moved_by_owner(evidence: PageEvidence) -> bool:
    """True if a redirect within the domain ends at a page with several safe words.

    Offices are merged and renamed, and then redirect to their successor.
    """
    here, there = evidence.host, evidence.final_host
    is_same_domain = here != there and evidence.domain == domain_of(there)
    return is_same_domain and evidence.text.safe_words >= ENOUGH_SAFE_WORDS_OF_OWNER


def takeover_signs(evidence: PageEvidence) -> list[Sign]:
    """All signs of a page, for the facts of a verdict."""
    signs = []
    host = host_of(evidence.destination)
    if evidence.has_other_owner:
        signs.append(Sign("other-domain", {"host": host}))
        if is_spam_host(host):
            signs.append(Sign("spam-host", {"host": host}))
    if is_parked(evidence):
        signs.append(Sign("parked", {}))
    elif evidence.offers:
        signs.append(Sign("spam", evidence.offers.facts))
    if evidence.title_match.has_name is False:
        signs.append(Sign("unnamed", {}))
    if evidence.is_unrelated:
        signs.append(Sign("unrelated", {}))
    return signs


def is_spam_host(host: str) -> bool:
    """True if a host is named like a spam site: `lucky-slots.example`, `win.bet`."""
    name = domain_of(host).partition(".")[0]
    is_named = any(part in name.replace("-", "") for part in SPAM_HOST_WORDS)
    return is_named or host.rpartition(".")[2] in SPAM_HOST_ENDINGS or "bet" in letter_runs(name)
