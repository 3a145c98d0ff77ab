"""Which addresses a link may lead to, class by class."""

import pytest

from resources.links.fetching.ssrf_guard import Allowlist, is_public_ip

CLOSED = {
    "this host": ["0.0.0.1", "0.255.255.255"],
    "private": ["10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1"],
    "shared by a provider's customers": ["100.64.0.1", "100.127.255.255"],
    "loopback": ["127.0.0.1", "127.255.255.254"],
    "link-local": ["169.254.0.1", "169.254.255.255"],
    "metadata of clouds": [
        "169.254.169.254",
        "169.254.170.2",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
        "fe80::a9fe:a9fe",
    ],
    "protocol assignments": ["192.0.0.8", "192.0.0.170", "2001:1::1", "2001:20::1"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "benchmarks": ["198.18.0.1", "198.19.255.255", "2001:2::1"],
    "6to4 relays": ["192.88.99.1"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "4000::1", "e000::1", "1::1"],
    "IPv6: nowhere, loopback": ["::", "::1"],
    "IPv6: unique local": ["fc00::1", "fdff::1"],
    "IPv6: link-local": ["fe80::1", "fe80::1%eth0", "febf::1"],
    "IPv6: site-local": ["fec0::1"],
    "IPv6: discard": ["100::1"],
    "IPv6: segment routing": ["5f00::1"],
    "IPv4-mapped": ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe"],
    "IPv4-compatible": ["::127.0.0.1", "::10.0.0.1", "::8.8.8.8"],
    "IPv4-translated": ["::ffff:0:10.0.0.1"],
    "6to4": ["2002:7f00:1::", "2002:a00:1::", "2002:a9fe:a9fe::", "2002:808:808::"],
    "NAT64": ["64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254"],
    "NAT64 of a network's own": ["64:ff9b:1::10.0.0.1"],
    "Teredo": ["2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
}
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "168.63.129.17",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2606:4700:4700::1111",
    "2a00:1450:4001::1",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
]


@pytest.mark.parametrize(
    "address", [pytest.param(a, id=f"{kind}: {a}") for kind, of in CLOSED.items() for a in of]
)
def test_no_connection_leads_to(address):
    assert not is_public_ip(address)
    assert not Allowlist().permits("public.example.org", address, 443)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_web_is_open(address):
    assert Allowlist().permits("public.example.org", address, 80)
    assert Allowlist().permits("public.example.org", address, 443)


@pytest.mark.parametrize("port", [0, 22, 25, 79, 81, 442, 444, 3306, 8000, 8080, 8443, 65535])
def test_no_connection_leads_to_another_port_than_the_webs(port):
    assert not Allowlist().permits("public.example.org", "8.8.8.8", port)


@pytest.mark.parametrize(
    ("text", "host", "address", "port"),
    [
        ("127.0.0.1", "a.example", "127.0.0.1", 80),
        ("127.0.0.1", "a.example", "127.0.0.1", 5000),
        ("127.0.0.1", "a.example", "::ffff:127.0.0.1", 5000),
        ("127.0.0.1:5000", "127.0.0.1", "127.0.0.1", 5000),
        ("::1", "::1", "::1", 5000),
        ("[::1]", "::1", "::1", 5000),
        ("[::1]:5000", "::1", "::1", 5000),
        ("10.0.0.0/8", "a.example", "10.255.0.1", 443),
        ("10.0.0.0/8:8443", "a.example", "10.255.0.1", 8443),
        ("fd00::/8", "a.example", "fd12::1", 443),
        ("[fd00::/8]:8443", "a.example", "fd12::1", 8443),
        ("intranet", "intranet", "192.168.1.1", 8080),
        ("Wiki.Example.ORG:8080", "wiki.example.org.", "192.168.1.1", 8080),
        ("escuela-ñ.example", "xn--escuela--k3a.example", "192.168.1.1", 80),
        ("8.8.8.8:8080", "a.example", "8.8.8.8", 8080),
        ("intranet, 10.0.0.1 ,::1", "a.example", "10.0.0.1", 80),
    ],
)
def test_an_operator_lifts_the_guard_for(text, host, address, port):
    assert Allowlist.parse(text).permits(host, address, port)


@pytest.mark.parametrize(
    ("text", "host", "address", "port"),
    [
        ("127.0.0.1:5000", "127.0.0.1", "127.0.0.1", 5001),
        ("127.0.0.1:5000", "127.0.0.1", "127.0.0.1", 80),
        ("127.0.0.1", "127.0.0.2", "127.0.0.2", 80),
        ("127.0.0.1", "127.0.0.1", "::1", 80),
        ("127.0.0.1", "127.0.0.1", "64:ff9b::127.0.0.1", 80),
        ("10.0.0.0/9", "a.example", "10.128.0.0", 80),
        ("wiki.example.org", "a.wiki.example.org", "10.0.0.1", 80),
        ("wiki.example.org", "example.org", "10.0.0.1", 80),
        ("wiki.example.org:8080", "wiki.example.org", "10.0.0.1", 80),
        ("8.8.8.8", "a.example", "8.8.4.4", 8080),
    ],
)
def test_and_for_nothing_beside_it(text, host, address, port):
    assert not Allowlist.parse(text).permits(host, address, port)


@pytest.mark.parametrize(
    "text",
    [
        ",",
        "127.0.0.1,",
        "127.0.0",
        "127.0.0.256",
        "127.1",
        "0x7f000001",
        "2130706433",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "::1:5000:",
        "[::1",
        "[::1]:",
        "[::1]:0",
        "127.0.0.1:65536",
        "127.0.0.1:http",
        "http://127.0.0.1",
        "*.example.org",
        "example.org/24",
        "a b",
        "-a.example",
        "a..example",
        "intranet;10.0.0.1",
    ],
)
def test_a_typo_in_what_is_allowed_is_refused(text):
    with pytest.raises(ValueError, match=r"names no port|is no host, address or network"):
        Allowlist.parse(text)


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_allowed_unless_it_is_named(text):
    assert Allowlist.parse(text) == Allowlist()
