"""Links on the desk: what is known of each, and what a curator decides about it."""

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

from resources.admin.editing.base import BaseAdmin, DeskFieldsMixin
from resources.links import decisions
from resources.links.decisions import MOST_AT_ONCE
from resources.links.destinations import FILES, language_names
from resources.links.explanations import explain_reason
from resources.links.occurrence_labels import whereabouts
from resources.models import Link, LinkState

from .filters import CauseFilter, PausedFilter, SiteFilter
from .pauses import CheckPauseMixin, PauseForm

PLACES_LISTED, MOST_PLACES, VISITS_SHOWN = 2, 50, 12
LEFT_OUT = (
    gettext_lazy("Keep the checker away"),
    {
        "fields": [("do_not_check_until", "do_not_check_why")],
        "description": gettext_lazy(
            "Until the end of that day nobody visits it, and its state stays what it is."
        ),
    },
)
KNOWN = ["address", "in_words", "stands_in"]
# Shown where there is something to show.
LEARNED = ["since", "checked_at", "due_at", "final_address", "what_is_there"]
KEPT = ["archived_address", "archived_at", "lifted_at", "lifted_by"]
ACCEPT, LIFT = (
    gettext_lazy("Take the new address over in every entry"),
    gettext_lazy("Lift the quarantine"),
)


@admin.register(Link)
class LinkAdmin(CheckPauseMixin, DeskFieldsMixin, admin.ModelAdmin):
    """Its state comes from visits and cannot be typed in."""

    form = PauseForm
    list_display = ["address", "in_words", "stands_in", "checked_at"]
    list_filter = [CauseFilter, SiteFilter, "state", "changed_much", PausedFilter]
    list_per_page = 50
    ordering = ["host", "address"]
    search_fields = ["address"]
    search_help_text = gettext_lazy("Part of the address.")
    actions = ["check_soon", "accept_moves", "lift", "leave_out", "let_in"]
    readonly_fields = [*KNOWN, *LEARNED, *KEPT]
    change_form_template = "admin/links/link.html"
    change_list_template = "admin/links/list.html"

    class Media(BaseAdmin.Media):
        css = {
            "all": [*BaseAdmin.Media.css["all"], "css/admin/workflow.css", "css/admin/links.css"]
        }

    def has_add_permission(self, request):
        """Links follow the entries."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_lift_permission(self, request):
        return request.user.has_perm("resources.lift_link")

    def get_fieldsets(self, request, obj=None):
        """Of what a visit may learn, only what one has."""
        learned = [name for name in [*LEARNED, *KEPT] if self.shows(obj, name)]
        return [(_("What is known"), {"fields": [*KNOWN, *learned]}), LEFT_OUT]

    def shows(self, link, name):
        if name == "final_address":
            return link.final_address not in {"", link.address}
        return bool(self.what_is_there(link) if name == "what_is_there" else getattr(link, name))

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def in_words(self, link):
        words = [why(link)]
        if link.changed_much:
            words.append(_("The page changed a lot since it was reviewed."))
        if link.is_left_out:
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
    def stands_in(self, link):
        listed = getattr(link, "whereabouts", None)
        found = whereabouts([link.pk], MOST_PLACES) if listed is None else listed
        if link.pk not in found:
            return _("Nowhere any more.")
        return render_to_string("admin/links/_occurrences.html", {"whereabouts": found[link.pk]})

    # The list

    def changelist_view(self, request, extra_context=None):
        more = {"is_nothing_known": not Link.objects.exists()}
        return super().changelist_view(request, (extra_context or {}) | more)

    def get_changelist_instance(self, request):
        """With where the links of the page stand, looked up together."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = list(changelist.result_list)
        found = whereabouts([link.pk for link in changelist.result_list], PLACES_LISTED)
        for link in changelist.result_list:
            link.whereabouts = found
        return changelist

    def first_of(self, request, queryset):
        """As many as one click decides about; says so if there are more."""
        links = list(queryset[: MOST_AT_ONCE + 1])
        if len(links) > MOST_AT_ONCE:
            text = _("These were the first %(count)d. Do it again for the rest.")
            self.message_user(request, text % {"count": MOST_AT_ONCE}, messages.WARNING)
        return links[:MOST_AT_ONCE]

    # One link

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["decisions"] = list(self.decisions(request, obj))
        visits = obj.visits.all()[:VISITS_SHOWN]
        context["visits"] = [(visit, why(visit)) for visit in visits]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def decisions(self, request, link):
        """(name, label) of what this person may decide about it."""
        if self.has_change_permission(request, link):
            yield "_check_now", _("Save, and visit it now")
            if link.state == LinkState.MOVED:
                yield "_accept", ACCEPT
        if link.state == LinkState.TAKEN_OVER and self.has_lift_permission(request):
            yield "_lift", LIFT

    def response_change(self, request, obj):
        if "_check_now" in request.POST:
            tell_of_look(self, request, decisions.look_now(obj))
            return redirect(request.path)
        for name, action in {"_accept": self.accept_moves, "_lift": self.lift}.items():
            if name in request.POST:
                action(request, Link.objects.filter(pk=obj.pk))
                return redirect(request.path)
        return super().response_change(request, obj)

    # Many at once

    @admin.action(description=gettext_lazy("Visit with the next run"), permissions=["change"])
    def check_soon(self, request, queryset):
        tell_of_soon(self, request, decisions.look_soon(self.first_of(request, queryset)))

    @admin.action(description=ACCEPT, permissions=["change"])
    def accept_moves(self, request, queryset):
        moves = decisions.accept_moves(self.first_of(request, queryset), by=request.user)
        if count := len(moves.changed):
            text = ngettext(
                "%(count)d entry has the new address.",
                "%(count)d entries have the new address.",
                count,
            )
            self.message_user(request, text % {"count": count}, messages.SUCCESS)
        for sentence in moves.left_to_do():
            self.message_user(request, sentence, messages.WARNING)

    @admin.action(description=LIFT, permissions=["lift"])
    def lift(self, request, queryset):
        for link in self.first_of(request, queryset):
            try:
                decisions.lift(link, by=request.user)
            except ValidationError as refusal:
                text = f"{link.address}: {' '.join(refusal.messages)}"
                self.message_user(request, text, messages.ERROR)
            else:
                self.log_change(request, link, _("Lifted the quarantine."))
                text = _("%(address)s: visitors are sent there again.")
                words = {"address": link.address}
                self.message_user(request, text % words, messages.SUCCESS)


