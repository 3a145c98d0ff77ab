"""The list with its filters, as the directory and every topic page show it."""

from resources.filters import ResourceFilterSet
from resources.http import page_of

RESOURCES_PER_PAGE = 20


def directory_page(request, *, within=None):
    """What the list's template needs, and the status of the answer.

    `within` narrows the list to one term. Each entry comes with the recommendation whose flag
    is shown: one made by a guide to what the visitor selected, if there is one.
    """
    filterset = ResourceFilterSet(request.GET, within=within)
    page, page_notices, status = page_of(
        filterset.result, request.GET.get("page"), per_page=RESOURCES_PER_PAGE
    )
    guides = set().union(*filterset.selection.terms.values(), [within.slug] if within else [])
    context = {
        "filterset": filterset,
        "facets": filterset.result.facets,
        "page": page,
        "page_links": page_links(page, filterset),
        "entries": [(resource, resource.recommendation_for(guides)) for resource in page],
        "notices": [*filterset.notices, *page_notices],
    }
    return context, 400 if filterset.is_malformed else status


def page_links(page, filterset):
    """(number, address) of the pages to offer, an ellipsis without address for those left out."""
    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [
        (number, "" if number == paginator.ELLIPSIS else filterset.address(page=number))
        for number in numbers
    ]
