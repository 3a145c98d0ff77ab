"""Links on the desk: what is known of each, and what a curator decides about it."""

from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resources import link_decisions
from resources.links import places
from resources.links.reasons import said
from resources.models import Link

from .desk import Desk, DeskFields

MOST_AT_ONCE = 200
LEFT_OUT = (
    gettext_lazy("Keep the checker away"),
    {
        "fields": [("do_not_check_until", "do_not_check_why")],
        "description": gettext_lazy(
            "Until the end of that day nobody visits it, and its state stays what it is."
        ),
    },
)
KNOWN = ["address", "state", "in_words", "since", "checked_at", "due_at", "final_address"]
MORE = ["file_type", "size", "language", "changed_much", "archived_address", "archived_at"]
LIFTED = ["lifted_at", "lifted_by"]


@admin.register(Link)
class LinkDesk(DeskFields, admin.ModelAdmin):
    """Its state comes from visits and cannot be typed in."""

    list_display = ["address", "state", "checked_at", "due_at", "do_not_check_until"]
    list_filter = ["state", "changed_much", "do_not_check_until", "lifted_at"]
    list_per_page = 50
    ordering = ["host", "address"]
    search_fields = ["address"]
    search_help_text = gettext_lazy("Part of the address.")
    actions = ["check_soon", "accept_moves", "lift"]
    readonly_fields = [*KNOWN, "stands_in", *MORE, *LIFTED]
    fieldsets = [
        (gettext_lazy("What is known"), {"fields": [*KNOWN, "stands_in", *MORE, *LIFTED]}),
        LEFT_OUT,
    ]
    change_form_template = "admin/link.html"

    class Media(Desk.Media):
        css = {"all": [*Desk.Media.css["all"], "css/admin/workflow.css"]}

    def has_add_permission(self, request):
        """Links follow the entries."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_lift_permission(self, request):
        return request.user.has_perm("resources.lift_link")

    @admin.display(description=gettext_lazy("in words"))
    def in_words(self, link):
        return said(link.reason, link.facts) if link.reason else "–"

    @admin.display(description=gettext_lazy("where it stands"))
    def stands_in(self, link):
        found = places.entries_of([link]).get(link.pk, [])
        shown = ((address_of(entry), entry, place.text) for _source, entry, place in found)
        return format_html_join("", '<div><a href="{}">{}</a> {}</div>', shown) or "–"

    # One link

    def response_change(self, request, obj):
        if "_check_now" in request.POST:
            tell_of_look(self, request, link_decisions.look_now(obj))
            return redirect(request.path)
        for name, action in {"_accept": self.accept_moves, "_lift": self.lift}.items():
            if name in request.POST:
                action(request, Link.objects.filter(pk=obj.pk))
                return redirect(request.path)
        return super().response_change(request, obj)

    # Many at once

    @admin.action(description=gettext_lazy("Visit with the next run"), permissions=["change"])
    def check_soon(self, request, queryset):
        tell_of_soon(self, request, link_decisions.look_soon(queryset[:MOST_AT_ONCE]))

    @admin.action(
        description=gettext_lazy("Take the new address over in every entry"),
        permissions=["change"],
    )
    def accept_moves(self, request, queryset):
        changed, left = [], []
        for link in queryset[:MOST_AT_ONCE]:
            try:
                some_changed, some_left = link_decisions.accept_move(link, by=request.user)
            except ValidationError as refusal:
                text = f"{link.address}: {' '.join(refusal.messages)}"
                self.message_user(request, text, messages.ERROR)
            else:
                changed, left = changed + some_changed, left + some_left
        self.tell_of_moves(request, changed, left)

    def tell_of_moves(self, request, changed, left):
        if changed:
            text = ngettext(
                "%(count)d entry has the new address.",
                "%(count)d entries have the new address.",
                len(changed),
            )
            self.message_user(request, text % {"count": len(changed)}, messages.SUCCESS)
        if left:
            text = _("Change these yourself, or ask somebody who may: %(entries)s.")
            names = ", ".join(dict.fromkeys(map(str, left)))
            self.message_user(request, text % {"entries": names}, messages.WARNING)

    @admin.action(description=gettext_lazy("Lift the quarantine"), permissions=["lift"])
    def lift(self, request, queryset):
        for link in queryset[:MOST_AT_ONCE]:
            try:
                link_decisions.lift(link, by=request.user)
            except ValidationError as refusal:
                text = f"{link.address}: {' '.join(refusal.messages)}"
                self.message_user(request, text, messages.ERROR)
            else:
                self.log_change(request, link, _("Lifted the quarantine."))
                text = _("%(address)s: visitors are sent there again.")
                words = {"address": link.address}
                self.message_user(request, text % words, messages.SUCCESS)


def address_of(entry):
    """Of its page on the desk."""
    meta = entry._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(entry.pk)])


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
    words = said(link.reason, link.facts) if link.reason else ""
    text = format_html('<a href="{}">{}</a>: {}', page, link.get_state_display(), words)
    desk.message_user(request, text, messages.SUCCESS)


def tell_of_soon(desk, request, number):
    text = ngettext(
        "The next run of the checker visits %(count)d link.",
        "The next run of the checker visits %(count)d links.",
        number,
    )
    desk.message_user(request, text % {"count": number}, messages.SUCCESS)


class ChecksLinks:
    """A page of the desk from which an entry's link can be visited at once."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_check_link"] = obj is not None and bool(obj.url) and may_check(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_change(self, request, obj):
        if "_check_link" not in request.POST or not may_check(request):
            return super().response_change(request, obj)
        if link := link_decisions.link_at(obj):
            tell_of_look(self, request, link_decisions.look_now(link))
        return redirect(request.path)

    @admin.action(description=gettext_lazy("Visit their links with the next run"))
    def check_links_soon(self, request, queryset):
        if may_check(request):
            found = map(link_decisions.link_at, queryset[:MOST_AT_ONCE])
            number = link_decisions.look_soon([link for link in found if link])
            tell_of_soon(self, request, number)


def may_check(request):
    return request.user.has_perm("resources.change_link")
