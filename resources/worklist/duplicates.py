"""Issues: two resources look like the same one.

resources/merging/duplicates.py decides which do. Of a pair, the later resource is listed, and its
item names the earlier one.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.merging import duplicates
from resources.models import Resource, Status, WorkItem

from .issues import Issue, IssueReason, Resolution, register_reasons
from .resolve import dismiss

ADDRESS = duplicates.DuplicateReason.ADDRESS
DUPLICATE_PRIORITY = 60


def explain_duplicate(details):
    if details["same"] == ADDRESS:
        return _("It leads to the same address as “%(title)s”.") % details
    return _("It has nearly the same title as “%(title)s”, by the same publisher.") % details


def merge_url(item):
    return reverse("admin:resources_resource_merge", args=[item.object_id, item.details["other"]])


THEY_DIFFER = Resolution(gettext_lazy("They are different"), dismiss)
DUPLICATE = IssueReason(
    "duplicate",
    gettext_lazy("Near-duplicate"),
    explain_duplicate,
    THEY_DIFFER,
    url_of=merge_url,
)

register_reasons(DUPLICATE)


def duplicate_issues(kind, records):
    """Yields an issue for each record with an earlier duplicate.

    If there are several, the issue names the earliest one at the same address, or else the
    earliest one.
    """
    not_closed = [record for record in records if record.status != Status.CLOSED]
    for record, found in duplicates.find_duplicates(not_closed):
        earlier = [
            duplicate
            for duplicate in found
            if duplicate.entry.pk < record.pk and duplicate.entry.status != Status.CLOSED
        ]
        if earlier:
            first = min(earlier, key=lambda found: (found.reason != ADDRESS, found.entry.pk))
            details = {
                "other": first.entry.pk,
                "title": str(first.entry),
                "same": str(first.reason),
            }
            subject_hash = pair_hash(first.entry.pk, first.reason)
            yield Issue(record.pk, DUPLICATE, DUPLICATE_PRIORITY, details, subject_hash)


def look_alike_keys(keys):
    """Keys of the resources that look like one of `keys` now, or are listed for it.

    Listed are those whose item names one of `keys`.
    """
    alike = duplicates.find_duplicates(Resource.objects.filter(pk__in=keys))
    found = {duplicate.entry.pk for _record, some in alike for duplicate in some}
    hashes = [pair_hash(key, reason) for key in keys for reason in duplicates.DuplicateReason]
    listed = WorkItem.objects.filter(reason=DUPLICATE.slug, subject_hash__in=hashes)
    return found.union(listed.values_list("object_id", flat=True))


def pair_hash(other, reason):
    """Subject hash of an item, readable so that the earlier resource finds its items."""
    return f"{reason.value} {other}"
