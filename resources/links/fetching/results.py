"""What a visit to an address met, as data: nothing here judges it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

BODY_CAP = 512 * 1024  # bytes of a page that are read, decompressed


class FetchError(StrEnum):
    """Why there is no answer."""

    DNS_GONE = "dns-gone"  # the name does not exist
    DNS_FAILED = "dns-failed"  # nobody could say whether it does
    REFUSED = "refused"  # nothing listens there, or no way leads there
    TLS_BROKEN = "tls-broken"
    TLS_UNPROVEN = "tls-unproven"  # the host leaves out who vouches for it; browsers look that up
    TIMED_OUT = "timed-out"
    RESET = "reset"  # closed before it answered
    MALFORMED = "malformed"  # what came is no HTTP
    BROKEN_BODY = "broken-body"  # headers came, the page did not, or not as they promised
    TOO_MANY_REDIRECTS = "too-many-redirects"
    REDIRECT_LOOP = "redirect-loop"
    REDIRECT_NOWHERE = "redirect-nowhere"  # to no address, or to none of the web
    GUARDED = "guarded"  # an address that this site never connects to, see guard.py
    BAD_ADDRESS = "bad-address"
    ROBOTS = "robots"  # robots.txt says no
    HEADERS_TOO_LARGE = "headers-too-large"


@dataclass(frozen=True)
class Hop:
    """An address that redirected, and the status with which it did."""

    address: str
    status: int


@dataclass(frozen=True)
class Answer:
    """The last answer of a visit: the one that was no redirect."""

    status: int
    content_type: str  # "text/html": lower case, no parameters; "" if not told
    charset: str  # as the headers say; "" if they do not
    language: str  # as the headers say; "" if they do not
    size: int | None  # bytes of the whole file, as told or as read; None if nobody knows
    body: bytes = field(repr=False)  # decompressed, at most BODY_CAP; empty if nobody needs it
    is_whole: bool  # `body` is all of it
    retry_after: float | None = None  # seconds the host asked to be left alone


@dataclass(frozen=True)
class FetchResult:
    address: str
    at: datetime
    hops: tuple[Hop, ...]
    final_address: str  # the address that answered, or that could not be reached
    answer: Answer | None  # either this
    error: FetchError | None  # or that
    probe: "FetchResult | None" = None  # of a made-up address beside it, when asked for
