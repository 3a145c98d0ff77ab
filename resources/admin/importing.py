"""The pages for import and export: upload a file, see the plan, apply it."""

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.importing.apply import NotAppliedError, apply_plan
from resources.importing.columns import ColumnTable
from resources.importing.errors import RefusedError, explain_remark
from resources.importing.export import CONTENT_TYPES, export_file, template_file
from resources.importing.plan import make_plan
from resources.importing.read import CSV, FORMATS, MAX_MEGABYTES, MAX_ROWS
from resources.models import ImportPlan, PlannedRow

IMPORT, EXPORT = "resources.import_resource", "resources.export_resource"
ROWS_PER_PAGE = 50
RECENT_IMPORTS = 10
SLUGS_SHOWN = 50  # of entries that prevent an import


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or JSON, at most %(rows)s rows and %(megabytes)s MB.")
        % {"rows": f"{MAX_ROWS:,}", "megabytes": MAX_MEGABYTES},
        allow_empty_file=True,  # the import itself refuses an empty file, with its own message
    )


class ImportExportMixin:
    """Import and export pages for the admin of resources."""

    change_list_template = "admin/importing/change_list.html"

    def get_urls(self):
        pages = [
            ("import/", "import", IMPORT, self.import_view),
            ("import/template/", "import_template", IMPORT, self.template_view),
            ("import/<int:key>/", "import_plan", IMPORT, self.plan_view),
            ("import/<int:key>/apply/", "import_apply", IMPORT, self.apply_view),
            ("export/<slug:file_format>/", "export", EXPORT, self.export_view),
        ]
        return [
            *(
                path(
                    at,
                    self.admin_site.admin_view(require_permission(permission, view)),
                    name=self.name_of(name),
                )
                for at, name, permission, view in pages
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        may = {
            "may_import": request.user.has_perm(IMPORT),
            "may_export": request.user.has_perm(EXPORT),
            "formats": FORMATS,
        }
        return super().changelist_view(request, may | (extra_context or {}))

    def import_view(self, request):
        """Ask for a file. On POST compare it with the database, and save only the plan."""
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                plan = make_plan(file.file, name=file.name, user=request.user)
            except RefusedError as refused:
                form.add_error("file", remark_sentence(refused.remark))
            else:
                return redirect(self.address_of("import_plan", plan.pk))
        recent = ImportPlan.objects.finished().select_related("made_by", "applied_by")
        context = {"form": form, "recent": recent[:RECENT_IMPORTS], "title": _("Import resources")}
        return self.import_page(request, "import", context)

    def template_view(self, request):
        return download(template_file(), CSV, "partnerkit-template")

    def plan_view(self, request, key, problem=None):
        """What the file would change, row by row. `?show=` limits it to an outcome."""
        plan = get_object_or_404(ImportPlan.objects.finished(), pk=key)
        outcome = request.GET.get("show", "")
        is_one = outcome in PlannedRow.Outcome
        rows = plan.rows.filter(outcome=outcome) if is_one else plan.rows.all()
        page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("p"))
        columns = ColumnTable().columns
        context = {
            "plan": plan,
            "outcomes": [(o, plan.number_of(o)) for o in PlannedRow.Outcome],
            "chosen_outcome": outcome,
            "page": page,
            "rows": [row_context(row, columns) for row in page],
            "notes": [explain_remark(note["code"], note["facts"]) for note in plan.notes],
            "refused": plan.number_of(PlannedRow.Outcome.REFUSED),
            "problem": problem,
            "outdated": problem.slugs[:SLUGS_SHOWN] if problem else [],
            "title": _("Import: %(file)s") % {"file": plan.file_name},
        }
        return self.import_page(request, "plan", context, status=409 if problem else 200)

    def apply_view(self, request, key):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        plan = get_object_or_404(ImportPlan.objects.finished(), pk=key)
        leave_out = request.POST.get("leave_out_refused") == "yes"
        try:
            apply_plan(plan, user=request.user, leave_out_refused=leave_out)
        except NotAppliedError as problem:
            return self.plan_view(request, key, problem)
        self.message_user(request, _("The import is done. This page says what it changed."))
        return redirect(self.address_of("import_plan", key))

    def export_view(self, request, file_format):
        """The entries that the list page shows with the same filters, as a file."""
        if file_format not in FORMATS:
            raise Http404
        request.GET = request.GET.copy()
        request.GET.pop("p", None)
        try:
            listed = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect(self.address_of("changelist"))
        name = f"partnerkit-{timezone.localdate():%Y-%m-%d}"
        return download(export_file(listed, file_format), file_format, name)

    def import_page(self, request, name, context, status=200):
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        address = f"admin/importing/{name}.html"
        return TemplateResponse(request, address, context, status=status)


def require_permission(permission, view):
    def guarded(request, *args, **kwargs):
        if not request.user.has_perm(permission):
            raise PermissionDenied(permission)
        return view(request, *args, **kwargs)

    return guarded


def download(parts, file_format, name):
    response = StreamingHttpResponse(parts, content_type=CONTENT_TYPES[file_format])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response


def remark_sentence(remark):
    if remark.line is None:
        return str(remark)
    return _("Line %(line)s: %(reason)s") % {"line": remark.line, "reason": remark}


def row_context(row, columns):
    """A row as the template shows it, in the reader's language."""
    return {
        "row": row,
        "problems": [remark_context(stored, columns) for stored in row.problems],
        "notes": [remark_context(stored, columns) for stored in row.notes],
        "changes": [(column_label(name, columns), *texts) for name, texts in row.changes.items()],
    }


def remark_context(stored, columns):
    """(label of the column or "", sentence)"""
    return column_label(stored["column"], columns), explain_remark(stored["code"], stored["facts"])


def column_label(name, columns):
    return columns[name].label if name in columns else name
