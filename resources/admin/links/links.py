"""Links in the admin: the state of each, and the decisions of curators about it."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resources.admin.editing.base import BaseAdmin
from resources.admin.editing.form_fields import FormFieldsMixin
from resources.links import decisions
from resources.links.decisions import MAX_LINKS_PER_ACTION
from resources.links.destinations import FILES, language_names
from resources.links.explanations import explain_reason
from resources.links.occurrence_labels import occurrence_labels
from resources.models import Link, LinkState

from .filters import CauseFilter, PausedFilter, SiteFilter
from .pauses import CheckPauseMixin, PauseForm

LABELS_IN_LIST, MAX_LABELS, VISITS_SHOWN = 2, 50, 12
PAUSE_FIELDSET = (
    gettext_lazy("Keep the checker away"),
    {
        "fields": [("do_not_check_until", "do_not_check_why")],
        "description": gettext_lazy(
            "Until the end of that day nobody visits it, and its state stays what it is."
        ),
    },
)
ALWAYS_SHOWN = ["address", "state_in_words", "occurrences"]
# Shown only with a value.
FETCHED_FIELDS = ["since", "checked_at", "due_at", "final_address", "what_is_there"]
ARCHIVE_AND_QUARANTINE = ["archived_address", "archived_at", "lifted_at", "lifted_by"]
ACCEPT, LIFT = (
    gettext_lazy("Take the new address over in every entry"),
    gettext_lazy("Lift the quarantine"),
)


@admin.register(Link)
class LinkAdmin(CheckPauseMixin, FormFieldsMixin, admin.ModelAdmin):
    """The state of a link comes from the checker and cannot be edited."""

    form = PauseForm
    list_display = ["address", "state_in_words", "occurrences", "checked_at"]
    list_filter = [CauseFilter, SiteFilter, "state", "changed_much", PausedFilter]
    list_per_page = 50
    ordering = ["host", "address"]
    search_fields = ["address"]
    search_help_text = gettext_lazy("Part of the address.")
    actions = ["check_soon", "accept_moves", "lift_quarantine", "pause_checks", "resume_checks"]
    readonly_fields = [*ALWAYS_SHOWN, *FETCHED_FIELDS, *ARCHIVE_AND_QUARANTINE]
    change_form_template = "admin/links/link.html"
    change_list_template = "admin/links/list.html"

    class Media(BaseAdmin.Media):
        css = {
            "all": [*BaseAdmin.Media.css["all"], "css/admin/workflow.css", "css/admin/links.css"]
        }

    def has_add_permission(self, request):
        """Links come from the entries."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_lift_permission(self, request):
        return request.user.has_perm("resources.lift_link")

    def get_fieldsets(self, request, obj=None):
        """Leave out the fields without a value."""
        optional = [*FETCHED_FIELDS, *ARCHIVE_AND_QUARANTINE]
        filled = [name for name in optional if self.has_value(obj, name)]
        return [(_("What is known"), {"fields": [*ALWAYS_SHOWN, *filled]}), PAUSE_FIELDSET]

    def has_value(self, link, name):
        if name == "final_address":
            return link.final_address not in {"", link.address}
        return bool(self.what_is_there(link) if name == "what_is_there" else getattr(link, name))

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, link):
        words = [reason_in_words(link)]
        if link.changed_much:
            words.append(_("The page changed a lot since it was reviewed."))
        if link.is_paused:
            day = {"day": date_format(link.do_not_check_until)}
            words.append(_("The checker stays away until %(day)s.") % day)
        return format_html("<b>{}</b> {}", link.get_state_display(), " ".join(words))

    @admin.display(description=gettext_lazy("what is there"))
    def what_is_there(self, link):
        is_file = link.file_type in FILES
        size = filesizeformat(link.size) if is_file and link.size else ""
        parts = [FILES.get(link.file_type, ""), size, *language_names(link)]
        return " · ".join(str(part) for part in parts if part)

    @admin.display(description=gettext_lazy("where it stands"))
    def occurrences(self, link):
        listed = getattr(link, "labels_by_link", None)
        found = occurrence_labels([link.pk], MAX_LABELS) if listed is None else listed
        if link.pk not in found:
            return _("No entry shows it any more.")
        return render_to_string("admin/links/_occurrences.html", {"occurrences": found[link.pk]})

    # The list

    def changelist_view(self, request, extra_context=None):
        more = {"is_nothing_known": not Link.objects.exists()}
        return super().changelist_view(request, (extra_context or {}) | more)

    def get_changelist_instance(self, request):
        """Look up the occurrences of all links of the page together."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = list(changelist.result_list)
        found = occurrence_labels([link.pk for link in changelist.result_list], LABELS_IN_LIST)
        for link in changelist.result_list:
            link.labels_by_link = found
        return changelist

    def links_to_decide(self, request, queryset):
        """The first links, as many as one click decides about. Warns if there are more."""
        links = list(queryset[: MAX_LINKS_PER_ACTION + 1])
        if len(links) > MAX_LINKS_PER_ACTION:
            text = _("These were the first %(count)d. Do it again for the rest.")
            self.message_user(request, text % {"count": MAX_LINKS_PER_ACTION}, messages.WARNING)
        return links[:MAX_LINKS_PER_ACTION]

    # One link

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["decisions"] = list(self.decisions(request, obj))
        visits = obj.visits.all()[:VISITS_SHOWN]
        context["visits"] = [(visit, reason_in_words(visit)) for visit in visits]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def decisions(self, request, link):
        """Yield (name, label) of the decisions that this user may make about the link."""
        if self.has_change_permission(request, link):
            yield "_check_now", _("Save, and visit it now")
            if link.state == LinkState.MOVED:
                yield "_accept", ACCEPT
        if link.state == LinkState.TAKEN_OVER and self.has_lift_permission(request):
            yield "_lift", LIFT

    def response_change(self, request, obj):
        if "_check_now" in request.POST:
            report_check(self, request, decisions.check_now(obj))
            return redirect(request.path)
        for name, action in {"_accept": self.accept_moves, "_lift": self.lift_quarantine}.items():
            if name in request.POST:
                action(request, Link.objects.filter(pk=obj.pk))
                return redirect(request.path)
        return super().response_change(request, obj)

    # Many at once

    @admin.action(description=gettext_lazy("Visit with the next run"), permissions=["change"])
    def check_soon(self, request, queryset):
        report_check_soon(
            self, request, decisions.check_soon(self.links_to_decide(request, queryset))
        )

    @admin.action(description=ACCEPT, permissions=["change"])
    def accept_moves(self, request, queryset):
        moves = decisions.accept_moves(self.links_to_decide(request, queryset), by=request.user)
        if count := len(moves.changed):
            text = ngettext(
                "%(count)d entry has the new address.",
                "%(count)d entries have the new address.",
                count,
            )
            self.message_user(request, text % {"count": count}, messages.SUCCESS)
        for sentence in moves.remaining_work():
            self.message_user(request, sentence, messages.WARNING)

    @admin.action(description=LIFT, permissions=["lift"])
    def lift_quarantine(self, request, queryset):
        for link in self.links_to_decide(request, queryset):
            try:
                decisions.lift_quarantine(link, by=request.user)
            except ValidationError as refusal:
                text = f"{link.address}: {' '.join(refusal.messages)}"
                self.message_user(request, text, messages.ERROR)
            else:
                self.log_change(request, link, _("Lifted the quarantine."))
                text = _("%(address)s: visitors are sent there again.")
                words = {"address": link.address}
                self.message_user(request, text % words, messages.SUCCESS)


def reason_in_words(record):
    """Sentences for the reason of a link's or a visit's state. Empty without a reason."""
    return explain_reason(record.reason, record.facts) if record.reason else ""


def report_check(model_admin, request, link):
    """Show the outcome of a check that the user waited for. `link` is None if it did not end."""
    if link is None:
        text = _(
            "That takes longer than we let you wait, or its site is being visited right now. The"
            " next run of the checker takes it."
        )
        model_admin.message_user(request, text, messages.WARNING)
        return
    page = reverse("admin:resources_link_change", args=[link.pk])
    text = format_html(
        '<a href="{}">{}</a>: {}', page, link.get_state_display(), reason_in_words(link)
    )
    model_admin.message_user(request, text, messages.SUCCESS)


def report_check_soon(model_admin, request, number):
    text = ngettext(
        "The next run of the checker visits %(count)d link.",
        "The next run of the checker visits %(count)d links.",
        number,
    )
    model_admin.message_user(request, text % {"count": number}, messages.SUCCESS)


class LinkCheckMixin:
    """Lets a curator check an entry's link at once, from the page of the entry."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_check_link"] = obj is not None and bool(obj.url) and may_check(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_change(self, request, obj):
        if "_check_link" not in request.POST or not may_check(request):
            return super().response_change(request, obj)
        if link := decisions.link_of_resource(obj):
            report_check(self, request, decisions.check_now(link))
        return redirect(request.path)

    @admin.action(description=gettext_lazy("Visit their links with the next run"))
    def check_links_soon(self, request, queryset):
        if may_check(request):
            found = map(decisions.link_of_resource, queryset[:MAX_LINKS_PER_ACTION])
            number = decisions.check_soon([link for link in found if link])
            report_check_soon(self, request, number)


def may_check(request):
    return request.user.has_perm("resources.change_link")
