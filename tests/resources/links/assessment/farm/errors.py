"""Visits that end without a page: a few pages are gone for good, most have a bad day."""

from dataclasses import replace

from resources.links.fetching.results import FetchError

from . import designs
from .cases import Case, Response, expected_of, new_host
from .living import LIVING
from .texts import Text

ENTRIES = [LIVING[key] for key in ("volunteer", "lectura", "library")]
LASTING = [FetchError.DNS_GONE, FetchError.REFUSED, FetchError.TLS_BROKEN]
PASSING = [
    FetchError.TIMED_OUT,  # a slow server
    FetchError.RESET,
    FetchError.MALFORMED,
    FetchError.BROKEN_BODY,
    FetchError.REDIRECT_LOOP,
    FetchError.REDIRECT_NOWHERE,
    FetchError.TOO_MANY_REDIRECTS,
    FetchError.HEADERS_TOO_LARGE,
    FetchError.GUARDED,
    FetchError.DNS_FAILED,
]
PLACEHOLDERS = [
    ("Welcome to nginx!", "If you see this page, the web server is successfully installed."),
    ("Apache2 Ubuntu Default Page: It works", "This is the default welcome page."),
    ("IIS Windows Server", "Internet Information Services"),
    ("Account Suspended", "This account has been suspended. Contact your hosting provider."),
    ("Cuenta suspendida", "Cuenta suspendida. Comuníquese con su proveedor."),
    ("Database Error", "Error establishing a database connection"),
]


def errors():
    for entry in ENTRIES:
        for error in LASTING:
            yield case(f"{error}/{entry.key}", "fails", "it may be the end", entry, error=error)
        for error in PASSING:
            name = f"{error}/{entry.key}"
            yield case(name, "trouble", "it may pass", entry, error=error)
    for number, status in enumerate((400, 408, 418, 500, 502, 503, 504, 530)):
        entry = ENTRIES[number % len(ENTRIES)]
        response = Response(b"<title>Error</title><p>Something went wrong here.", status)
        yield case(
            f"status_{status}", "trouble", "an error that may pass", entry, response=response
        )
    for number, (title, words) in enumerate(PLACEHOLDERS):
        response = designs.plain(Text("nobody", title, (words,)))
        why = "a server that nobody has set up, or that was switched off"
        yield case(
            f"nobody/{number}",
            "trouble",
            why,
            ENTRIES[number % 3],
            response=response,
            probe=response,
        )
    for number, body in enumerate((b"", b"\n \n", b"   ")):
        why = "a 200 with nothing in it"
        yield case(f"empty/{number}", "trouble", why, ENTRIES[number], response=Response(body))


def case(name, label, why, entry, **more):
    made = Case(f"errors/{name}", label, why, expected_of(entry), new_host(), **more)
    return replace(made, before=designs.modern(entry))
