"""What every public view has in common."""

from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from resources.models.tracking import is_tracking_parameter

from .page_cache import kept_page

UNKNOWN_ADDRESS = str(ip_address(0))


def read_only(view):
    """GET and HEAD only. Anything else is refused for its method, not for a missing CSRF token."""
    return csrf_exempt(require_safe(view))


def public_page(view):
    """A page that shows what is in the database to everybody alike, and is kept in memory."""
    return read_only(kept_page(view))


def client_address(request):
    """Where a request comes from, to count tries by: of IPv6 the network, for a home has all of it.

    `X-Forwarded-For` can be made up, but for what our own proxies have added at its end.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < proxies <= len(forwarded) and forwarded != [""]:
        address = forwarded[-proxies]
    try:
        found = ip_address(address.strip())
    except ValueError:  # a server on a Unix socket has none
        return UNKNOWN_ADDRESS
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False).network_address)


def former_slugs_lead_on(current_slug):
    """Send visitors who ask a view for a slug its entry had before to where that is today.

    `current_slug` finds the one of today, or nothing. A live entry wins: only a slug that finds
    none is looked up. Browsers ask again each time, for a slug may return to where it was.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, slug):
            try:
                return view(request, slug)
            except Http404:
                today = current_slug(slug)
                if not today:
                    raise
                return moved_to(request, today)

        return answer

    return decorate


def moved_to(request, slug):
    """A permanent redirect to the same page at `slug`, with what was asked of it."""
    query = request.META.get("QUERY_STRING")
    address = reverse(request.resolver_match.view_name, args=[slug])
    response = redirect(f"{address}?{query}" if query else address, permanent=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def page_of(items, number, *, per_page):
    """The asked page of `items`, or the nearest there is; with a notice and a status if it is not.

    A page number that is none is a bad request (400); a page beyond the last is not found (404).
    """
    paginator = Paginator(items, per_page)
    try:
        return paginator.page(number or 1), [], 200
    except PageNotAnInteger:
        notice = _("That is not the number of a page. This is page 1.")
        return paginator.page(1), [notice], 400
    except EmptyPage:
        last = paginator.num_pages
        notice = _("There is no such page. The last one is page %(last)s, shown here.")
        return paginator.page(last), [notice % {"last": last}], 404


def notices_of_unread(query, known=()):
    """A sentence naming the parameters of `query` a page does not read; none if it reads all."""
    names = [n for n in query if n not in known and not is_tracking_parameter(n)]
    if not names:
        return []
    sentence = ngettext(
        "The address asks for something we do not have here: %(names)s. We left it out.",
        "The address asks for things we do not have here: %(names)s. We left them out.",
        len(names),
    )
    return [sentence % {"names": ", ".join(map(shorten, names[:5]))}]


def shorten(text):
    """Enough of a stranger's text to recognise it by."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= 40 else f"{text[:40]}…"
