"""Admin actions on many entries at once: steps of the workflow, and reviews.

The names of the functions are the values that the list page sends.
"""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resources.publishing import reviews, workflow
from resources.publishing.workflow import CLOSE, PUBLISH, SUBMIT

from .forms import ReasonForm

ENTRIES_AT_ONCE = 200


@admin.action(description=SUBMIT.label, permissions=["change"])
def send_to_review(model_admin, request, queryset):
    apply_to_many(model_admin, request, SUBMIT, queryset)


@admin.action(description=PUBLISH.label, permissions=["publish"])
def publish(model_admin, request, queryset):
    apply_to_many(model_admin, request, PUBLISH, queryset)


@admin.action(description=gettext_lazy("Close"), permissions=["close"])
def close(model_admin, request, queryset):
    """Close the entries for one reason they share. Another page asks for it first."""
    form = ReasonForm(request.POST if "_confirmed" in request.POST else None)
    if form.is_valid():
        note, fields = form.cleaned_data["note"], form.fields_to_set()
        return apply_to_many(model_admin, request, CLOSE, queryset, note, **fields)
    context = {
        "entries": queryset[:ENTRIES_AT_ONCE],
        "checkbox": admin.helpers.ACTION_CHECKBOX_NAME,
    }
    return model_admin.step_page(request, CLOSE, form, **context)


def apply_to_many(model_admin, request, step, queryset, note="", **fields):
    """Apply a step to each entry on its own. Report those that break a rule."""
    entries = list(queryset[: ENTRIES_AT_ONCE + 1])
    if len(entries) > ENTRIES_AT_ONCE:
        text = _("Choose at most %(limit)s entries at once. Nothing was changed.")
        model_admin.message_user(request, text % {"limit": ENTRIES_AT_ONCE}, messages.ERROR)
        return
    done = 0
    for entry in entries:
        try:
            workflow.apply_step(step, entry, by=request.user, note=note, **fields)
        except ValidationError as refusal:
            reasons = " ".join(refusal.messages)
            model_admin.message_user(request, f"“{entry}”: {reasons}", messages.ERROR)
        else:
            model_admin.log_change(request, entry, f"{step.label}. {note}".strip())
            done += 1
    if done:
        text = ngettext("%(step)s: %(count)d entry.", "%(step)s: %(count)d entries.", done)
        words = {"step": step.label, "count": done}
        model_admin.message_user(request, text % words, messages.SUCCESS)


@admin.action(
    description=gettext_lazy("Still good, ask me again in 12 months"), permissions=["change"]
)
def still_good(model_admin, request, queryset):
    """Record today's review of those entries that this curator may change."""
    entries = [e for e in queryset if model_admin.has_change_permission(request, e)]
    reviews.confirm_review(entries, request.user)
    text = ngettext(
        "%(count)d entry counts as reviewed by you today.",
        "%(count)d entries count as reviewed by you today.",
        len(entries),
    )
    level = messages.SUCCESS if entries else messages.WARNING
    model_admin.message_user(request, text % {"count": len(entries)}, level)
