"""Keeps the worklist true to the entries by following the change journal, some entries at a time.

A round takes every entry that changed since the last one, kind by kind and key by key. It may be
left at any entry and taken up by another process. What changes meanwhile is in the next round.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

import resources.journal.reader as journal
from resources.models import Change, WorkItem, WorklistPosition

from .findings import watched_kinds
from .store import find, keep, refresh_standing, widened

WHILE_SOMEBODY_WAITS = 200  # entries looked at before a page is shown
AT_ONCE_UNATTENDED = 5_000  # in a command, where fewer and larger steps are faster


def catch_up(most=WHILE_SOMEBODY_WAITS):
    """Look at changed entries, at most this many; returns how many are left to look at."""
    refresh_standing()
    left = step(most)
    if left == 0:  # changes may have come during the round that ended
        left = step(most)
    return left or 0


def step(most):
    """Look at the next `most` changed entries; returns how many are left, None if none was."""
    position, _made = WorklistPosition.objects.get_or_create(pk=1)
    head = journal.head()
    if not position.cursor and position.head == head:
        return None
    waiting, reading = unread_since(position)
    chosen = waiting.after(position.cursor, most)
    found = [(kind, keys, find(kind, keys)) for kind, keys in waiting.by_kind(chosen)]
    left = waiting.count_after(chosen[-1]) if chosen else 0
    with transaction.atomic():
        if taken_by_another(position):
            return left
        for kind, keys, findings in found:
            keep(kind, keys, findings)
        advance(position, reading, cursor=text_of(chosen[-1]) if left else "")
        if not left:
            waiting.finish()
    return left


def unread_since(position):
    """(the entries to look at, the journal's reading)."""
    try:
        reading = journal.read_changes(position.position)
    except journal.PositionUnknown:
        return Everything(), journal.read_changes(None)
    if any(kind == Change.EVERYTHING for kind, _key in reading.entries):
        return Everything(), reading
    return Changed.of(reading.entries), reading


def taken_by_another(position):
    """Whether another process took this step meanwhile. It waits for one that is writing."""
    now = WorklistPosition.objects.select_for_update().get()
    return (now.position, now.cursor) != (position.position, position.cursor)


def advance(position, reading, cursor):
    """The next round begins where this one did, so that nothing between is missed."""
    if not position.cursor:
        position.next_head, position.next_position = reading.head, reading.position
    position.cursor = cursor
    if not cursor:
        position.head, position.position = position.next_head, position.next_position
    position.save()


def by_kind(entries):
    """(kind, keys) of (slug, key) pairs."""
    for slug in dict.fromkeys(slug for slug, _key in entries):
        yield watched_kinds()[slug], [key for other, key in entries if other == slug]


def text_of(entry):
    slug, key = entry
    return f"{slug}:{key}"


def entry_of(text):
    slug, _colon, key = text.partition(":")
    return slug, int(key or 0)


@dataclass
class Changed:
    """The entries a reading names, in order."""

    entries: list

    @classmethod
    def of(cls, entries):
        return cls(sorted((kind, int(key)) for kind, key in entries if kind in watched_kinds()))

    def after(self, cursor, most):
        start = bisect_right(self.entries, entry_of(cursor))
        return self.entries[start : start + most]

    def by_kind(self, chosen):
        """With the entries that change with them."""
        return [(kind, widened(kind, keys)) for kind, keys in by_kind(chosen)]

    def count_after(self, entry):
        return len(self.entries) - bisect_right(self.entries, entry)

    def finish(self):
        """Entries that are gone had no findings: their items went with them."""


class Everything:
    """All entries there are, in the same order."""

    def after(self, cursor, most):
        return list(islice(self.all_after(*entry_of(cursor), most), most))

    def all_after(self, slug_before, key_before, most):
        for slug in sorted(watched_kinds()):
            if slug >= slug_before:
                rows = watched_kinds()[slug].model._default_manager.order_by("pk")
                start = key_before if slug == slug_before else 0
                keys = rows.filter(pk__gt=start).values_list("pk", flat=True)
                yield from ((slug, key) for key in keys[:most])

    def by_kind(self, chosen):
        return by_kind(chosen)

    def count_after(self, entry):
        slug_before, key_before = entry
        later = [slug for slug in sorted(watched_kinds()) if slug > slug_before]
        rest = watched_kinds()[slug_before].model._default_manager.filter(pk__gt=key_before).count()
        return rest + sum(watched_kinds()[slug].model._default_manager.count() for slug in later)

    def finish(self):
        """No step has met the items of entries that are gone."""
        for kind in watched_kinds().values():
            items = WorkItem.objects.filter(content_type=kind.content_type)
            items.exclude(object_id__in=kind.model._default_manager.values("pk")).delete()
