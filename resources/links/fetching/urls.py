"""Taking addresses apart: what is asked for at one, where a redirect leads, what lies beside it."""

import re
import secrets
import socket
from pathlib import PurePosixPath
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from yarl import URL

from .ssrf_guard import ascii_host

SCHEMES = ("http", "https")
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
IN_DIGITS = re.compile(r"([0-9]+|0x[0-9a-f]*)$")  # the last label of an IPv4 address
# What may stand in a path or query as it is; "%" because what is encoded already stays so.
SENT_AS_IT_IS = "!$%&'()*+,-./:;=?@[]^_|~"


def to_send(address):
    """The URL to ask for: `address` as it is stored, in the characters that HTTP can carry.

    Without the fragment, and without a name and password, which no visitor would send. Raises
    ValueError if it is no address of the web.
    """
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or "\\" in parts.netloc:
        raise ValueError(f"{address!r} is no address of the web.")
    host = host_to_ask(parts.hostname or "")
    place = f"{host}:{parts.port}" if parts.port is not None else host
    path = encoded(parts.path) or "/"
    query = f"?{encoded(parts.query)}" if parts.query else ""
    return URL(f"{parts.scheme}://{place}{path}{query}", encoded=True)


def host_to_ask(host):
    """`host` as a connection needs it; an IPv4 address in disguise is written out, as 127.0.0.1."""
    if ":" in host:
        return f"[{host}]"
    host = ascii_host(host)
    if not HOST.fullmatch(host):
        raise ValueError(f"{host!r} is no host.")
    if IN_DIGITS.search(host.rpartition(".")[2]):
        return ipv4(host)
    return host


def ipv4(host):
    """The address that `host` writes in decimal, octal or hexadecimal numbers, in one to four."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        raise ValueError(f"{host!r} is no address.") from None


def encoded(part):
    """Bytes that a server sent and nobody could read (surrogates here) go back as they came."""
    return quote(part, safe=SENT_AS_IT_IS, errors="surrogateescape")


def request_host(address):
    """The host that a request goes to: where fetches queue up. Empty if it is no URL of the web."""
    try:
        return to_send(address).raw_host
    except ValueError:
        return ""


def redirected(address, location):
    """Where `location` leads from `address`; the fragment stays, unless there is a new one.

    Raises ValueError if it leads to no host.
    """
    parts = urlsplit(location)
    if parts.scheme in SCHEMES and not parts.netloc:
        raise ValueError(f"{location!r} names no host.")
    target, fragment = urldefrag(urljoin(address, location.strip()))
    fragment = fragment or urldefrag(address).fragment
    return f"{target}#{fragment}" if fragment else target


def beside(address):
    """The address of a page that cannot be there, in the same place and with the same ending."""
    parts = urlsplit(address)
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    ending = "/" if parts.path.endswith("/") else PurePosixPath(name).suffix
    made_up = f"{folder}/no-such-page-{secrets.token_hex(4)}{ending}"
    return urlunsplit((parts.scheme, parts.netloc, made_up, "", ""))
