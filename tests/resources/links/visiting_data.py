"""Visits as data, for tests of what is said about them."""

from datetime import UTC, datetime

from resources.links.visits import Answer, Hop, Visit

NOON = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
ADDRESS = "https://www.lakeside.example/families/volunteer.html"


def html(title, body, *, lang="en", head=""):
    page = f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
    return f"{page}<body>{body}</body></html>".encode()


def answer(body=b"", *, status=200, content_type="text/html", size=None, **more):
    fields = {"charset": "", "language": "", "is_whole": True} | more
    size = len(body) if size is None else size
    return Answer(status=status, content_type=content_type, size=size, body=body, **fields)


def visit(found=None, *, address=ADDRESS, hops=(), final=None, trouble=None, sibling=None, at=NOON):
    """A visit that got the answer, or met the trouble; `hops` are statuses of redirects."""
    ways = tuple(Hop(f"{address}#{number}", status) for number, status in enumerate(hops))
    return Visit(
        address=address,
        at=at,
        hops=ways,
        final_address=final or address,
        answer=found,
        trouble=trouble,
        sibling=sibling,
    )
