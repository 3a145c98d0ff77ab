"""Who owns a host: the part of its name that somebody registered.

`www.lausd.k12.ca.us` and `lausd.k12.ca.us` are one site, `sfusd.k12.ca.us` is another. The Public
Suffix List says where the registered part begins. The library contains a copy of the list, so no
network request is needed. The copy is as old as the library. The list's section on hosting
companies counts too: `ana.github.io` and `eva.github.io` have different owners.
"""

import re
from functools import lru_cache
from ipaddress import ip_address

from publicsuffixlist import PublicSuffixList

from resources.models.urls import host_of

from .phrases import load_phrases

# Nobody can buy a domain under these. They are given to offices, schools and universities only.
RESTRICTED = re.compile(
    r"(?:^|\.)(?:(?:gov|edu|mil|gob)(?:\.[a-z]{2})?|(?:k12|lib|state)\.[a-z]{2}\.us)$"
)
LINK_SHORTENERS = frozenset(load_phrases("link_shorteners"))
PLATFORMS = frozenset(load_phrases("platforms"))


@lru_cache(maxsize=1)
def suffix_list() -> PublicSuffixList:
    return PublicSuffixList()


def domain_of(host: str) -> str:
    """The registrable domain of a host. The host itself if it has none."""
    if is_ip_address(host):
        return host
    return suffix_list().privatesuffix(host) or host


def is_ip_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def registered_label(domain: str) -> str:
    """The label an owner chose: `lausd` in `lausd.net`. Empty for an IP address."""
    return "" if is_ip_address(domain) else domain.partition(".")[0]


def has_other_owner(url: str, *our_urls: str) -> bool:
    """True if `url` lies in a domain that none of our URLs (or hosts) lies in.

    The same label under another ending counts as the same owner, because districts go from
    `k12.ca.us` to `.org` and back. A platform counts as no owner, because our owner may have put
    the page there.
    """
    host = host_of(url)
    domain = domain_of(host)
    our_hosts = {host_of(one) or one for one in our_urls if one}
    our_domains = {domain_of(one) for one in our_hosts if one not in LINK_SHORTENERS}
    if not domain or not our_domains or domain in our_domains:
        return False
    if domain in PLATFORMS or host in PLATFORMS:
        return False
    label = registered_label(domain)
    return not label or label not in {registered_label(one) for one in our_domains}


def is_restricted(host: str) -> bool:
    """True if nobody can buy the host's domain: `.gov`, `.edu`, `k12.ca.us` …"""
    return bool(RESTRICTED.search(host))


def letter_runs(host: str) -> list[str]:
    """The runs of letters in a name: `best`, `slots` for `best-slots777`."""
    return re.findall(r"[^\W\d_]+", host)
