"""Issues: the page behind an entry changed a lot since the entry was reviewed."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.models import LinkOccurrence

from .issues import Issue, IssueReason, is_published, register_live_reason, watched_kinds
from .resolve import STILL_GOOD

MAX_OCCURRENCES = 500
CHANGED_PRIORITY = 65


def explain_change(details):
    text = _("The page at %(address)s changed a lot since the review of %(day)s.")
    day = date_format(date.fromisoformat(details["reviewed_on"]))
    return text % {"address": details["address"], "day": day}


CHANGED = IssueReason(
    "changed", gettext_lazy("Page changed a lot"), explain_change, STILL_GOOD, form_field="url"
)


def changed_page_issues():
    """Issues of all kinds that are reviewed. At most two queries for each kind."""
    for kind in watched_kinds().values():
        if hasattr(kind.model, "reviewed_on"):
            yield from issues_of_kind(kind)


def issues_of_kind(kind):
    """Changes after the latest review of an entry. The reviewer saw all earlier ones."""
    changed = LinkOccurrence.objects.filter(
        content_type=kind.content_type, link__changed_much=True, link__reviewed_on__isnull=False
    )
    occurrences = list(changed.select_related("link").order_by("object_id", "pk")[:MAX_OCCURRENCES])
    keys = {found.object_id for found in occurrences}
    entries = kind.entries_for_names().in_bulk(keys) if occurrences else {}
    for occurrence in occurrences:
        entry, link = entries.get(occurrence.object_id), occurrence.link
        reviewed_on = entry and is_published(entry) and entry.reviewed_on
        if reviewed_on and reviewed_on <= link.reviewed_on:
            del entries[entry.pk]  # one changed page is enough to list an entry
            details = {"address": link.address, "reviewed_on": reviewed_on.isoformat()}
            yield kind, Issue(entry.pk, CHANGED, CHANGED_PRIORITY, details)


register_live_reason(CHANGED, changed_page_issues)
