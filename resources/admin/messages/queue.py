"""The queue of what visitors wrote. Contributors read it, curators decide."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from resources.admin.editing.base import BaseAdmin, DeskFieldsMixin
from resources.messages import decisions
from resources.messages.decisions import State
from resources.models import Resource, VisitorMessage
from resources.models.fields import host_of
from resources.models.url_keys import url_key

from .forms import DecisionForm

LABELS = {
    State.ACCEPTED: _("Make a draft of it"),
    State.DONE: _("It is settled"),
    State.DECLINED: _("Decline it"),
    State.SPAM: _("It is spam"),
    State.NEW: _("Put it back into the queue"),
}
WRITTEN = ["kind", "entry_links", "shown_text", "shown_title", "shown_why", "shown_address"]
# What a message may lack, by the row that would show it.
OPTIONAL = {
    "entry_links": "object_id",
    "shown_title": "title",
    "shown_why": "why",
    "shown_address": "address",
}
CIRCUMSTANCES = (
    _("About the message"),
    {"fields": ["language", "received_at", "number", "state", "handled_by", "handled_at", "draft"]},
)
DRAFT = (
    _("The draft it can become"),
    {
        "fields": [
            "title",
            "url",
            "already_here",
            "summary",
            "organization",
            "new_organization",
            ("new_kind", "new_region"),
        ]
    },
)
ANSWER = (_("Your answer"), {"fields": ["answer"]})


class QueueFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = _("state")
    parameter_name = "state"
    ALL = "all"

    def lookups(self, request, model_admin):
        return [*State.choices, (self.ALL, _("all"))]

    def value(self):
        return super().value() or State.NEW

    def choices(self, changelist):
        yield from list(super().choices(changelist))[1:]  # without Django's own “all”

    def queryset(self, request, queryset):
        return queryset if self.value() == self.ALL else queryset.filter(state=self.value())


@admin.register(VisitorMessage)
class VisitorMessageAdmin(DeskFieldsMixin, admin.ModelAdmin):
    form = DecisionForm
    change_form_template = "admin/messages/message.html"
    list_display = ["__str__", "kind", "about", "received_at", "state"]
    list_filter = [QueueFilter, "kind", "language"]
    list_per_page = 50
    search_fields = ["text", "title", "why", "address", "reference"]
    search_help_text = _("Words of the message, or its number.")
    actions = ["set_aside"]

    class Media(BaseAdmin.Media):
        css = {"all": [*BaseAdmin.Media.css["all"], "css/admin/workflow.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("entry")

    def has_add_permission(self, request):
        """Only visitors write messages."""
        return False

    def get_fieldsets(self, request, obj=None):
        may_decide = self.has_change_permission(request, obj)
        is_open_suggestion = may_decide and obj.is_waiting and obj.is_suggestion
        written = [row for row in WRITTEN if row not in OPTIONAL or getattr(obj, OPTIONAL[row])]
        first = (_("What a visitor wrote"), {"fields": written})
        return [first, *([DRAFT] if is_open_suggestion else []), ANSWER, CIRCUMSTANCES]

    def get_readonly_fields(self, request, obj=None):
        """All but the answer of what waits, and the fields of the draft."""
        fixed = [*WRITTEN, *CIRCUMSTANCES[1]["fields"], "already_here"]
        is_open = obj.is_waiting and self.has_change_permission(request, obj)
        return fixed if is_open else [*fixed, "answer"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form itself names its fields; those of the draft are no columns."""
        return super().get_form(request, obj, change, **kwargs | {"fields": ["answer"]})

    # What the page shows

    @admin.display(description=_("about"))
    def about(self, message):
        return str(message.entry) if message.entry else "–"

    @admin.display(description=_("about"))
    def entry_links(self, message):
        entry = message.entry
        if entry is None:
            return _("It is not here any more.")
        change = reverse(
            f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk]
        )
        links = format_html('<a href="{}">{}</a>', change, _("Open it on the desk"))
        if entry.has_page:
            public = (entry.get_absolute_url(), _("See it as visitors do"))
            links += format_html(' · <a href="{}">{}</a>', *public)
        return format_html("{} · {}", entry, links)

    @admin.display(description=_("message"))
    def shown_text(self, message):
        return in_its_language(message, message.text)

    @admin.display(description=_("title"))
    def shown_title(self, message):
        return in_its_language(message, message.title)

    @admin.display(description=_("why it helps"))
    def shown_why(self, message):
        return in_its_language(message, message.why)

    @admin.display(description=_("address"))
    def shown_address(self, message):
        """To be read before it is opened: a stranger sent it."""
        return format_html(
            "<details><summary>{}</summary><p>{}</p><p>{}</p>"
            '<p><a href="{}" rel="external noreferrer nofollow">{}</a></p></details>',
            host_of(message.address),
            message.address,
            _("A stranger sent this address, and nobody has checked it. Read it before you go."),
            message.address,
            _("Open it and leave this site"),
        )

    @admin.display(description=_("already in the directory"))
    def already_here(self, message):
        same = Resource.objects.filter(url_key=url_key(message.address)) if message.address else ()
        links = ((reverse("admin:resources_resource_change", args=[r.pk]), r) for r in same)
        return format_html_join(", ", '<a href="{}">{}</a>', links) or _("Not at this address.")

    @admin.display(description=_("number"))
    def number(self, message):
        return message.spoken_reference

    # Decisions

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        message = self.get_object(request, unquote(object_id)) if object_id else None
        may_decide = message and self.has_change_permission(request, message)
        states = decisions.choices(message) if may_decide else []
        context = {"decisions": [(state.value, LABELS[state]) for state in states]}
        try:
            return super().changeform_view(
                request, object_id, form_url, context | (extra_context or {})
            )
        except ValidationError as refusal:  # somebody else was quicker; nothing is written
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return redirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        given = {"by": request.user, "answer": obj.answer}
        if form.decision == State.ACCEPTED:
            decisions.accept(obj, form.draft(), **given)
        else:
            decisions.decide(obj, form.decision, **given)

    def construct_change_message(self, request, form, formsets, add=False):
        return str(LABELS[form.decision])

    def response_change(self, request, obj):
        """On to the draft, or back to what waits."""
        if obj.draft:
            text = _("This draft came of the message. Complete it, and publish it.")
            self.message_user(request, text, messages.SUCCESS)
            return redirect("admin:resources_resource_change", obj.draft.pk)
        self.message_user(request, _("The message is decided."), messages.SUCCESS)
        return redirect("admin:resources_visitormessage_changelist")

    @admin.action(description=_("Set aside as spam"), permissions=["change"])
    def set_aside(self, request, queryset):
        """Only what waits: a decision that somebody took stays."""
        number = decisions.set_aside(queryset, by=request.user)
        text = ngettext(
            "%(count)d message was set aside. It is deleted in 30 days.",
            "%(count)d messages were set aside. They are deleted in 30 days.",
            number,
        )
        self.message_user(request, text % {"count": number}, messages.SUCCESS)


def in_its_language(message, text):
    return format_html('<div lang="{}">{}</div>', message.language, linebreaksbr(text))
