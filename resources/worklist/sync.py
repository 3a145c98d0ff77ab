"""Keeps the worklist in step with the entries by following the change journal.

Work goes on in rounds. A round looks at all entries that changed since the last one, ordered by
kind and key, some at a time. It can stop after any entry, and another process may go on from
there. Changes during a round belong to the next one.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

import resources.journal.reader as journal
from resources.models import Change, WorkItem, WorklistPosition

from .issues import watched_kinds
from .store import add_related, find_issues, refresh_live_reasons, store_issues

PAGE_VIEW_BATCH = 200  # entries looked at while somebody waits for the page
COMMAND_BATCH = 5_000  # in a command, where fewer and larger batches are faster


def catch_up(most=PAGE_VIEW_BATCH):
    """Look at up to `most` changed entries. Returns how many are left."""
    refresh_live_reasons()
    left = process_batch(most)
    if left == 0:  # more entries may have changed during the round that ended
        left = process_batch(most)
    return left or 0


def process_batch(most):
    """Look at the next `most` entries. Returns how many are left.

    Returns None if nothing had changed.
    """
    position, _made = WorklistPosition.objects.get_or_create(pk=1)
    head = journal.head()
    if not position.cursor and position.head == head:
        return None
    queue, reading = unread_changes(position)
    chosen = queue.next_entries(position.cursor, most)
    found = [(kind, keys, find_issues(kind, keys)) for kind, keys in queue.keys_by_kind(chosen)]
    left = queue.count_after(chosen[-1]) if chosen else 0
    with transaction.atomic():
        if is_overtaken(position):
            return left
        for kind, keys, issues in found:
            store_issues(kind, keys, issues)
        advance(position, reading, cursor=format_cursor(chosen[-1]) if left else "")
        if not left:
            queue.delete_items_of_deleted_entries()
    return left


def unread_changes(position):
    """(the entries to look at, what was read from the journal)."""
    try:
        reading = journal.read_changes(position.position)
    except journal.PositionUnknown:
        return AllEntries(), journal.read_changes(None)
    if any(kind == Change.EVERYTHING for kind, _key in reading.entries):
        return AllEntries(), reading
    return ChangedEntries.of(reading.entries), reading


def is_overtaken(position):
    """True if another process has done this batch. Waits for one that is writing."""
    now = WorklistPosition.objects.select_for_update().get()
    return (now.position, now.cursor) != (position.position, position.cursor)


def advance(position, reading, cursor):
    """Save the position.

    The next round starts at the start of this one, so that no change is missed.
    """
    if not position.cursor:
        position.next_head, position.next_position = reading.head, reading.position
    position.cursor = cursor
    if not cursor:
        position.head, position.position = position.next_head, position.next_position
    position.save()


def group_by_kind(entries):
    """Yields (kind, keys) from (slug, key) pairs."""
    for slug in dict.fromkeys(slug for slug, _key in entries):
        yield watched_kinds()[slug], [key for other, key in entries if other == slug]


def format_cursor(entry):
    """An entry, (slug, key), as it is stored in `WorklistPosition.cursor`."""
    slug, key = entry
    return f"{slug}:{key}"


def parse_cursor(text):
    slug, _colon, key = text.partition(":")
    return slug, int(key or 0)


@dataclass
class ChangedEntries:
    """The entries that the journal names, as (slug, key) pairs in order."""

    entries: list

    @classmethod
    def of(cls, entries):
        return cls(sorted((kind, int(key)) for kind, key in entries if kind in watched_kinds()))

    def next_entries(self, cursor, most):
        start = bisect_right(self.entries, parse_cursor(cursor))
        return self.entries[start : start + most]

    def keys_by_kind(self, chosen):
        """(kind, keys) of the chosen entries, and of those whose issues depend on them."""
        return [(kind, add_related(kind, keys)) for kind, keys in group_by_kind(chosen)]

    def count_after(self, entry):
        return len(self.entries) - bisect_right(self.entries, entry)

    def delete_items_of_deleted_entries(self):
        """Nothing to do: the items of a deleted entry went with its issues."""


class AllEntries:
    """All entries that the worklist watches, in the same order, from their tables."""

    def next_entries(self, cursor, most):
        return list(islice(self.entries_after(*parse_cursor(cursor), most), most))

    def entries_after(self, slug_before, key_before, most):
        for slug in sorted(watched_kinds()):
            if slug >= slug_before:
                rows = watched_kinds()[slug].model._default_manager.order_by("pk")
                start = key_before if slug == slug_before else 0
                keys = rows.filter(pk__gt=start).values_list("pk", flat=True)
                yield from ((slug, key) for key in keys[:most])

    def keys_by_kind(self, chosen):
        return group_by_kind(chosen)

    def count_after(self, entry):
        slug_before, key_before = entry
        later = [slug for slug in sorted(watched_kinds()) if slug > slug_before]
        rest = watched_kinds()[slug_before].model._default_manager.filter(pk__gt=key_before).count()
        return rest + sum(watched_kinds()[slug].model._default_manager.count() for slug in later)

    def delete_items_of_deleted_entries(self):
        """Delete items whose entry no longer exists: no batch has met those entries."""
        for kind in watched_kinds().values():
            items = WorkItem.objects.filter(content_type=kind.content_type)
            items.exclude(object_id__in=kind.model._default_manager.values("pk")).delete()
