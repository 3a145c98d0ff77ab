"""The desk of entries with a workflow: who may change what, and the buttons of the next steps."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from resources.admin.editing.bilingual import pair
from resources.models import StatusChange
from resources.publishing import workflow
from resources.publishing.previews import preview_url
from resources.publishing.workflow import PUBLISH, STEPS

from .forms import FORMS
from .reviews import ReviewMixin, still_good
from .steps import StepsAdmin

# Its other questions are left at “now”: whoever wants a day opens its page.
TAKEN_AT_ONCE = {PUBLISH}


class WorkflowAdmin(ReviewMixin, StepsAdmin):
    """Contributors change what is not published yet, curators everything."""

    change_form_template = "admin/entry_change_form.html"
    actions = [*StepsAdmin.actions, still_good]
    readonly_fields = [*StepsAdmin.readonly_fields, "status", "updated_at"]

    def has_change_permission(self, request, obj=None):
        """What visitors read is changed by those who may publish it."""
        if obj is not None and obj.has_page and not self.has_publish_permission(request):
            return False
        return super().has_change_permission(request, obj)

    def get_fieldsets(self, request, obj=None):
        """Beside its status, a closed entry shows what visitors are told, to be corrected."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.is_closed:
            return fieldsets
        return [with_closing(name, options) for name, options in fieldsets]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        entry = self.get_object(request, unquote(object_id)) if object_id else self.model()
        steps = workflow.available_steps(request.user, entry) if entry else []
        context = {"steps": steps}
        if object_id and entry:
            context["preview"] = None if entry.has_page else preview_url(entry)
            context["status_history"] = history_of(entry)
            context["days"] = [
                (step, getattr(entry, step.day), self.address_of("step", entry.pk, step.name))
                for step in steps
                if step.day
            ]
        return super().changeform_view(
            request, object_id, form_url, context | (extra_context or {})
        )

    def response_add(self, request, obj, post_url_continue=None):
        response = self.response_step(request, obj)
        return response or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.response_step(request, obj) or super().response_change(request, obj)

    def response_step(self, request, entry):
        """After saving: take the step whose button was pressed, or ask first what it needs."""
        step = STEPS.get(request.POST.get("_step"))
        if step is None:
            return None
        if not request.user.has_perm(step.permission(entry)):
            raise PermissionDenied(step.permission(entry))
        if step in FORMS and step not in TAKEN_AT_ONCE:
            return redirect(self.address_of("step", entry.pk, step.name))
        try:
            self.carry_out(request, entry, step)
        except ValidationError as refusal:
            text = _("Your changes are saved. This has to wait: %(step)s. %(reasons)s")
            words = {"step": step.label, "reasons": " ".join(refusal.messages)}
            self.message_user(request, text % words, messages.ERROR)
        return redirect(self.address_of("change", entry.pk))


def with_closing(name, options):
    """The part of a form that shows the status, with why the entry closed; others as they are."""
    fields = options["fields"]
    if "status" in fields:
        fields = [*fields, *pair("closing_note"), "successor"]
    return name, options | {"fields": fields}


def history_of(entry):
    """Its steps so far, the newest first."""
    kind = ContentType.objects.get_for_model(entry)
    changes = StatusChange.objects.filter(content_type=kind, object_id=entry.pk)
    return changes.select_related("by")
