"""The results of fetching an address, as data. Nothing here judges them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MAX_BODY_BYTES = 512 * 1024  # of a page, decompressed. The rest is not read.


class FetchError(StrEnum):
    """Why there is no answer."""

    DNS_GONE = "dns-gone"  # the name does not exist
    DNS_FAILED = "dns-failed"  # no name server could say whether it does
    REFUSED = "refused"  # no server listens there
    TLS_BROKEN = "tls-broken"
    TLS_UNPROVEN = "tls-unproven"  # the intermediate certificate is missing. Browsers find it.
    TIMED_OUT = "timed-out"  # or there is no route to the host
    RESET = "reset"  # the connection closed before an answer came
    MALFORMED = "malformed"  # the answer is not HTTP
    BROKEN_BODY = "broken-body"  # the headers came, the body did not, or not as announced
    TOO_MANY_REDIRECTS = "too-many-redirects"
    REDIRECT_LOOP = "redirect-loop"
    REDIRECT_NOWHERE = "redirect-nowhere"  # to text that is no address of the web
    GUARDED = "guarded"  # an address this site never connects to, see ssrf_guard.py
    BAD_ADDRESS = "bad-address"
    ROBOTS = "robots"  # robots.txt forbids it
    HEADERS_TOO_LARGE = "headers-too-large"


@dataclass(frozen=True)
class Hop:
    """An address that redirected, and the status it did so with."""

    address: str
    status: int


@dataclass(frozen=True)
class Answer:
    """An answer to one request, without its redirect target.

    In a FetchResult, it is the final answer: the one that is no redirect.
    """

    status: int
    content_type: str  # such as "text/html": lower case, no parameters. Empty if not given.
    charset: str  # of the Content-Type header. Empty if not given.
    language: str  # of the Content-Language header. Empty if not given.
    size: int | None  # bytes of the whole file, as announced or as read. None if unknown.
    body: bytes = field(repr=False)  # decompressed, at most MAX_BODY_BYTES. Empty if unused.
    is_whole: bool  # `body` is all of it
    retry_after: float | None = None  # seconds the host asked us to wait


@dataclass(frozen=True)
class FetchResult:
    """Either `answer` or `error` is set."""

    address: str
    fetched_at: datetime  # when the fetch began
    hops: tuple[Hop, ...]
    final_address: str  # the address that answered, or that could not be reached
    answer: Answer | None
    error: FetchError | None
    probe: "FetchResult | None" = None  # of a made-up address beside it, where one was needed