def why(record):
    """The reason of a link's state, or of a visit's, in words; empty if it has none."""
    return explain_reason(record.reason, record.facts) if record.reason else ""


def tell_of_look(desk, request, link):
    """What a visit that somebody waited for came to."""
    if link is None:
        text = _(
            "That takes longer than we let you wait, or its site is being visited right now. The"
            " next run of the checker takes it."
        )
        desk.message_user(request, text, messages.WARNING)
        return
    page = reverse("admin:resources_link_change", args=[link.pk])
    text = format_html('<a href="{}">{}</a>: {}', page, link.get_state_display(), why(link))
    desk.message_user(request, text, messages.SUCCESS)


def tell_of_soon(desk, request, number):
    text = ngettext(
        "The next run of the checker visits %(count)d link.",
        "The next run of the checker visits %(count)d links.",
        number,
    )
    desk.message_user(request, text % {"count": number}, messages.SUCCESS)


class LinkCheckMixin:
    """A page of the desk from which an entry's link can be visited at once."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_check_link"] = obj is not None and bool(obj.url) and may_check(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_change(self, request, obj):
        if "_check_link" not in request.POST or not may_check(request):
            return super().response_change(request, obj)
        if link := decisions.link_at(obj):
            tell_of_look(self, request, decisions.look_now(link))
        return redirect(request.path)

    @admin.action(description=gettext_lazy("Visit their links with the next run"))
    def check_links_soon(self, request, queryset):
        if may_check(request):
            found = map(decisions.link_at, queryset[:MOST_AT_ONCE])
            number = decisions.look_soon([link for link in found if link])
            tell_of_soon(self, request, number)


def may_check(request):
    return request.user.has_perm("resources.change_link")
