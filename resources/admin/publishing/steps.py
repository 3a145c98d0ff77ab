"""Taking a step of the workflow on the desk: one entry on a page of its own, or many at once."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resources.admin.editing.base import BaseAdmin
from resources.publishing import workflow
from resources.publishing.workflow import CLOSE, PUBLISH, STEPS, SUBMIT

from .forms import FORMS, ReasonForm, StepForm

MOST_AT_ONCE = 200
CHECKBOX = admin.helpers.ACTION_CHECKBOX_NAME


class StepsAdmin(BaseAdmin):
    """Workflow.py decides and writes; this asks for what it needs, and says what came of it."""

    actions = [*BaseAdmin.actions, "send_to_review", "publish", "close"]

    class Media:
        css = {"all": ["css/admin/workflow.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view(self.step_view)
        step = path("<path:object_id>/step/<slug:name>/", view, name=self.name_of("step"))
        return [step, *super().get_urls()]

    @property
    def publish_permission(self):
        return PUBLISH.permission(self.model)

    def has_publish_permission(self, request):
        return request.user.has_perm(self.publish_permission)

    def has_close_permission(self, request):
        return request.user.has_perm(CLOSE.permission(self.model))

    # One entry

    def step_view(self, request, object_id, name):
        """Ask for what the step needs; take it on POST."""
        step = STEPS.get(name)
        if step is None:
            raise Http404
        if not request.user.has_perm(step.permission(self.model)):
            raise PermissionDenied(step.permission(self.model))
        entry = self.get_object(request, unquote(object_id))
        if entry is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        sent = request.POST if request.method == "POST" else None
        form = FORMS.get(step, StepForm)(sent, entry=entry)
        if form.is_bound and self.is_done(request, entry, step, form):
            return redirect(self.address_of("change", entry.pk))
        context = {"entry": entry, "day": getattr(entry, step.day) if step.day else None}
        return self.step_page(request, step, form, **context)

    def is_done(self, request, entry, step, form):
        """Do what the page was sent for; where that fails, the form says why."""
        try:
            if "_call_off" in request.POST:
                workflow.schedule_step(step, entry, None, by=request.user)
                self.tell(request, entry, _("“%(entry)s”: its day is called off."), step)
            elif not form.is_valid():
                return False
            elif form.at:
                workflow.schedule_step(
                    step, entry, form.at, by=request.user, **form.fields_to_set()
                )
                self.tell(request, entry, _("“%(entry)s” is set for its day."), step, form)
            else:
                self.carry_out(request, entry, step, form)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return False
        return True

    def carry_out(self, request, entry, step, form=None):
        note, fields = (form.cleaned_data["note"], form.fields_to_set()) if form else ("", {})
        entry = workflow.apply_step(step, entry, by=request.user, note=note, **fields)
        self.tell(request, entry, _("“%(entry)s”: now %(status)s."), step, form)

    def tell(self, request, entry, text, step, form=None):
        """Say it to whoever did it, and keep it in the log of the desk."""
        note = form.cleaned_data["note"] if form else ""
        self.log_change(request, entry, f"{step.label}. {note}".strip())
        words = {"entry": entry, "status": entry.get_status_display()}
        self.message_user(request, text % words, messages.SUCCESS)

    def step_page(self, request, step, form, **context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": step.label,
            "form": form,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, "admin/publishing/step.html", context)

    # Many at once

    @admin.action(description=SUBMIT.label, permissions=["change"])
    def send_to_review(self, request, queryset):
        self.take_for_many(request, SUBMIT, queryset)

    @admin.action(description=PUBLISH.label, permissions=["publish"])
    def publish(self, request, queryset):
        self.take_for_many(request, PUBLISH, queryset)

    @admin.action(description=gettext_lazy("Close"), permissions=["close"])
    def close(self, request, queryset):
        """For one reason they share, which is asked for first."""
        form = ReasonForm(request.POST if "_confirmed" in request.POST else None)
        if form.is_valid():
            note, fields = form.cleaned_data["note"], form.fields_to_set()
            return self.take_for_many(request, CLOSE, queryset, note, **fields)
        entries = queryset[:MOST_AT_ONCE]
        return self.step_page(request, CLOSE, form, entries=entries, checkbox=CHECKBOX)

    def take_for_many(self, request, step, queryset, note="", **fields):
        """Each for itself: one that breaks a rule is named, and the others go on."""
        entries = list(queryset[: MOST_AT_ONCE + 1])
        if len(entries) > MOST_AT_ONCE:
            text = _("Choose at most %(limit)s entries at once. Nothing was changed.")
            self.message_user(request, text % {"limit": MOST_AT_ONCE}, messages.ERROR)
            return
        done = 0
        for entry in entries:
            try:
                workflow.apply_step(step, entry, by=request.user, note=note, **fields)
            except ValidationError as refusal:
                reasons = " ".join(refusal.messages)
                self.message_user(request, f"“{entry}”: {reasons}", messages.ERROR)
            else:
                self.log_change(request, entry, f"{step.label}. {note}".strip())
                done += 1
        if done:
            text = ngettext("%(step)s: %(count)d entry.", "%(step)s: %(count)d entries.", done)
            words = {"step": step.label, "count": done}
            self.message_user(request, text % words, messages.SUCCESS)
