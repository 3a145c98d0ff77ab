"""Stores issues as items, and keeps people's decisions about them."""

from django.db import transaction
from django.utils import timezone

from resources.batches import batches
from resources.models import WorkItem

from .issues import live_reasons

ITEMS_PER_QUERY = 500
DERIVED_FIELDS = ["priority", "due_on", "subject_hash", "details"]


def refresh_entries(kind, keys):
    """Find the issues of these entries again and store them."""
    keys = add_related(kind, keys)
    issues = find_issues(kind, keys)
    with transaction.atomic():
        store_issues(kind, keys, issues)


def add_related(kind, keys):
    """`keys` and those of entries whose issues depend on these entries, sorted."""
    return sorted(set(keys).union(*(related(keys) for related in kind.worklist.related)))


def find_issues(kind, keys):
    records = list(kind.entries_for_texts().filter(pk__in=keys))
    return [issue for finder in kind.worklist.finders for issue in finder(kind, records)]


def store_issues(kind, keys, issues):
    """Make `issues` the only ones of these entries, except those of live reasons."""
    items = WorkItem.objects.filter(content_type=kind.content_type, object_id__in=keys)
    sync_items([(kind, issue) for issue in issues], items.exclude(reason__in=live_reasons))


def refresh_live_reasons():
    """Find the issues of live reasons with a few queries. Only differences are written."""
    for slug, find in live_reasons.items():
        sync_items(list(find()), WorkItem.objects.filter(reason=slug))


def sync_items(issues, items):
    """Create, update and delete `items` (a queryset) to match `issues`.

    `issues` are (kind, issue) pairs. The kind is None for an issue about words.
    """
    left = {(item.content_type_id, item.object_id, item.words, item.reason): item for item in items}
    new, changed = [], []
    for kind, issue in issues:
        type_key = kind.content_type.pk if kind else None
        item = left.pop((type_key, issue.key, issue.words, issue.reason.slug), None)
        if item is None:
            new.append(new_item(issue, type_key))
        elif update_item(item, issue):
            changed.append(item)
    for some in batches((item.pk for item in left.values()), ITEMS_PER_QUERY):
        WorkItem.objects.filter(pk__in=some).delete()
    # Another process that resolves an item may create the same one at this moment.
    WorkItem.objects.bulk_create(new, batch_size=ITEMS_PER_QUERY, ignore_conflicts=True)
    fields = [*DERIVED_FIELDS, "dismissed_on", "dismissed_by"]
    WorkItem.objects.bulk_update(changed, fields, batch_size=ITEMS_PER_QUERY)


def new_item(issue, type_key):
    return WorkItem(
        reason=issue.reason.slug,
        content_type_id=type_key,
        object_id=issue.key,
        words=issue.words,
        priority=issue.priority,
        due_on=issue.due_on or timezone.localdate(),
        subject_hash=issue.subject_hash,
        details=issue.details,
    )


def update_item(item, issue):
    """Update `item` without saving it. Returns True if anything changed.

    A dismissed item is opened again if its subject changed.
    """
    if item.subject_hash != issue.subject_hash:
        item.dismissed_on = item.dismissed_by = None
    new = {
        "priority": issue.priority,
        "due_on": issue.due_on or item.due_on,
        "subject_hash": issue.subject_hash,
        "details": issue.details,
    }
    differs = any(getattr(item, name) != value for name, value in new.items())
    for name, value in new.items():
        setattr(item, name, value)
    return differs
