"""The host of a URL: one form for comparing, one for people to read.

Two more answers to "which host?" differ on purpose, and have names of their own:
`links.assessment.domains.domain_of` (whose it is) and `links.fetching.urls.request_host` (where a
connection goes).
"""

from urllib.parse import urlsplit

from yarl import URL


def parse_url(text):
    """The yarl `URL` of a text. Raises ValueError if it cannot be parsed."""
    try:
        return URL(text)
    except IndexError as error:  # yarl's answer to an empty host in brackets, as in `http://[]@`
        raise ValueError(f"{text!r} has no host in its brackets.") from error


def host_of(url):
    """The host in lower-case ASCII (punycode), without `www.` and a final dot.

    Empty for text that has no host. Never raises.
    """
    try:
        host = parse_url(url).raw_host or ""
    except ValueError:
        return ""
    return host.lower().rstrip(".").removeprefix("www.")


def display_host(url):
    """The host as people read it: `café.example`, not `xn--caf-dma.example`.

    It has no `www.`. Empty for text that has no host. Never raises.
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
