"""Reads the worklist in tests."""

from django.utils import timezone

from resources.links import occurrences
from resources.models import Link, LinkState, WorkItem
from resources.worklist.sync import catch_up

HARD = (
    "Interdisciplinary collaboration necessitates organizational infrastructure. Administrators"
    " institutionalize accountability. Practitioners operationalize multidimensional methodologies"
    " notwithstanding bureaucratic administrative considerations throughout everything"
    " everywhere constantly."
)


def reasons_for(entry):
    """The reasons for which an entry is listed today, after catching up."""
    while catch_up():
        pass
    found = WorkItem.objects.open().filter(object_id=entry.pk, content_type__model=model(entry))
    return set(found.values_list("reason", flat=True))


def item_for(entry, reason):
    while catch_up():
        pass
    return WorkItem.objects.get(object_id=entry.pk, content_type__model=model(entry), reason=reason)


def links_known(state=LinkState.GONE, reason="not-found", **fields):
    """Create the links of all entries, set the state of new ones, and return these."""
    occurrences.sync_all()
    now = timezone.now()
    facts = {"host": "a.example.org", "status": 503, "to": "https://a.example.org/"}
    fields = {"since": now, "checked_at": now, "facts": facts} | fields
    new = list(Link.objects.filter(state=LinkState.NOT_CHECKED).values_list("pk", flat=True))
    Link.objects.filter(pk__in=new).update(state=state, reason=reason, **fields)
    return Link.objects.filter(pk__in=new)


def sites_listed(reason):
    """{site: item} of a cause of link trouble."""
    while catch_up():
        pass
    return {item.words: item for item in WorkItem.objects.open().filter(reason=reason)}


def model(entry):
    return entry._meta.model_name
