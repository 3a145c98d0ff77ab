"""No edit is lost: who saves an entry that somebody else changed meanwhile chooses what stays."""

from copy import copy

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from resources.history import owning_entries
from resources.history.recording import lock_entries
from resources.history.registry import part_rows

from .conflict_form import OPENED, SEEN, Conflict, in_words
from .form_values import sealed, shown_values, typed_rows, typed_values, values_of

CONFLICT = 409


class EditConflictMixin:
    """A page of the desk whose form knows the entry it was opened with.

    The rows are locked before they are compared, so of two who save at once the second sees what
    the first one saved.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        is_edit = request.method == "POST" and object_id and "_saveasnew" not in request.POST
        if not is_edit:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            answer = self.answer_to_conflict(request, self.held(request, object_id))
            return answer or super().changeform_view(request, object_id, form_url, extra_context)

    def held(self, request, object_id):
        """The record with all that a save of it may change, locked; None if it is gone."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return None
        lock_entries([record, *owning_entries([record, *part_rows(record)])])
        return self.get_object(request, unquote(object_id))

    def answer_to_conflict(self, request, record):
        """A page that asks or explains; None where saving can go on, with what was chosen."""
        if record is None or not self.has_change_permission(request, record):
            was_allowed = OPENED in request.POST and self.has_change_permission(request)
            return self.text_page(request, record) if was_allowed else None
        conflict = Conflict(request.POST, *self.shown_forms(request, record))
        if conflict.is_settled():
            request.POST = conflict.settled()
        elif conflict.is_open():
            return self.conflict_page(request, record, conflict)
        return None

    def shown_forms(self, request, record):
        """The form and the formsets as they would be shown now, before anything is typed."""
        request = shown(request)
        fields = flatten_fieldsets(self.get_fieldsets(request, record))
        form = self.get_form(request, record, change=True, fields=fields)(instance=record)
        formsets, inlines = self._create_formsets(request, record, change=True)
        pairs = zip(formsets, inlines, strict=True)
        return form, [f for f, inline in pairs if inline.has_change_permission(request, record)]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Give the form what it was opened with; after a mistake, still what it was opened with."""
        if change and self.has_change_permission(request, obj):
            opened = request.POST.get(OPENED)
            context["opened"] = opened or sealed(shown_values(*self.shown_forms(request, obj)))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def conflict_page(self, request, record, conflict):
        context = {
            "groups": conflict.groups,
            "carried": conflict.carried(),
            "seen_name": SEEN,
            "seen": sealed(conflict.now),
            "entry": record,
            "title": _("Somebody else changed this entry: %(entry)s") % {"entry": record},
        }
        return self.page_of_conflict(request, "conflict", context)

    def text_page(self, request, record):
        """The entry is gone, or out of this curator's hands: what was typed, to be copied."""
        title = _("This entry was deleted meanwhile")
        if record is not None:
            title = _("This entry can now be changed only by those who may publish")
        context = {"entry": record, "lines": list(self.typed_lines(request)), "title": title}
        return self.page_of_conflict(request, "typed_text", context)

    def typed_lines(self, request):
        """(label, text) of everything that was sent."""
        form = self.get_form(request, None, change=False)()
        yield from lines_of(request.POST, form, "")
        formsets, _inlines = self._create_formsets(shown(request), self.model(), change=False)
        for formset in formsets:
            known, new = typed_rows(request.POST, formset)
            for prefix in [*known.values(), *new]:
                yield from lines_of(request.POST, formset.empty_form, prefix)

    def page_of_conflict(self, request, template, context):
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "section": capfirst(self.opts.verbose_name_plural),
            "media": self.media,
            **context,
        }
        page = f"admin/history/{template}.html"
        # Rendered now: what it shows is read while the entry is locked.
        return TemplateResponse(request, page, context, status=CONFLICT).render()


def shown(request):
    """The request that would show the form which this one sends."""
    request = copy(request)
    request.method = "GET"
    return request


def lines_of(data, form, prefix):
    for key, texts in typed_values(data, values_of(form), prefix).items():
        if texts and key in form.fields and key != "DELETE":
            yield form[key].label, "\n".join(in_words(form.fields[key], texts))
