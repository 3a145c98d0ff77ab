"""The SSRF guard: connections go to the public web, and to what the operator allows.

An IP address is judged when the connection is made. So neither a redirect nor a name that
resolves differently every time leads to a machine within.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_network

from yarl import URL

PORTS = (80, 443)

# IANA's special-purpose registries of 2025, and the metadata services of clouds.
CLOSED_IPV4 = [
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by a provider's customers, and Alibaba's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's metadata, although it looks public
        "169.254.0.0/16",  # link-local, and most clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments, and Oracle's metadata
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
PUBLIC_IPV6 = ip_network("2000::/3")  # nothing else has been given out
CLOSED_IPV6 = [
    ip_network(network)
    for network in (
        "2001::/23",  # protocol assignments, and Teredo, which carries an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries an IPv4 address
        "3fff::/20",  # documentation
    )
]
NAT64 = ip_network("64:ff9b::/96")  # how a network without IPv4 reaches an IPv4 address

LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
HOST_NAME = re.compile(rf"(?:{LABEL}\.)*(?![0-9]+$|0x){LABEL}")  # a numeric last label: IPv4


def is_public_ip(ip_text):
    """True if anybody on the internet may reach this IP address."""
    ip = parse_ip(ip_text)
    if ip.version == 4:
        return not any(ip in network for network in CLOSED_IPV4)
    if ip in NAT64:
        return is_public_ip(str(IPv4Address(int(ip) & 0xFFFF_FFFF)))
    return ip in PUBLIC_IPV6 and not any(ip in network for network in CLOSED_IPV6)


def parse_ip(ip_text):
    """The IP address that a connection ends at: ::ffff:10.0.0.1 is 10.0.0.1."""
    ip = ip_address(ip_text)
    return getattr(ip, "ipv4_mapped", None) or ip


@dataclass(frozen=True)
class AllowlistEntry:
    """A host name or a network exempt from the guard, at one port or (None) at all of them."""

    host: str
    network: object
    port: int | None

    @classmethod
    def parse(cls, text):
        """`text` is a host, an IP address or a network, perhaps with a port. Raises ValueError."""
        name, port = split_port(text)
        try:
            network = ip_network(name)
        except ValueError:
            host = ascii_host(name)
            if not HOST_NAME.fullmatch(host):
                raise ValueError(f"{text!r} is no host, address or network.") from None
            return cls(host, None, port)
        return cls("", network, port)

    def covers(self, host, ip, port):
        if self.port not in (None, port):
            return False
        return ip in self.network if self.network else self.host == host


@dataclass(frozen=True)
class Allowlist:
    """Exemptions from the guard that the operator sets, say for tests or an intranet.

    A host name is exempt whatever it resolves to, its subdomains are not. An IP address is exempt
    under every name. An entry without a port holds for every port.
    """

    entries: tuple[AllowlistEntry, ...] = ()

    @classmethod
    def parse(cls, text):
        """`text` lists entries with commas between them. Raises ValueError naming a wrong one."""
        parts = [part.strip() for part in text.split(",")] if text.strip() else []
        return cls(tuple(AllowlistEntry.parse(part) for part in parts))

    def permits(self, host, ip_text, port):
        """True if `host`, which resolved to this IP address, may be connected to."""
        if port in PORTS and is_public_ip(ip_text):
            return True
        ip = parse_ip(ip_text)
        return any(entry.covers(ascii_host(host), ip, port) for entry in self.entries)


PUBLIC_WEB_ONLY = Allowlist()


def split_port(text):
    """("10.0.0.0/8", 8080) of "10.0.0.0/8:8080". IPv6 needs brackets before a port.

    Raises ValueError for a number that is no port.
    """
    bracketed = re.fullmatch(r"\[([^\]]*)\](?::([0-9]+))?", text)
    plain = re.fullmatch(r"([^:\[\]]*):([0-9]+)", text)
    if not (found := bracketed or plain):
        return text, None
    port = int(found[2]) if found[2] else None
    if port is not None and not 0 < port < 65536:
        raise ValueError(f"{text!r} names no port.")
    return found[1], port


def ascii_host(host):
    """`host` in the form that is compared: punycode, lower case, no final dot.

    A name that DNS cannot hold is returned in lower case.
    """
    if not host.isascii():
        with suppress(ValueError):
            host = URL.build(scheme="http", host=host).raw_host
    return host.lower().rstrip(".")
