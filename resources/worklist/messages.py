"""What visitors wrote, until somebody decides: about an entry, or to suggest a new one."""

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resources.models import VisitorMessage

from .findings import Finding, Reason, register_standing, watched_kinds

MOST_LISTED = 500
REPORT_WEIGHT, MESSAGE_WEIGHT = 95, 75
QUOTED = 160  # characters


def said_of_report(details):
    if details["count"] == 1:
        return _("A visitor writes: “%(text)s”") % details
    text = ngettext(
        "%(count)d visitor wrote. The first: “%(text)s”",
        "%(count)d visitors wrote. The first: “%(text)s”",
        details["count"],
    )
    return text % details


def said_of_message(details):
    return _("A visitor wrote this. Nobody has decided about it yet.")


def message_page(item):
    return reverse("admin:resources_visitormessage_change", args=[item.details["message"]])


REPORT = Reason("report", gettext_lazy("Visitor’s report"), said_of_report, leads_to=message_page)
MESSAGE = Reason(
    "message", gettext_lazy("Visitor’s message"), said_of_message, leads_to=message_page
)


def reports():
    """One finding for each entry that visitors wrote about: two queries at most."""
    waiting = VisitorMessage.objects.waiting().filter(object_id__isnull=False)
    about = defaultdict(list)
    for message in waiting.order_by("received_at", "pk")[:MOST_LISTED]:
        about[message.content_type_id, message.object_id].append(message)
    by_type = {kind.content_type.pk: kind for kind in watched_kinds().values()}
    for (type_key, key), messages in about.items():
        if kind := by_type.get(type_key):
            first = messages[0]
            details = {
                "count": len(messages),
                "text": Truncator(first.text).chars(QUOTED),
                "message": first.pk,
            }
            day = timezone.localdate(first.received_at)
            yield kind, Finding(key, REPORT, REPORT_WEIGHT, details, due_on=day)


register_standing(REPORT, reports)


def messages():
    """Suggestions, and what is wrong with the site itself; the same words only once."""
    waiting = VisitorMessage.objects.waiting().filter(object_id=None).order_by("received_at", "pk")
    seen = set()
    for message in waiting[:MOST_LISTED]:
        words = str(message)
        if words not in seen:
            seen.add(words)
            day = timezone.localdate(message.received_at)
            details = {"message": message.pk}
            yield None, Finding(None, MESSAGE, MESSAGE_WEIGHT, details, due_on=day, words=words)


register_standing(MESSAGE, messages)
