"""The front page of the desk and its buttons. `site` is the admin site."""

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

from . import charts
from .export import csv_lines
from .issues import reasons, watched_kinds
from .list import ME, NOBODY, Worklist, assignees, colleagues
from .resolve import resolve_item
from .sync import catch_up

MAX_ASSIGNED = 1_000


def urls(site):
    """URL patterns of the buttons' views. The page is the index of the admin site."""
    views = {
        "worklist/settle/<int:pk>/": (require_POST(partial(resolve, site)), "worklist_resolve"),
        "worklist/assign/": (require_POST(partial(assign, site)), "worklist_assign"),
        "worklist/export/": (require_safe(partial(export_csv, site)), "worklist_export"),
    }
    return [
        path(address, site.admin_view(view), name=name) for address, (view, name) in views.items()
    ]


def can_see_worklist(site, request):
    """True for users who may change entries of at least one kind."""
    admins = (site.get_model_admin(kind.model) for kind in watched_kinds().values())
    return any(model_admin.has_change_permission(request) for model_admin in admins)


def can_resolve(site, request, reason, entry):
    """True if the user may change the entry.

    Without an entry, the permission of the resolution decides.
    """
    if reason.resolution is None:
        return False
    if entry is None:
        return request.user.has_perm(reason.resolution.permission)
    return site.get_model_admin(type(entry)).has_change_permission(request, entry)


def front_page(site, request):
    """Catch up with some of the changed entries, then show the list and the charts."""
    left = catch_up()
    worklist = Worklist(request)
    listed = [(row, can_resolve(site, request, row.reason, row.entry)) for row in worklist.rows]
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


def resolve(site, request, pk):
    """Resolve an item with one click."""
    item = WorkItem.objects.filter(pk=pk).first()
    if item is None:
        messages.info(request, _("Somebody has already resolved this."))
        return redirect_to_list(request)
    reason = reasons[item.reason]
    if not can_resolve(site, request, reason, item.entry):
        raise PermissionDenied
    title = str(item.entry or item.words)
    try:
        left_to_do = resolve_item(item, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{title}: {reason.resolution.label}.")
        for sentence in left_to_do:
            messages.warning(request, sentence)
    return redirect_to_list(request)


def assign(site, request):
    """Assign the selected items to a colleague, to oneself or to nobody."""
    if not can_see_worklist(site, request):
        raise PermissionDenied
    selected = [int(key) for key in request.POST.getlist("item") if key.isdecimal()][:MAX_ASSIGNED]
    to = request.POST.get("assignee")
    user = request.user if to == ME else colleague(to)
    if not selected:
        messages.warning(request, _("Select items first."))
    elif user is None and to != NOBODY:
        messages.warning(request, _("Choose who they are assigned to."))
    else:
        count = WorkItem.objects.filter(pk__in=selected).update(assignee=user)
        report_assignment(request, count, user)
    return redirect_to_list(request)


def colleague(username):
    return next((user for user in colleagues() if user.get_username() == username), None)


def report_assignment(request, count, user):
    text = (
        ngettext("%(who)s takes %(n)d item.", "%(who)s takes %(n)d items.", count)
        if user
        else ngettext(
            "%(n)d item is now assigned to nobody.",
            "%(n)d items are now assigned to nobody.",
            count,
        )
    )
    messages.success(request, text % {"who": user, "n": count})


def redirect_to_list(request):
    """Redirect to the list with the filters it had."""
    filters = QueryDict(request.POST.get("filters", "")).urlencode()
    return redirect(f"{reverse('admin:index')}?{filters}" if filters else "admin:index")


def export_csv(site, request):
    """The whole list as CSV, with the filters of the page."""
    if not can_see_worklist(site, request):
        raise PermissionDenied
    items = Worklist(request).items.select_related("assignee")
    response = StreamingHttpResponse(
        csv_lines(items, request.build_absolute_uri), content_type="text/csv; charset=utf-8"
    )
    name = f"worklist-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
