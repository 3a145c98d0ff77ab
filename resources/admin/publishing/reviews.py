"""“Still good”: a curator looked at an entry and found it true, on its form or in a list."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from resources.publishing import reviews


@admin.action(description=_("Still good, ask me again in 12 months"), permissions=["change"])
def still_good(model_admin, request, queryset):
    """Entries that this curator may not change are left alone."""
    entries = [e for e in queryset if model_admin.has_change_permission(request, e)]
    reviews.confirm_review(entries, request.user)
    text = ngettext(
        "%(count)d entry counts as reviewed by you today.",
        "%(count)d entries count as reviewed by you today.",
        len(entries),
    )
    level = messages.SUCCESS if entries else messages.WARNING
    model_admin.message_user(request, text % {"count": len(entries)}, level)


class ReviewMixin:
    """A page of the desk whose entries are reviewed; who types in a date did the review."""

    def save_model(self, request, obj, form, change):
        if "_still_good" in request.POST:
            reviews.set_review(obj, request.user)
        elif "reviewed_on" in form.changed_data:
            obj.reviewed_by = request.user if obj.reviewed_on else None
        super().save_model(request, obj, form, change)
        if "_still_good" in request.POST or "reviewed_on" in form.changed_data:
            reviews.forget_reviewed_fingerprints([obj])

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_review"] = obj is not None and self.has_change_permission(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
