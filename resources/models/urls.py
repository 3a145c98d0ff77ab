"""The host of a URL: one form for comparing, one for people to read.

Two more answers to "which host?" differ on purpose, and have names of their own:
`links.assessment.domains.domain_of` (whose it is) and `links.fetching.urls.request_host` (where a
connection goes).
"""

from urllib.parse import urlsplit

from yarl import URL


def host_of(url):
    """The host in lower-case ASCII (punycode), without `www.` and a final dot.

    Empty for text that has no host. Never raises.
    """
    try:
        host = URL(url).raw_host or ""
    except ValueError:
        return ""
    return host.lower().rstrip(".").removeprefix("www.")


def display_host(url):
    """The host as people read it: `café.example`, not `xn--caf-dma.example`; without `www.`.

    Empty for text that has no host. Never raises.
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
