"""Entries whose page changed a lot since somebody reviewed them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources.models import LinkOccurrence

from .findings import Finding, Reason, is_public, register_standing, watched_kinds
from .resolve import STILL_GOOD

MOST_LISTED = 500
CHANGED_WEIGHT = 65


def said_of_change(details):
    text = _("The page at %(address)s changed a lot since the review of %(day)s.")
    day = date_format(date.fromisoformat(details["reviewed_on"]))
    return text % {"address": details["address"], "day": day}


CHANGED = Reason(
    "changed", gettext_lazy("Page changed a lot"), said_of_change, STILL_GOOD, opens="url"
)


def changed_pages():
    """Of each kind that is reviewed: two queries at most."""
    for kind in watched_kinds().values():
        if hasattr(kind.model, "reviewed_on"):
            yield from changed_pages_of(kind)


def changed_pages_of(kind):
    """What changed before the latest review of an entry, the reviewer saw."""
    changed = LinkOccurrence.objects.filter(
        content_type=kind.content_type, link__changed_much=True, link__reviewed_on__isnull=False
    )
    places = list(changed.select_related("link").order_by("object_id", "pk")[:MOST_LISTED])
    keys = {place.object_id for place in places}
    entries = kind.named().in_bulk(keys) if places else {}
    for place in places:
        entry = entries.get(place.object_id)
        seen = entry and is_public(entry) and entry.reviewed_on
        if seen and seen <= place.link.reviewed_on:
            del entries[entry.pk]  # one page is enough to look again
            details = {"address": place.link.address, "reviewed_on": seen.isoformat()}
            yield kind, Finding(entry.pk, CHANGED, CHANGED_WEIGHT, details)


register_standing(CHANGED, changed_pages)
