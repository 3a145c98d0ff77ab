"""Which pages to look at where looking at all would take too long."""

from tests.browser.crawl import ASKED


def visitable(pages):
    """Those a person finds by reading on, and those of `ASKED`: not every list one term narrows."""
    return [page for page in pages if not page.has_query or page.address in ASKED]


def of_every_shape(pages):
    """A few of `pages` that hold between them every part that any of them is made of."""
    return list(fewest_with_all({page: shape(page) for page in pages}))


def shape(page):
    """Every element's place: the kind of page, its ancestors with their classes, its attributes."""
    elements = (element for element in page.document.iter() if isinstance(element.tag, str))
    return {
        (page.kind, *map(named, (element, *element.iterancestors())), *sorted(element.keys()))
        for element in elements
    }


def named(element):
    return f"{element.tag}.{element.get('class', '')}"


def fewest_with_all(parts_of):
    """Keys whose sets hold everything that any set holds, each adding as much as can be."""
    missing = set().union(*parts_of.values())
    while missing:
        best = max(parts_of, key=lambda key: len(parts_of[key] & missing))
        missing -= parts_of[best]
        yield best


def heaviest_of_each_kind(pages):
    found = {}
    for page in pages:
        key = page.language, page.kind
        found[key] = max(found.get(key, page), page, key=lambda p: len(p.body))
    return list(found.values())
