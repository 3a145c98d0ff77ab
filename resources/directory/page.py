"""The list with its filters, as on the directory and on the page of each topic."""

from copy import copy

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from resources.search import Selection, failed_searches
from resources.web.fragments import PLACEHOLDER, FragmentCache, fill, render_parts
from resources.web.views import page_or_nearest

from .cards import render_cards
from .facets import render_facets
from .filters import ResourceFilterSet
from .suggestions import SearchHelp

RESOURCES_PER_PAGE = 20
# The head names the page in each language, and a link leads to it in the other language.
OWN_ADDRESSES_ON_PAGE = 3
PAGE_TEMPLATE = "resources/directory/page.html"
SEARCH_FORM_TEMPLATE = "resources/directory/_search_form.html"
PAGER_TEMPLATE = "resources/directory/_pager.html"

frames = FragmentCache(max_entries=50)  # what surrounds the title and the list
search_forms = FragmentCache(max_entries=500)
pagers = FragmentCache(max_entries=500)


def directory_page(request, name, *, within_term=None):
    """(context of the list's template, HTTP status of the page).

    `name` is the page's title if the visitor asked for nothing. `within_term` narrows the list to
    one term. If a card has a choice of flags, it shows that of a guide to a selected term.
    """
    filterset = ResourceFilterSet(request.GET, within_term=within_term)
    page, page_notices, status = page_or_nearest(
        filterset.result, request.GET.get("page"), per_page=RESOURCES_PER_PAGE
    )
    search_help = SearchHelp(filterset, is_first_page=status == 200 and page.number == 1)
    if search_help.is_failed_search:
        failed_searches.count_failed_search(filterset.selection.text)
    guides = set().union(
        *filterset.selection.terms.values(), [within_term.slug] if within_term else []
    )
    label = search_label(filterset.result.count(Selection(within_term=within_term)))
    context = {
        "title": page_title(name, filterset, page),
        "filterset": filterset,
        "label": label,
        "search_form": search_form(filterset, request.path, label if within_term else ""),
        "count_label": count_label(page.paginator.count),
        "page": page,
        "cards": SafeString("".join(render_cards(page.object_list, filterset.result, guides))),
        "pager": pager(page, filterset),
        "search_help": search_help,
        "notices": [*filterset.notices, *page_notices],
    }
    return context, 400 if filterset.is_malformed else status


def render_page(request, context):
    """The directory as a whole page, from the `context` of the list.

    The frame of the page depends on the language and on the total number of entries. It contains
    the page's own addresses, and so it also depends on whether there is a query.
    """
    query = request.META["QUERY_STRING"]
    without_query = copy(request)
    without_query.META = request.META | {"QUERY_STRING": query and PLACEHOLDER}
    key = (get_language(), bool(query), context["label"])
    frame_context = {
        "title": PLACEHOLDER,
        "directory": PLACEHOLDER,
        "label": context["label"],
        "filterset": True,
    }
    frame = frames.get(key, render_parts, PAGE_TEMPLATE, frame_context, without_query)
    directory = get_template("resources/directory/_directory.html").render(context)
    addresses = [escape(query)] * OWN_ADDRESSES_ON_PAGE if query else []
    return fill(frame, [escape(context["title"]), *addresses, directory])


def search_form(filterset, action, label):
    """The search box and the filters. `label` is empty if the page has it elsewhere."""
    ticked, count = filterset.ticked_count, len(filterset.result)
    facets = "".join(render_facets(filterset.result.facets, filterset.snapshot.labels))
    context = {
        "action": action,
        "label": label,
        "text": PLACEHOLDER,
        "ticked_count": ticked,
        "show": PLACEHOLDER,
        "facets": PLACEHOLDER if facets else "",
    }
    key = (get_language(), action, label, ticked, bool(facets))
    parts = search_forms.get(key, render_parts, SEARCH_FORM_TEMPLATE, context)
    show = ngettext("Show %(n)s resource", "Show %(n)s resources", count) % {"n": count}
    text = escape(filterset.selection.text)
    values = [text, facets, show if count else _("Search again")] if facets else [text]
    return fill(parts, values)


def page_title(name, filterset, page):
    """The title, such as “attendance – 11 resources – Directory, page 2”."""
    count = count_label(page.paginator.count) if filterset.is_narrowed else ""
    title = " – ".join(filter(None, [filterset.selection.text, count, name]))
    later = _("page %(n)s") % {"n": page.number}
    return title if page.number == 1 else f"{title}, {later}"


def pager(page, filterset):
    """Links to pages of results, such as the first and the next. Empty if there is one."""
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
    if len(numbers) < 2:
        return ""
    # Is it the current page? None for an ellipsis.
    links = [n == page.number if isinstance(n, int) else None for n in numbers]
    key = (get_language(), page.has_next(), *links)
    context = {"links": links, "has_next": page.has_next(), "placeholder": PLACEHOLDER}
    parts = pagers.get(key, render_parts, PAGER_TEMPLATE, context)
    values = []
    for number in filter(lambda n: isinstance(n, int), numbers):
        values += [escape(filterset.address(page=number)), str(number), str(number)]
    if page.has_next():
        values.append(escape(filterset.address(page=page.number + 1)))
    return fill(parts, values)


def search_label(total):
    """The label of the search box: “Search 300 resources”."""
    return ngettext("Search %(n)s resource", "Search %(n)s resources", total) % {"n": total}


def count_label(number):
    """The number of resources in words: “37 resources”."""
    return ngettext("%(n)s resource", "%(n)s resources", number) % {"n": number}
