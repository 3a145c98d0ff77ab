"""The list with its filters, as the directory and every topic page show it."""

from copy import copy

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from resources.search import Selection, failed_searches
from resources.web.fragments import GAP, Fragments, filled
from resources.web.views import page_or_nearest

from .cards import cards
from .facets import facet_list
from .filters import ResourceFilterSet
from .suggestions import SearchHelp

RESOURCES_PER_PAGE = 20
ADDRESSES_IN_FRAME = 3  # of the page in each language in its head, and in the other one to click

frames = Fragments("resources/directory/page.html", most=50)
finders = Fragments("resources/directory/_finder.html", most=500)
pagers = Fragments("resources/directory/_pager.html", most=500)


def directory_page(request, name, *, within=None):
    """What the list's template needs, and the status of the answer.

    `name` is what the page is called while nothing is asked for; `within` narrows the list to one
    term. Flags shown are, where there is a choice, those of guides to what the visitor selected.
    """
    filterset = ResourceFilterSet(request.GET, within=within)
    page, page_notices, status = page_or_nearest(
        filterset.result, request.GET.get("page"), per_page=RESOURCES_PER_PAGE
    )
    search_help = SearchHelp(filterset, is_first_page=status == 200 and page.number == 1)
    if search_help.is_unanswered:
        failed_searches.count_failed_search(filterset.selection.text)
    guides = set().union(*filterset.selection.terms.values(), [within.slug] if within else [])
    label = search_label(filterset.result.count(Selection(within=within)))
    context = {
        "title": titled(name, filterset, page),
        "filterset": filterset,
        "label": label,
        "finder": finder(filterset, request.path, label if within else ""),
        "counted": counted(page.paginator.count),
        "page": page,
        "cards": SafeString("".join(cards(page.object_list, filterset.result, guides))),
        "pager": pager(page, filterset),
        "search_help": search_help,
        "notices": [*filterset.notices, *page_notices],
    }
    return context, 400 if filterset.is_malformed else status


def in_frame(request, context):
    """The directory as a whole page: `context` rendered, and what is around it filled in.

    What is around it depends on the language, on the number of entries in all, and, for the
    addresses of the page in each language, on whether there is a query.
    """
    query = request.META["QUERY_STRING"]
    with_gaps = copy(request)
    with_gaps.META = request.META | {"QUERY_STRING": query and GAP}
    around = frames.pieces(
        (get_language(), bool(query), context["label"]),
        {"title": GAP, "directory": GAP, "label": context["label"], "filterset": True},
        with_gaps,
    )
    directory = get_template("resources/directory/_directory.html").render(context)
    addresses = [escape(query)] * ADDRESSES_IN_FRAME if query else []
    return filled(around, [escape(context["title"]), *addresses, directory])


def finder(filterset, action, label):
    """The search box and the filters; without a `label` where the page has it elsewhere."""
    ticked, count = filterset.ticked_count, len(filterset.result)
    facets = "".join(facet_list(filterset.result.facets, filterset.snapshot.labels))
    context = {"action": action, "label": label, "text": GAP, "ticked_count": ticked, "show": GAP}
    around = finders.pieces(
        (get_language(), action, label, ticked, bool(facets)),
        context | {"facets": GAP if facets else ""},
    )
    found = ngettext("Show %(n)s resource", "Show %(n)s resources", count) % {"n": count}
    text = escape(filterset.selection.text)
    return filled(
        around, [text, facets, found if count else _("Search again")] if facets else [text]
    )


def titled(name, filterset, page):
    """A title that begins with what was asked: “attendance – 11 resources – Directory, page 2”."""
    count = counted(page.paginator.count) if filterset.is_narrowed else ""
    title = " – ".join(filter(None, [filterset.selection.text, count, name]))
    later = _("page %(n)s") % {"n": page.number}
    return title if page.number == 1 else f"{title}, {later}"


def pager(page, filterset):
    """Links to some pages of results, among them the first, the last and the next; or nothing."""
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
    if len(numbers) < 2:
        return ""
    places = [n == page.number if isinstance(n, int) else None for n in numbers]
    around = pagers.pieces(
        (get_language(), page.has_next(), *places),
        {"places": places, "has_next": page.has_next(), "gap": GAP},
    )
    texts = []
    for number in filter(lambda n: isinstance(n, int), numbers):
        texts += [escape(filterset.address(page=number)), str(number), str(number)]
    if page.has_next():
        texts.append(escape(filterset.address(page=page.number + 1)))
    return filled(around, texts)


def search_label(total):
    """What the search box is called: “Search 300 resources”."""
    return ngettext("Search %(n)s resource", "Search %(n)s resources", total) % {"n": total}


def counted(number):
    """“37 resources”."""
    return ngettext("%(n)s resource", "%(n)s resources", number) % {"n": number}
