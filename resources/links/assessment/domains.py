"""To whom a host belongs: the part of its name that somebody bought.

`www.lausd.k12.ca.us` and `lausd.k12.ca.us` are one site, `sfusd.k12.ca.us` is another. The Public
Suffix List says where the bought part begins; a copy of it comes with the library and is as new as
that, with nothing asked of the network. Its part for hosting companies counts too: of
`ana.github.io` and `eva.github.io` each belongs to somebody else.
"""

import re
from functools import lru_cache
from ipaddress import ip_address

from publicsuffixlist import PublicSuffixList

from resources.models.urls import host_of

from .spam_phrases import phrases

# Under these nobody buys a name: they are given to offices, schools and universities only.
NEVER_SOLD = re.compile(
    r"(?:^|\.)(?:(?:gov|edu|mil|gob)(?:\.[a-z]{2})?|(?:k12|lib|state)\.[a-z]{2}\.us)$"
)
# What stands there says nothing of the owner: the first lead to others,
SHORTENERS = phrases("""
    bit.ly, tinyurl.com, t.co, goo.gl, ow.ly, buff.ly, is.gd, rebrand.ly, cutt.ly, rb.gy, lnkd.in
    youtu.be, fb.me, forms.gle, aka.ms, a.co, amzn.to, g.co, wp.me, doi.org, hdl.handle.net
    purl.org
""")
# the second show what anybody put there, often without a word of it in the page.
PLATFORMS = phrases("""
    youtube.com, youtube-nocookie.com, vimeo.com, docs.google.com, drive.google.com
    sites.google.com, facebook.com, instagram.com, archive.org, issuu.com, canva.com, padlet.com
    dropbox.com, onedrive.live.com, sharepoint.com, linkedin.com, zoom.us
""")


@lru_cache(maxsize=1)
def suffixes():
    return PublicSuffixList()


def domain_of(host):
    """The registrable domain; of a number or a name in nobody's list, the host itself."""
    if is_number(host):
        return host
    return suffixes().privatesuffix(host) or host


def is_number(host):
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def own_name(domain):
    """`lausd` of `lausd.net` and of `lausd.k12.ca.us`: what the owner chose; empty of a number."""
    return "" if is_number(domain) else domain.partition(".")[0]


def belongs_to_another(address, *ours):
    """Whether `address` lies in a domain that none of `ours` (addresses or hosts) lies in.

    The same chosen name under another ending is no other owner: districts go from `k12.ca.us`
    to `.org`, and back. Nor is a platform one, on which the owner may have put the page.
    """
    domain = domain_of(host_of(address))
    hosts = {host_of(one) or one for one in ours if one}
    known = {domain_of(host) for host in hosts if host not in SHORTENERS}
    if not domain or not known or domain in known:
        return False
    if domain in PLATFORMS or host_of(address) in PLATFORMS:
        return False
    return not own_name(domain) or own_name(domain) not in {own_name(one) for one in known}


def is_never_sold(address):
    return bool(NEVER_SOLD.search(host_of(address)))


def words_of(host):
    """The parts of a name: `best-slots777.example` gives `best`, `slots` and `example`."""
    return re.findall(r"[^\W\d_]+", host)
