"""The desk's front page, and the buttons on it. `site` is the admin site they belong to."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from resources.models import WorkItem

from . import charts, resolve
from .export import lines
from .findings import reasons, watched_kinds
from .list import ME, NOBODY, Worklist, assignees, colleagues
from .sync import catch_up

MOST_ASSIGNED = 1_000


def urls(site):
    """The addresses behind the buttons; the page itself is the site's index."""
    views = {
        "worklist/settle/<int:pk>/": (require_POST(partial(settle, site)), "worklist_settle"),
        "worklist/assign/": (require_POST(partial(assign, site)), "worklist_assign"),
        "worklist/export/": (require_safe(partial(export, site)), "worklist_export"),
    }
    return [
        path(address, site.admin_view(view), name=name) for address, (view, name) in views.items()
    ]


def may_see(site, request):
    """Whoever may change entries of some kind."""
    desks = (site.get_model_admin(kind.model) for kind in watched_kinds().values())
    return any(desk.has_change_permission(request) for desk in desks)


def may_settle(site, request, reason, entry):
    """Settling changes the entry; where there is none, the settlement says who may."""
    if reason.settlement is None:
        return False
    if entry is None:
        return request.user.has_perm(reason.settlement.permission)
    return site.get_model_admin(type(entry)).has_change_permission(request, entry)


def front(site, request):
    left = catch_up()
    worklist = Worklist(request)
    listed = [(row, may_settle(site, request, row.reason, row.entry)) for row in worklist.rows]
    context = {
        **site.each_context(request),
        "title": _("Worklist"),
        "app_list": site.get_app_list(request),
        "left": left,
        "worklist": worklist,
        "listed": listed,
        "assignees": assignees(),
        "filters": request.GET.urlencode(),
        "freshness": charts.freshness(),
        "coverage": charts.coverage(),
        "months": charts.link_trouble_by_month(),
    }
    return TemplateResponse(request, "admin/worklist/worklist.html", context)


def settle(site, request, pk):
    """The one click on an item."""
    item = WorkItem.objects.filter(pk=pk).first()
    if item is None:
        messages.info(request, _("Somebody has settled that already."))
        return back(request)
    reason = reasons[item.reason]
    if not may_settle(site, request, reason, item.entry):
        raise PermissionDenied
    title = str(item.entry or item.words)
    try:
        left_to_do = resolve.settle(item, request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{title}: {reason.settlement.label}.")
        for sentence in left_to_do:
            messages.warning(request, sentence)
    return back(request)


def assign(site, request):
    """Give the ticked items to somebody, to oneself, or to nobody again."""
    if not may_see(site, request):
        raise PermissionDenied
    chosen = [int(key) for key in request.POST.getlist("item") if key.isdecimal()][:MOST_ASSIGNED]
    to = request.POST.get("assignee")
    user = request.user if to == ME else colleague(to)
    if not chosen:
        messages.warning(request, _("Tick the items first."))
    elif user is None and to != NOBODY:
        messages.warning(request, _("Choose who takes them."))
    else:
        count = WorkItem.objects.filter(pk__in=chosen).update(assignee=user)
        say_who_takes(request, count, user)
    return back(request)


def colleague(username):
    return next((user for user in colleagues() if user.get_username() == username), None)


def say_who_takes(request, count, user):
    text = (
        ngettext("%(who)s takes %(n)d item.", "%(who)s takes %(n)d items.", count)
        if user
        else ngettext("Nobody has %(n)d item now.", "Nobody has %(n)d items now.", count)
    )
    messages.success(request, text % {"who": user, "n": count})


def back(request):
    """To the list as it was narrowed."""
    filters = QueryDict(request.POST.get("filters", "")).urlencode()
    return redirect(f"{reverse('admin:index')}?{filters}" if filters else "admin:index")


def export(site, request):
    """The whole list, narrowed as on the page."""
    if not may_see(site, request):
        raise PermissionDenied
    items = Worklist(request).items.select_related("assignee")
    response = StreamingHttpResponse(
        lines(items, request.build_absolute_uri), content_type="text/csv; charset=utf-8"
    )
    name = f"worklist-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
