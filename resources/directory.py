"""The list with its filters, as the directory and every topic page show it."""

from resources import unanswered
from resources.cards import cards
from resources.catalogue import Selection
from resources.facet_list import facet_list
from resources.filters import ResourceFilterSet
from resources.http import page_of
from resources.search_help import SearchHelp

RESOURCES_PER_PAGE = 20


def directory_page(request, *, within=None):
    """What the list's template needs, and the status of the answer.

    `within` narrows the list to one term. Flags shown are, where there is a choice, those of
    guides to what the visitor selected.
    """
    filterset = ResourceFilterSet(request.GET, within=within)
    page, page_notices, status = page_of(
        filterset.result, request.GET.get("page"), per_page=RESOURCES_PER_PAGE
    )
    search_help = SearchHelp(filterset, is_first_page=status == 200 and page.number == 1)
    if search_help.is_unanswered:
        unanswered.count(filterset.selection.text)
    guides = set().union(*filterset.selection.terms.values(), [within.slug] if within else [])
    context = {
        "filterset": filterset,
        "total": filterset.result.count(Selection(within=within)),
        "facets": facet_list(filterset.result.facets, filterset.view.names),
        "page": page,
        "page_links": page_links(page, filterset),
        "cards": cards(page.object_list, filterset.result, guides),
        "search_help": search_help,
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
