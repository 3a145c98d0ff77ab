"""What the worklist has, for tests."""

from resources.models import WorkItem
from resources.worklist.following import catch_up


def reasons_for(entry):
    """Why an entry is listed today, once the worklist has caught up."""
    while catch_up():
        pass
    found = WorkItem.objects.open().filter(object_id=entry.pk, content_type__model=model(entry))
    return set(found.values_list("reason", flat=True))


def item_for(entry, reason):
    while catch_up():
        pass
    return WorkItem.objects.get(object_id=entry.pk, content_type__model=model(entry), reason=reason)


def model(entry):
    return entry._meta.model_name
