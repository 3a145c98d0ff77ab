"""The queue of visitors' messages. Contributors read it, curators decide."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from resources.admin.editing.base import BaseAdmin
from resources.admin.editing.form_fields import FormFieldsMixin
from resources.messages import decisions
from resources.messages.decisions import MessageState
from resources.models import Resource, VisitorMessage
from resources.models.url_keys import url_key
from resources.models.urls import display_host

from .forms import DecisionForm

DECISION_LABELS = {
    MessageState.ACCEPTED: _("Make a draft of it"),
    MessageState.DONE: _("Mark as resolved"),
    MessageState.DECLINED: _("Decline it"),
    MessageState.SPAM: _("Mark as spam"),
    MessageState.NEW: _("Put it back into the queue"),
}
MESSAGE_FIELDS = [
    "kind",
    "entry_links",
    "text_display",
    "title_display",
    "why_display",
    "address_display",
]
# These rows are left out if the message has no value in the field.
SOURCE_FIELDS = {
    "entry_links": "object_id",
    "title_display": "title",
    "why_display": "why",
    "address_display": "address",
}
DETAILS_FIELDSET = (
    _("About the message"),
    {"fields": ["language", "received_at", "number", "state", "handled_by", "handled_at", "draft"]},
)
DRAFT_FIELDSET = (
    _("The draft it can become"),
    {
        "fields": [
            "title",
            "url",
            "existing_resources",
            "summary",
            "organization",
            "new_organization",
            ("new_kind", "new_region"),
        ]
    },
)
ANSWER_FIELDSET = (_("Your answer"), {"fields": ["answer"]})


class QueueFilter(admin.SimpleListFilter):
    """Filter by state. Shows waiting messages unless another state is chosen."""

    title = _("state")
    parameter_name = "state"
    ALL = "all"

    def lookups(self, request, model_admin):
        return [*MessageState.choices, (self.ALL, _("all"))]

    def value(self):
        return super().value() or MessageState.NEW

    def choices(self, changelist):
        yield from list(super().choices(changelist))[1:]  # without Django's own “all”

    def queryset(self, request, queryset):
        return queryset if self.value() == self.ALL else queryset.filter(state=self.value())


@admin.register(VisitorMessage)
class VisitorMessageAdmin(FormFieldsMixin, admin.ModelAdmin):
    form = DecisionForm
    change_form_template = "admin/messages/message.html"
    list_display = ["__str__", "kind", "about", "received_at", "state"]
    list_filter = [QueueFilter, "kind", "language"]
    list_per_page = 50
    search_fields = ["text", "title", "why", "address", "reference_number"]
    search_help_text = _("Words of the message, or its number.")
    actions = ["mark_as_spam"]

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
        empty = [row for row, field in SOURCE_FIELDS.items() if not getattr(obj, field)]
        rows = [row for row in MESSAGE_FIELDS if row not in empty]
        message = (_("What a visitor wrote"), {"fields": rows})
        draft = [DRAFT_FIELDSET] if is_open_suggestion else []
        return [message, *draft, ANSWER_FIELDSET, DETAILS_FIELDSET]

    def get_readonly_fields(self, request, obj=None):
        """All fields but those of the draft and, while the message waits, the answer."""
        fixed = [*MESSAGE_FIELDS, *DETAILS_FIELDSET[1]["fields"], "existing_resources"]
        is_open = obj.is_waiting and self.has_change_permission(request, obj)
        return fixed if is_open else [*fixed, "answer"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Keep the fields that the form declares. Those of the draft are no model fields."""
        return super().get_form(request, obj, change, **kwargs | {"fields": ["answer"]})

    # Columns and read-only fields

    @admin.display(description=_("about"))
    def about(self, message):
        return str(message.entry) if message.entry else "–"

    @admin.display(description=_("about"))
    def entry_links(self, message):
        entry = message.entry
        if entry is None:
            return _("This entry no longer exists.")
        change = reverse(
            f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk]
        )
        links = format_html('<a href="{}">{}</a>', change, _("Open it on the desk"))
        if entry.has_page:
            public = (entry.get_absolute_url(), _("See it as visitors do"))
            links += format_html(' · <a href="{}">{}</a>', *public)
        return format_html("{} · {}", entry, links)

    @admin.display(description=_("message"))
    def text_display(self, message):
        return text_with_language(message, message.text)

    @admin.display(description=_("title"))
    def title_display(self, message):
        return text_with_language(message, message.title)

    @admin.display(description=_("why it helps"))
    def why_display(self, message):
        return text_with_language(message, message.why)

    @admin.display(description=_("address"))
    def address_display(self, message):
        """Behind a disclosure with a warning, because a stranger sent the address."""
        return format_html(
            "<details><summary>{}</summary><p>{}</p><p>{}</p>"
            '<p><a href="{}" rel="external noreferrer nofollow">{}</a></p></details>',
            display_host(message.address),
            message.address,
            _(
                "A stranger sent this address, and nobody has checked it. Read it before you open"
                " it."
            ),
            message.address,
            _("Open it and leave this site"),
        )

    @admin.display(description=_("already in the directory"))
    def existing_resources(self, message):
        same = Resource.objects.filter(url_key=url_key(message.address)) if message.address else ()
        links = ((reverse("admin:resources_resource_change", args=[r.pk]), r) for r in same)
        return format_html_join(", ", '<a href="{}">{}</a>', links) or _("Not at this address.")

    @admin.display(description=_("number"))
    def number(self, message):
        return message.display_number

    # Decisions

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        message = self.get_object(request, unquote(object_id)) if object_id else None
        may_decide = message and self.has_change_permission(request, message)
        states = decisions.possible_decisions(message) if may_decide else []
        context = {"decisions": [(state.value, DECISION_LABELS[state]) for state in states]}
        try:
            return super().changeform_view(
                request, object_id, form_url, context | (extra_context or {})
            )
        except ValidationError as error:  # somebody else decided first, so nothing was saved
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        given = {"by": request.user, "answer": obj.answer}
        if form.decision == MessageState.ACCEPTED:
            decisions.accept(obj, form.draft(), **given)
        else:
            decisions.decide(obj, form.decision, **given)

    def construct_change_message(self, request, form, formsets, add=False):
        return str(DECISION_LABELS[form.decision])

    def response_change(self, request, obj):
        """Redirect to the new draft, or else back to the queue."""
        if obj.draft:
            text = _("This draft was made from the message. Complete it, then publish it.")
            self.message_user(request, text, messages.SUCCESS)
            return redirect("admin:resources_resource_change", obj.draft.pk)
        self.message_user(request, _("The message is decided."), messages.SUCCESS)
        return redirect("admin:resources_visitormessage_changelist")

    @admin.action(description=_("Set aside as spam"), permissions=["change"])
    def mark_as_spam(self, request, queryset):
        """Mark waiting messages as spam. Decisions already taken stay."""
        number = decisions.mark_as_spam(queryset, by=request.user)
        text = ngettext(
            "%(count)d message was set aside. It is deleted in 30 days.",
            "%(count)d messages were set aside. They are deleted in 30 days.",
            number,
        )
        self.message_user(request, text % {"count": number}, messages.SUCCESS)


def text_with_language(message, text):
    return format_html('<div lang="{}">{}</div>', message.language, linebreaksbr(text))
