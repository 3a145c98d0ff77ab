"""Resources that are listed twice; see resources/merging/duplicates.py for what counts as alike.

Of a pair the later one is listed, and names the one it looks like.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.merging import duplicates
from resources.models import Resource, Status, WorkItem

from .findings import Finding, Reason, Settlement, register_reasons
from .resolve import let_be

ADDRESS = duplicates.Reason.ADDRESS
WEIGHT = 60


def said_of_duplicate(details):
    if details["same"] == ADDRESS:
        return _("It leads to the same address as “%(title)s”.") % details
    return _("It has nearly the same title as “%(title)s”, by the same publisher.") % details


def merge_page(item):
    return reverse("admin:resources_resource_merge", args=[item.object_id, item.details["other"]])


THEY_DIFFER = Settlement(gettext_lazy("They are different"), let_be)
DUPLICATE = Reason(
    "duplicate",
    gettext_lazy("Near-duplicate"),
    said_of_duplicate,
    THEY_DIFFER,
    leads_to=merge_page,
)

register_reasons(DUPLICATE)


def near_duplicates(kind, records):
    """The earlier resource each one looks like most: the same address counts above a title."""
    still_open = [record for record in records if record.status != Status.CLOSED]
    for record, found in duplicates.near_duplicates(still_open):
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
            concerns = concern(first.entry.pk, first.reason)
            yield Finding(record.pk, DUPLICATE, WEIGHT, details, concerns=concerns)


def resources_alike(keys):
    """Those that look like one of `keys` now, and those that were said to."""
    alike = duplicates.near_duplicates(Resource.objects.filter(pk__in=keys))
    found = {duplicate.entry.pk for _record, some in alike for duplicate in some}
    concerns = [concern(key, reason) for key in keys for reason in duplicates.Reason]
    said = WorkItem.objects.filter(reason=DUPLICATE.slug, concerns__in=concerns)
    return found.union(said.values_list("object_id", flat=True))


def concern(other, reason):
    return f"{reason.value} {other}"
