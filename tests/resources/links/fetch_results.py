"""Fetch results as data, for tests of what is said about them."""

from datetime import UTC, date, datetime

from resources.links.assessment.evidence import Expected
from resources.links.fetching.results import Answer, FetchError, FetchResult, Hop

NOON = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
ADDRESS = "https://www.lakeside.example/families/volunteer.html"


def html(title, body, *, lang="en", head=""):
    page = f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
    return f"{page}<body>{body}</body></html>".encode()


def answer(body=b"", *, status=200, content_type="text/html", size=None, **more):
    fields = {"charset": "", "language": "", "is_whole": True} | more
    size = len(body) if size is None else size
    return Answer(status=status, content_type=content_type, size=size, body=body, **fields)


def make_result(
    found=None, *, address=ADDRESS, hops=(), final=None, error=None, probe=None, at=NOON
):
    """A result with the answer `found`, or with an error. `hops` are statuses of redirects."""
    ways = tuple(Hop(f"{address}#{number}", status) for number, status in enumerate(hops))
    return FetchResult(
        address=address,
        fetched_at=at,
        hops=ways,
        final_address=final or address,
        answer=found,
        error=error,
        probe=probe,
    )


TODAY = date(2026, 11, 20)
EXPECTED = Expected(("How to volunteer",), ("Lakeside Unified School District",))
PAGE = html(
    "How to volunteer | Lakeside Unified",
    "<h1>How to volunteer</h1><p>"
    + "Families help in classrooms, on field trips and in the library of every school. "
    "Call the office, choose a morning, bring a neighbor, and tell the teacher what you enjoy. "
    "Background checks take a week, and the district pays for them and for the fingerprints.",
)
# What a fetch may bring: a 404, a 403, a timeout, the page itself.
MET = {
    "x": {"found": answer(b"no", status=404)},
    "no": {"found": answer(b"no", status=403)},
    "t": {"error": FetchError.TIMED_OUT},
    "ok": {"found": answer(PAGE)},
}
