"""Filters as HTML: each filter and choice is rendered once; then the numbers are filled in."""

from weakref import WeakKeyDictionary

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

SHORT = 8
GAP = "\x02"  # stands in a rendered piece for what is filled in
MOST_KEPT = 20_000

# The names of filters → what a piece depends on → its HTML between the gaps. Rendering all
# choices anew would take most of a page's time.
kept = WeakKeyDictionary()


def facet_list(facets, names):
    """The HTML of each facet; the first one, and those with a ticked choice, stand open."""
    known, language = kept.setdefault(names, {}), get_language()
    if len(known) > MOST_KEPT:
        known = kept[names] = {}  # others go on with the one they have
    return [
        html_of(facet, is_open=place == 0, known=known, language=language)
        for place, facet in enumerate(facets)
    ]


def html_of(facet, *, is_open, known, language):
    first = facet.values if len(facet.values) <= SHORT + 1 else facet.values[:SHORT]
    more = facet.values[len(first) :]
    context = {
        "name": facet.name,
        "is_open": is_open,
        "selected_count": sum(value.is_selected for value in facet.values),
        "more_count": len(more),
        "has_selected_more": any(value.is_selected for value in more),
    }
    key = (language, facet.slug, *context.values())
    if key not in known:
        gaps = {"first_choices": SafeString(GAP), "more_choices": SafeString(GAP)}
        known[key] = pieces("resources/_facet.html", context | gaps)
    groups = [choices(facet.slug, group, known, language) for group in (first, more) if group]
    return SafeString("".join(joined(known[key], groups)))


def choices(facet, values, known, language):
    html = []
    for value in values:
        key = (language, facet, value.slug, value.is_selected, value.count == 1)
        if key not in known:
            context = {"facet": facet, "value": value, "number": GAP}
            known[key] = pieces("resources/_facet_value.html", context)
        before, after = known[key]
        html.append(f"{before}{value.count}{after}")
    return "".join(html)


def pieces(template, context):
    """What stands between the gaps of a rendered template."""
    return get_template(template).render(context).strip().split(GAP)


def joined(around, fillings):
    """Pieces and fillings by turns."""
    yield around[0]
    for piece, filling in zip(around[1:], fillings, strict=True):
        yield filling
        yield piece
