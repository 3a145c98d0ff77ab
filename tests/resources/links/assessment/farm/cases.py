"""A case of the farm: what a server sends, what we know, and what the verdict should be."""

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
class Response:
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


NOT_THERE = Response(b"<title>Not Found</title><h1>Not Found</h1>", 404)


@dataclass(frozen=True)
class Case:
    name: str
    label: str  # what is expected, see __init__.py
    why: str
    expected: Expected
    host: str
    response: Response = Response()
    path: str = PATH
    before: Response | None = None  # what the last good visit found
    hops: tuple[int, ...] = ()  # statuses of redirects
    goes_to: tuple[str, str] = ("", "")  # the host and path where they end
    probe: Response = NOT_THERE  # to a made-up address
    error: FetchError | None = None
    changed_much: bool | None = None  # since `before`; None: not asked

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
        """The fetch result, as if the page had been fetched."""
        hops = [Hop(self.address, status) for status in self.hops]
        found = None if self.error else self.response.answer
        final = self.final_address
        beside = FetchResult(f"{final}x", NOON, (), f"{final}x", self.probe.answer, None)
        return FetchResult(self.address, NOON, tuple(hops), final, found, self.error, beside)

    @cached_property
    def history(self):
        """What is known from a good visit before, if there was one."""
        if self.before is None:
            return LinkHistory()
        then = FetchResult(self.address, NOON, (), self.address, self.before.answer, None)
        verdict = assess(then, LinkHistory(), self.expected, today=NOON.date())
        good = verdict.fingerprint
        assert good, (self.name, "was no good page before", verdict)
        return LinkHistory(verdict.state, good=good, good_host=self.host, reviewed=good)


def new_host(name="site"):
    return f"{name}{next(numbers)}.example"


def expected_of(text):
    title, _, publisher = (text.known_as or f"{text.title} | {text.by}").partition(" | ")
    return Expected((title,), (publisher,))
