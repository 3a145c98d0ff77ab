"""The admin of entries with a workflow: who may change what, steps, and reviews."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from resources.admin.editing.base import BaseAdmin
from resources.admin.editing.bilingual import pair
from resources.models import StatusChange
from resources.publishing import reviews, workflow
from resources.publishing.previews import preview_url
from resources.publishing.workflow import CLOSE, PUBLISH, STEPS

from .actions import close, publish, send_to_review, still_good
from .forms import STEP_FORMS, StepForm

# Steps that a button on the change form applies at once: what their page asks is optional.
STEPS_APPLIED_BY_BUTTON = {PUBLISH}


class WorkflowAdmin(BaseAdmin):
    """Contributors change what is not published yet, curators everything.

    The steps of the workflow are applied by `resources/publishing/workflow.py`. This class asks
    for what a step needs and reports the result.
    """

    change_form_template = "admin/entry_change_form.html"
    actions = [*BaseAdmin.actions, send_to_review, publish, close, still_good]
    readonly_fields = [*BaseAdmin.readonly_fields, "status", "updated_at"]

    class Media:
        css = {"all": ["css/admin/workflow.css"]}

    # Permissions

    @property
    def publish_permission(self):
        return PUBLISH.permission(self.model)

    def has_publish_permission(self, request):
        return request.user.has_perm(self.publish_permission)

    def has_close_permission(self, request):
        return request.user.has_perm(CLOSE.permission(self.model))

    def has_change_permission(self, request, obj=None):
        """An entry that visitors can read is changed only by users who may publish it."""
        if obj is not None and obj.has_page and not self.has_publish_permission(request):
            return False
        return super().has_change_permission(request, obj)

    # The change form

    def get_fieldsets(self, request, obj=None):
        """Show with the status of a closed entry what visitors are told, to be corrected."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.is_closed:
            return fieldsets
        return [with_closing_fields(name, options) for name, options in fieldsets]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        entry = self.get_object(request, unquote(object_id)) if object_id else self.model()
        steps = workflow.available_steps(request.user, entry) if entry else []
        context = {"steps": steps}
        if object_id and entry:
            context["preview"] = None if entry.has_page else preview_url(entry)
            context["status_history"] = status_changes(entry)
            context["days"] = [
                (step, getattr(entry, step.day), self.address_of("step", entry.pk, step.name))
                for step in steps
                if step.day
            ]
        return super().changeform_view(
            request, object_id, form_url, context | (extra_context or {})
        )

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_review"] = obj is not None and self.has_change_permission(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """Save. A curator who confirms the entry or types a review date is its reviewer."""
        is_confirmed = "_still_good" in request.POST
        has_new_date = "reviewed_on" in form.changed_data
        if is_confirmed:
            reviews.set_review(obj, request.user)
        elif has_new_date:
            obj.reviewed_by = request.user if obj.reviewed_on else None
        super().save_model(request, obj, form, change)
        if is_confirmed or has_new_date:
            reviews.forget_reviewed_fingerprints([obj])

    def response_add(self, request, obj, post_url_continue=None):
        response = self.response_step(request, obj)
        return response or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.response_step(request, obj) or super().response_change(request, obj)

    def response_step(self, request, entry):
        """Apply the step whose button was pressed, or lead to the page for what it needs.

        Returns None if no step was chosen.
        """
        step = STEPS.get(request.POST.get("_step"))
        if step is None:
            return None
        if not request.user.has_perm(step.permission(entry)):
            raise PermissionDenied(step.permission(entry))
        if step in STEP_FORMS and step not in STEPS_APPLIED_BY_BUTTON:
            return redirect(self.address_of("step", entry.pk, step.name))
        try:
            self.apply_step(request, entry, step)
        except ValidationError as refusal:
            text = _("Your changes are saved, but not this step: %(step)s. %(reasons)s")
            words = {"step": step.label, "reasons": " ".join(refusal.messages)}
            self.message_user(request, text % words, messages.ERROR)
        return redirect(self.address_of("change", entry.pk))

    # The page of one step

    def get_urls(self):
        view = self.admin_site.admin_view(self.step_view)
        step = path("<path:object_id>/step/<slug:name>/", view, name=self.name_of("step"))
        return [step, *super().get_urls()]

    def step_view(self, request, object_id, name):
        """Ask for what the step needs. Apply it on POST."""
        step = STEPS.get(name)
        if step is None:
            raise Http404
        if not request.user.has_perm(step.permission(self.model)):
            raise PermissionDenied(step.permission(self.model))
        entry = self.get_object(request, unquote(object_id))
        if entry is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        data = request.POST if request.method == "POST" else None
        form = STEP_FORMS.get(step, StepForm)(data, entry=entry)
        if form.is_bound and self.process_step_form(request, entry, step, form):
            return redirect(self.address_of("change", entry.pk))
        context = {"entry": entry, "day": getattr(entry, step.day) if step.day else None}
        return self.step_page(request, step, form, **context)

    def process_step_form(self, request, entry, step, form):
        """Apply, schedule or unschedule the step. False if the form has errors."""
        try:
            if "_call_off" in request.POST:
                workflow.schedule_step(step, entry, None, by=request.user)
                self.report_step(request, entry, _("“%(entry)s” is no longer scheduled."), step)
            elif not form.is_valid():
                return False
            elif form.at:
                fields = form.fields_to_set()
                workflow.schedule_step(step, entry, form.at, by=request.user, **fields)
                self.report_step(
                    request, entry, _("“%(entry)s” is scheduled for that day."), step, form
                )
            else:
                self.apply_step(request, entry, step, form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return False
        return True

    def apply_step(self, request, entry, step, form=None):
        note, fields = (form.cleaned_data["note"], form.fields_to_set()) if form else ("", {})
        entry = workflow.apply_step(step, entry, by=request.user, note=note, **fields)
        self.report_step(request, entry, _("“%(entry)s”: now %(status)s."), step, form)

    def report_step(self, request, entry, text, step, form=None):
        """Show a message, and note the step in the admin's log."""
        note = form.cleaned_data["note"] if form else ""
        self.log_change(request, entry, f"{step.label}. {note}".strip())
        words = {"entry": entry, "status": entry.get_status_display()}
        self.message_user(request, text % words, messages.SUCCESS)

    def step_page(self, request, step, form, **context):
        """The page that asks what `form` asks, for one entry or for many."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": step.label,
            "form": form,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, "admin/publishing/step.html", context)


def with_closing_fields(name, options):
    """The fieldset of the status with the reason for closing. Others are unchanged."""
    fields = options["fields"]
    if "status" in fields:
        fields = [*fields, *pair("closing_note"), "successor"]
    return name, options | {"fields": fields}


def status_changes(entry):
    """The entry's changes of status, the newest first."""
    content_type = ContentType.objects.get_for_model(entry)
    changes = StatusChange.objects.filter(content_type=content_type, object_id=entry.pk)
    return changes.select_related("by")
