"""Taking addresses apart: the URL to request, the target of a redirect, a probe beside a page."""

import re
import secrets
import socket
from pathlib import PurePosixPath
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from yarl import URL

from .ssrf_guard import ascii_host

SCHEMES = ("http", "https")
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
NUMERIC_LABEL = re.compile(r"([0-9]+|0x[0-9a-f]*)$")  # the last label of an IPv4 address
# Characters sent unencoded in a path or query. "%" keeps what is encoded already as it is.
UNENCODED = "!$%&'()*+,-./:;=?@[]^_|~"


def request_url(address):
    """The URL to request for a stored address, in the characters that HTTP can carry.

    It has no fragment, and no user name or password: no visitor would send one. Raises ValueError
    if it is no address of the web.
    """
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or "\\" in parts.netloc:
        raise ValueError(f"{address!r} is no address of the web.")
    host = connectable_host(parts.hostname or "")
    authority = f"{host}:{parts.port}" if parts.port is not None else host
    path = percent_encoded(parts.path) or "/"
    query = f"?{percent_encoded(parts.query)}" if parts.query else ""
    return URL(f"{parts.scheme}://{authority}{path}{query}", encoded=True)


def request_host(address):
    """The host that a request goes to. Fetches queue up by it. Empty if it is no web address."""
    try:
        return request_url(address).raw_host
    except ValueError:
        return ""


def connectable_host(host):
    """`host` in the form that a connection needs.

    IPv6 stands in brackets, names are in punycode, IPv4 has four decimal numbers. Raises
    ValueError for text that is no host.
    """
    if ":" in host:
        return f"[{host}]"
    host = ascii_host(host)
    if not HOST.fullmatch(host):
        raise ValueError(f"{host!r} is no host.")
    if NUMERIC_LABEL.search(host.rpartition(".")[2]):
        return dotted_ipv4(host)
    return host


def dotted_ipv4(host):
    """The four decimal numbers of an IPv4 address, such as 127.0.0.1 for 0x7f.1.

    It may be given as one to four decimal, octal or hexadecimal numbers.
    """
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        raise ValueError(f"{host!r} is no address.") from None


def percent_encoded(part):
    """`part` of a URL, percent-encoded.

    Surrogate characters stand for bytes that are not UTF-8, and are encoded as those bytes.
    """
    return quote(part, safe=UNENCODED, errors="surrogateescape")


def redirect_target(address, location):
    """The address to which `location` redirects from `address`.

    If `location` has no fragment, that of `address` is kept. Raises ValueError if it names no host.
    """
    parts = urlsplit(location)
    if parts.scheme in SCHEMES and not parts.netloc:
        raise ValueError(f"{location!r} names no host.")
    target, fragment = urldefrag(urljoin(address, location.strip()))
    fragment = fragment or urldefrag(address).fragment
    return f"{target}#{fragment}" if fragment else target


def probe_address(address):
    """The address of a page that cannot exist, in the same folder and with the same extension."""
    parts = urlsplit(address)
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    ending = "/" if parts.path.endswith("/") else PurePosixPath(name).suffix
    made_up = f"{folder}/no-such-page-{secrets.token_hex(4)}{ending}"
    return urlunsplit((parts.scheme, parts.netloc, made_up, "", ""))
