"""Parts of public views: methods, page cache, former slugs, paging, notices, client addresses."""

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

from .page_cache import cached_page

UNKNOWN_ADDRESS = str(ip_address(0))


def read_only(view):
    """Allow GET and HEAD only. Other methods get 405, before the CSRF check could answer 403."""
    return csrf_exempt(require_safe(view))


def public_page(view):
    """A page that is the same for everybody, and is cached until the database changes."""
    return read_only(cached_page(view))


def client_address(request):
    """The address by which to count a client's requests: of IPv6, its /64 network.

    A home has a whole /64 network. Of `X-Forwarded-For`, only the entries that our own proxies
    added at the end can be trusted.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < proxies <= len(forwarded) and forwarded != [""]:
        address = forwarded[-proxies]
    try:
        found = ip_address(address.strip())
    except ValueError:  # as behind a Unix socket
        return UNKNOWN_ADDRESS
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False).network_address)


def redirect_former_slugs(current_slug):
    """Decorator that redirects a former slug of an entry to its current slug.

    `current_slug(slug)` returns that, or None. It is called only if the view raises Http404, so
    an entry that has the slug today comes first.
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
                return redirect_to_slug(request, today)

        return answer

    return decorate


def redirect_to_slug(request, slug):
    """A permanent redirect to the same view at `slug`, with the same query.

    Browsers must ask again each time, since an entry may get its former slug back.
    """
    query = request.META.get("QUERY_STRING")
    address = reverse(request.resolver_match.view_name, args=[slug])
    response = redirect(f"{address}?{query}" if query else address, permanent=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def page_or_nearest(items, number, *, per_page):
    """(page, notices, status): the page `number` of `items`, or the nearest that exists.

    The status is 400 if `number` is no number, and 404 if it is beyond the last page.
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


def unknown_parameter_notices(query, known=()):
    """[a sentence that names the parameters of `query` that are not `known`], or []."""
    names = [n for n in query if n not in known and not is_tracking_parameter(n)]
    if not names:
        return []
    sentence = ngettext(
        "The address asks for something we do not have here: %(names)s. We left it out.",
        "The address asks for things we do not have here: %(names)s. We left them out.",
        len(names),
    )
    return [sentence % {"names": ", ".join(map(shorten_for_notice, names[:5]))}]


def shorten_for_notice(text):
    """`text` as a notice may quote it: printable, and at most 41 characters."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= 40 else f"{text[:40]}…"
