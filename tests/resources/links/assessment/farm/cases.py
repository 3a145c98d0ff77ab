"""What a case of the farm is, and the visit that it makes."""

from dataclasses import dataclass
from functools import cached_property
from itertools import count

from resources.links.assessment.evidence import Expected, LinkHistory
from resources.links.assessment.verdict import assess
from resources.links.fetching.results import Answer, FetchError, FetchResult, Hop
from tests.resources.links.fetch_results import NOON

numbers = count(1)
PATH = "/families/read.html"


@dataclass(frozen=True)
class Sent:
    """What a server sends for one address."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"

    @property
    def answer(self):
        kind, _, rest = self.content_type.partition(";")
        charset = rest.partition("charset=")[2]
        size = len(self.body)
        return Answer(self.status, kind, charset, "", size, self.body, is_whole=True)


NOT_THERE = Sent(b"<title>Not Found</title><h1>Not Found</h1>", 404)


@dataclass(frozen=True)
class Case:
    name: str
    expected: str  # a label, see __init__.py
    why: str
    shown: Expected
    host: str
    sent: Sent = Sent()
    path: str = PATH
    before: Sent | None = None  # what the last good visit found
    hops: tuple[int, ...] = ()  # statuses of redirects
    goes_to: tuple[str, str] = ("", "")  # the host and path where they end
    probe: Sent = NOT_THERE  # what a made-up address gets
    error: FetchError | None = None
    changed_much: bool | None = None  # beside `before`; None: not asked

    @property
    def address(self):
        scheme = "https" if self.error == FetchError.TLS_BROKEN else "http"
        return f"{scheme}://{self.host}{self.path}"

    @property
    def final_address(self):
        host, path = self.goes_to
        return f"http://{host}{path}" if self.hops else self.address

    @cached_property
    def result(self):
        """The visit, as if it had been made."""
        hops = [Hop(self.address, status) for status in self.hops]
        found = None if self.error else self.sent.answer
        final = self.final_address
        beside = FetchResult(f"{final}x", NOON, (), f"{final}x", self.probe.answer, None)
        return FetchResult(self.address, NOON, tuple(hops), final, found, self.error, beside)

    @cached_property
    def past(self):
        """What is known from a good visit before, if there was one."""
        if self.before is None:
            return LinkHistory()
        then = FetchResult(self.address, NOON, (), self.address, self.before.answer, None)
        verdict = assess(then, LinkHistory(), self.shown, today=NOON.date())
        good = verdict.fingerprint
        assert good, (self.name, "was no good page before", verdict)
        return LinkHistory(verdict.state, good=good, good_host=self.host, reviewed=good)


def new_host(name="site"):
    return f"{name}{next(numbers)}.example"


def shown_as(text):
    title, _, publisher = (text.shown or f"{text.title} | {text.by}").partition(" | ")
    return Expected((title,), (publisher,))
