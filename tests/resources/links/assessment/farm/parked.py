"""Lapsed domains that wait for a buyer."""

from dataclasses import replace

from . import designs
from .cases import Case, Response, expected_of, new_host
from .living import LIVING
from .texts import texts

NOTICES = texts("parked")
BARE = {
    "lander": b"<!DOCTYPE html><html><head><script>window.onload=function(){"
    b'window.location.href="/lander"}</script></head></html>',
    "frame": b'<html><head><title></title></head><frameset rows="100%,*">'
    b'<frame src="http://www.sedoparking.com/x"></frameset></html>',
    "ads": b'<html><body><div id="c"></div>'
    b'<script src="https://www.google.com/adsense/domains/caf.js"></script></body></html>',
    "lander_asked": b'<script>window.location.replace("/lander?x=1")</script>',
    "sent_to_dealer": b'<title>One moment</title><meta http-equiv="refresh" content="0;'
    b'url=https://dealer.example/buy-domain/{host}?from=parked">',
    "bodis": b'<html><head><script src="https://parking.bodis.com/x.js"></script></head></html>',
}

ADVERTISED = [
    "Reading Glasses",
    "Online Degrees",
    "Grants for Mothers",
    "Worksheets",
    "Books to Rent",
    "Hearing Aids",
]


def parked():
    for text in NOTICES.values():
        for number, design in enumerate((designs.plain, designs.of_1998, designs.one_form)):
            host = new_host()
            response = design(replace(text.at(host), by=host))
            yield case(f"{text.key}/{design.__name__}", response, host, is_known=number == 1)
    for key in ("sale", "related", "venta", "caducado", "expired"):
        host, dealer = new_host(), new_host("dealer")
        response = designs.plain(NOTICES[key].at(host))
        there = {"hops": (302,), "goes_to": (dealer, "/")}
        yield case(f"{key}/redirected", response, host, is_known=True, **there)
    for key in ("sale", "inquire", "venta", "free"):
        host = new_host()
        for status in (403, 404, 503):
            response = replace(designs.plain(NOTICES[key].at(host)), status=status)
            yield case(f"{key}/{status}", response, host, is_known=True, path=f"/{status}/")
    for key, body in BARE.items():
        for is_known in (False, True):
            host = new_host()
            response = Response(body.replace(b"{host}", host.encode()))
            yield case(f"bare/{key}/{is_known}", response, host, is_known=is_known)
    host = new_host()
    there = {"hops": (302,), "goes_to": (f"ww25.{host}", "/?sub=1")}
    response = Response(f"<title>{host}</title><p>{'<p>'.join(ADVERTISED)}".encode())
    yield case("bare/counted_host", response, host, is_known=True, **there)


def case(name, response, host, *, is_known, **more):
    entry = LIVING["datateams"]
    return Case(
        f"parked/{name}",
        "taken-over",
        "a page of a domain dealer",
        expected_of(entry),
        host,
        response,
        before=designs.modern(entry) if is_known else None,
        probe=response,  # such hosts answer every address alike
        **more,
    )
