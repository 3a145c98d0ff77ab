"""Issues: messages from visitors that nobody has decided about."""

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resources.models import VisitorMessage

from .issues import Issue, IssueReason, register_live_reason, watched_kinds

MAX_MESSAGES = 500
REPORT_PRIORITY, MESSAGE_PRIORITY = 95, 75
QUOTE_LENGTH = 160  # characters


def explain_report(details):
    if details["count"] == 1:
        return _("A visitor writes: “%(text)s”") % details
    text = ngettext(
        "%(count)d visitor wrote. The first: “%(text)s”",
        "%(count)d visitors wrote. The first: “%(text)s”",
        details["count"],
    )
    return text % details


def explain_message(details):
    return _("A visitor wrote this. Nobody has decided about it yet.")


def message_url(item):
    return reverse("admin:resources_visitormessage_change", args=[item.details["message"]])


REPORT = IssueReason("report", gettext_lazy("Visitor’s report"), explain_report, url_of=message_url)
MESSAGE = IssueReason(
    "message", gettext_lazy("Visitor’s message"), explain_message, url_of=message_url
)


def report_issues():
    """One issue for each entry that visitors wrote about. Two queries at most."""
    waiting = VisitorMessage.objects.waiting().filter(object_id__isnull=False)
    about = defaultdict(list)
    for message in waiting.order_by("received_at", "pk")[:MAX_MESSAGES]:
        about[message.content_type_id, message.object_id].append(message)
    by_type = {kind.content_type.pk: kind for kind in watched_kinds().values()}
    for (type_key, key), messages in about.items():
        if kind := by_type.get(type_key):
            first = messages[0]
            details = {
                "count": len(messages),
                "text": Truncator(first.text).chars(QUOTE_LENGTH),
                "message": first.pk,
            }
            day = timezone.localdate(first.received_at)
            yield kind, Issue(key, REPORT, REPORT_PRIORITY, details, due_on=day)


register_live_reason(REPORT, report_issues)


def message_issues():
    """Suggestions and problems with the site. The same words are one issue."""
    waiting = VisitorMessage.objects.waiting().filter(object_id=None).order_by("received_at", "pk")
    seen = set()
    for message in waiting[:MAX_MESSAGES]:
        words = str(message)
        if words not in seen:
            seen.add(words)
            day = timezone.localdate(message.received_at)
            details = {"message": message.pk}
            yield None, Issue(None, MESSAGE, MESSAGE_PRIORITY, details, due_on=day, words=words)


register_live_reason(MESSAGE, message_issues)
