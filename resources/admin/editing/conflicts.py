"""No edit is lost: after somebody else's change, a curator chooses what stays.

`VersionedAdmin` calls `conflict_response` before it saves, in the same transaction. The rows are
locked before they are compared, so of two curators who save at once, the second one sees what the
first one saved.
"""

from copy import copy

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from resources.history import owning_entries
from resources.history.owners import part_rows
from resources.history.recording import lock_entries

from .conflict_form import OPENED, SEEN, EditConflict, display_values
from .form_values import field_values, posted_rows, posted_values, sign_values, unbound_values

HTTP_CONFLICT = 409


def conflict_response(model_admin, request, object_id):
    """The page that asks what stays, or shows what was typed. None to go on saving.

    Once the curator has chosen, `request.POST` is replaced by the chosen values.
    """
    record = locked_record(model_admin, request, object_id)
    if record is None or not model_admin.has_change_permission(request, record):
        was_allowed = OPENED in request.POST and model_admin.has_change_permission(request)
        return typed_text_page(model_admin, request, record) if was_allowed else None
    conflict = EditConflict(request.POST, *displayed_forms(model_admin, request, record))
    if conflict.is_resolved():
        request.POST = conflict.resolved_data()
    elif conflict.is_open():
        return conflict_page(model_admin, request, record, conflict)
    return None


def locked_record(model_admin, request, object_id):
    """The record, locked with all that saving it may change. None if it is gone."""
    record = model_admin.get_object(request, unquote(object_id))
    if record is None:
        return None
    lock_entries([record, *owning_entries([record, *part_rows(record)])])
    return model_admin.get_object(request, unquote(object_id))


def signed_opened_values(model_admin, request, record):
    """The signed values a form was opened with, kept if it has errors."""
    return request.POST.get(OPENED) or sign_values(
        unbound_values(*displayed_forms(model_admin, request, record))
    )


def displayed_forms(model_admin, request, record):
    """The unbound form and formsets, as they would be displayed now."""
    request = get_request_for(request)
    fields = flatten_fieldsets(model_admin.get_fieldsets(request, record))
    form = model_admin.get_form(request, record, change=True, fields=fields)(instance=record)
    formsets, inlines = model_admin._create_formsets(request, record, change=True)
    pairs = zip(formsets, inlines, strict=True)
    return form, [f for f, inline in pairs if inline.has_change_permission(request, record)]


def get_request_for(request):
    """The GET request that would display the form which this one sends."""
    request = copy(request)
    request.method = "GET"
    return request


def conflict_page(model_admin, request, record, conflict):
    context = {
        "groups": conflict.groups,
        "posted_fields": conflict.posted_fields(),
        "seen_name": SEEN,
        "seen": sign_values(conflict.current),
        "entry": record,
        "title": _("Somebody else changed this entry: %(entry)s") % {"entry": record},
    }
    return render_conflict(model_admin, request, "conflict", context)


def typed_text_page(model_admin, request, record):
    """The typed text, to be copied: the entry is gone or no longer theirs to edit."""
    title = _("This entry was deleted meanwhile")
    if record is not None:
        title = _("This entry can now be changed only by those who may publish")
    lines = list(typed_lines(model_admin, request))
    context = {"entry": record, "lines": lines, "title": title}
    return render_conflict(model_admin, request, "typed_text", context)


def typed_lines(model_admin, request):
    """Yields (label, text) of every field that was sent."""
    form = model_admin.get_form(request, None, change=False)()
    yield from posted_lines(request.POST, form, "")
    formsets, _inlines = model_admin._create_formsets(
        get_request_for(request), model_admin.model(), change=False
    )
    for formset in formsets:
        known, new = posted_rows(request.POST, formset)
        for prefix in [*known.values(), *new]:
            yield from posted_lines(request.POST, formset.empty_form, prefix)


def posted_lines(data, form, prefix):
    for key, texts in posted_values(data, field_values(form), prefix).items():
        if texts and key in form.fields and key != "DELETE":
            yield form[key].label, "\n".join(display_values(form.fields[key], texts))


def render_conflict(model_admin, request, template, context):
    request.current_app = model_admin.admin_site.name
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "section": capfirst(model_admin.opts.verbose_name_plural),
        "media": model_admin.media,
        **context,
    }
    page = f"admin/history/{template}.html"
    # Rendered at once, because its queries must run while the entry is locked.
    return TemplateResponse(request, page, context, status=HTTP_CONFLICT).render()
