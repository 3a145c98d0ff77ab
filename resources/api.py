"""The directory as JSON, with the same parameters, entries and numbers as its pages."""

from django.http import JsonResponse

from resources.directory.filters import ResourceFilterSet
from resources.directory.page import RESOURCES_PER_PAGE
from resources.web.views import page_or_nearest, public_page


@public_page
def resources_json(request):
    """The entries of one page, and the counts of every facet.

    `notices` names the parameters that could not be used, as on the page. The status is the
    page's too.
    """
    filterset = ResourceFilterSet(request.GET)
    found = filterset.result
    page, page_notices, status = page_or_nearest(
        found, request.GET.get("page"), per_page=RESOURCES_PER_PAGE
    )
    start = page.start_index() - 1 if found else 0
    answer = {
        "count": len(found),
        "page": page.number,
        "pages": page.paginator.num_pages,
        "facets": {
            facet.slug: [facet_value_json(v) for v in facet.values] for facet in found.facets
        },
        "results": [resource_json(r) for r in found.resources(slice(start, start + len(page)))],
        "notices": [str(notice) for notice in [*filterset.notices, *page_notices]],
    }
    status = 400 if filterset.is_malformed else status
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})


def facet_value_json(value):
    return {
        "slug": value.slug,
        "label": str(value.label),
        "count": value.count,
        "selected": value.is_selected,
    }


def resource_json(resource):
    """`page` is our page about the resource; `url` its address, empty if it must not be opened."""
    terms = {}
    for term in resource.terms.all():
        terms.setdefault(term.vocabulary_id, []).append(term.slug)
    return {
        "slug": resource.slug,
        "title": str(resource.title),
        "language": resource.title.language,
        "page": resource.get_absolute_url(),
        "url": resource.live_url,
        "organization": resource.organization.slug,
        "link_state": resource.link_state,
        "is_closed": resource.is_closed,
        "terms": terms,
    }
