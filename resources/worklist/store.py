"""Writes what was found, and keeps of each item what people did with it."""

from django.db import transaction
from django.utils import timezone

from resources.batches import batches
from resources.models import WorkItem

from .findings import standing

BATCH = 500
DERIVED = ["weight", "due_on", "concerns", "details"]


def look_again(kind, keys):
    """Find anew what there is to do about these entries, and write it."""
    keys = widened(kind, keys)
    findings = find(kind, keys)
    with transaction.atomic():
        keep(kind, keys, findings)


def widened(kind, keys):
    """With those whose findings change when these do."""
    return sorted(set(keys).union(*(related(keys) for related in kind.worklist.related)))


def find(kind, keys):
    records = list(kind.loaded().filter(pk__in=keys))
    return [finding for finder in kind.worklist.finders for finding in finder(kind, records)]


def keep(kind, keys, findings):
    """Let these findings be all there is to do about these entries."""
    known = WorkItem.objects.filter(content_type=kind.content_type, object_id__in=keys)
    write([(kind, finding) for finding in findings], known.exclude(reason__in=standing))


def refresh_standing():
    """Ask for what follows no entry: it costs a few queries, and writes only what differs."""
    for slug, findings in standing.items():
        write(list(findings()), WorkItem.objects.filter(reason=slug))


def write(findings, known):
    """Make the items `known` (a queryset) those of `findings`, (kind or None, finding) pairs."""
    left = {(item.content_type_id, item.object_id, item.words, item.reason): item for item in known}
    new, changed = [], []
    for kind, finding in findings:
        type_key = kind.content_type.pk if kind else None
        item = left.pop((type_key, finding.key, finding.words, finding.reason.slug), None)
        if item is None:
            new.append(item_of(finding, type_key))
        elif bring_up_to_date(item, finding):
            changed.append(item)
    for some in batches((item.pk for item in left.values()), BATCH):
        WorkItem.objects.filter(pk__in=some).delete()
    # Somebody who settles an item may find the same at this moment.
    WorkItem.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    WorkItem.objects.bulk_update(changed, [*DERIVED, "let_be_on", "let_be_by"], batch_size=BATCH)


def item_of(finding, type_key):
    return WorkItem(
        reason=finding.reason.slug,
        content_type_id=type_key,
        object_id=finding.key,
        words=finding.words,
        weight=finding.weight,
        due_on=finding.due_on or timezone.localdate(),
        concerns=finding.concerns,
        details=finding.details,
    )


def bring_up_to_date(item, finding):
    """Whether anything differed. Whoever let it be did so for what it concerned then."""
    if item.concerns != finding.concerns:
        item.let_be_on = item.let_be_by = None
    new = {
        "weight": finding.weight,
        "due_on": finding.due_on or item.due_on,
        "concerns": finding.concerns,
        "details": finding.details,
    }
    differs = any(getattr(item, name) != value for name, value in new.items())
    for name, value in new.items():
        setattr(item, name, value)
    return differs
