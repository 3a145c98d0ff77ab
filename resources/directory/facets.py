"""Renders facets from cached fragments, into which the counts are filled."""

from django.utils.translation import get_language

from resources.web.fragments import PLACEHOLDER, FragmentCache, fill, render_parts

CHOICES_SHOWN = 8  # the others are behind “Show more”
FACET_TEMPLATE = "resources/directory/_facet.html"
CHOICE_TEMPLATE = "resources/directory/_facet_value.html"

fragments = FragmentCache(max_entries=20_000)  # for each FacetLabels


def render_facets(facets, labels):
    """The HTML of each facet. The first one, and those with a ticked choice, are open."""
    cache, language = fragments.of(labels), get_language()
    return [
        render_facet(facet, labels, is_open=position == 0, cache=cache, language=language)
        for position, facet in enumerate(facets)
    ]


def render_facet(facet, labels, *, is_open, cache, language):
    has_few = len(facet.values) <= CHOICES_SHOWN + 1
    first = facet.values if has_few else facet.values[:CHOICES_SHOWN]
    more = facet.values[len(first) :]
    context = {
        "is_open": is_open,
        "selected_count": sum(value.is_selected for value in facet.values),
        "more_count": len(more),
        "has_selected_more": any(value.is_selected for value in more),
    }
    key = (language, facet.slug, *context.values())
    context |= {
        "first_choices": PLACEHOLDER,
        "more_choices": PLACEHOLDER,
        "name": labels.facet_name(facet.slug),
    }
    parts = cache.get(key, render_parts, FACET_TEMPLATE, context)
    groups = filter(None, (first, more))
    return fill(parts, [render_choices(facet.slug, group, cache, language) for group in groups])


def render_choices(facet, values, cache, language):
    html = []
    for value in values:
        key = (language, facet, value.slug, value.is_selected, value.count == 1)
        context = {"facet": facet, "value": value, "number": PLACEHOLDER}
        before, after = cache.get(key, render_parts, CHOICE_TEMPLATE, context)
        html.append(f"{before}{value.count}{after}")
    return "".join(html)
