"""Filters as HTML: each filter and choice is a fragment; the numbers are filled in."""

from weakref import WeakKeyDictionary

from django.utils.translation import get_language

from resources.web.fragments import GAP, filled, pieces

SHORT = 8
MOST_KEPT = 20_000

# The names of filters → what a fragment depends on → its HTML between the gaps.
kept = WeakKeyDictionary()


def facet_list(facets, names):
    """The HTML of each facet; the first one, and those with a ticked choice, stand open."""
    known = kept.setdefault(names, {})
    if len(known) > MOST_KEPT:
        known = kept[names] = {}  # others go on with the one they have
    return [
        html_of(facet, names, is_open=place == 0, known=known, language=get_language())
        for place, facet in enumerate(facets)
    ]


def html_of(facet, names, *, is_open, known, language):
    first = facet.values if len(facet.values) <= SHORT + 1 else facet.values[:SHORT]
    more = facet.values[len(first) :]
    context = {
        "is_open": is_open,
        "selected_count": sum(value.is_selected for value in facet.values),
        "more_count": len(more),
        "has_selected_more": any(value.is_selected for value in more),
    }
    key = (language, facet.slug, *context.values())
    if key not in known:
        context |= {"first_choices": GAP, "more_choices": GAP, "name": names.facet_name(facet.slug)}
        known[key] = pieces("resources/directory/_facet.html", context)
    groups = [choices(facet.slug, group, known, language) for group in (first, more) if group]
    return filled(known[key], groups)


def choices(facet, values, known, language):
    html = []
    for value in values:
        key = (language, facet, value.slug, value.is_selected, value.count == 1)
        if key not in known:
            context = {"facet": facet, "value": value, "number": GAP}
            known[key] = pieces("resources/directory/_facet_value.html", context)
        before, after = known[key]
        html.append(f"{before}{value.count}{after}")
    return "".join(html)
