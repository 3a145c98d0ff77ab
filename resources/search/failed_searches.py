"""Counts searches that found nothing, so that curators learn what visitors miss.

A row holds a day, the words in their plainest form and a number, and nothing of who searched. A
page is made once in each process for a state of the database and kept in memory, so the number
says how many times it was made: repeated searches for the same nothing may count as one.
"""

import logging
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from resources.models import FailedSearch

from .analysis import words

log = logging.getLogger(__name__)

# A stranger may search for anything, as often as he likes. These bound what that costs the disk.
MOST_TEXTS_A_DAY = 1_000
LONGEST_TEXT = 100  # characters; what is longer is pasted, and may say too much of somebody
DAYS_KEPT = 180


def count(text):
    """Count a search for `text`. Where the database cannot be written to, go without."""
    folded = " ".join(words(text))
    if not folded or len(folded) > LONGEST_TEXT:
        return
    try:
        # A refusal would spoil a transaction of the caller's; on its own it spoils nothing.
        with transaction.atomic() if connection.in_atomic_block else without_waiting():
            count_on(timezone.localdate(), folded)
    except DatabaseError as problem:
        log.warning("A search without result was not counted: %s", problem)


@contextmanager
def without_waiting():
    """Let SQLite refuse at once while somebody else writes: no reader waits for an import."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


def count_on(day, text):
    row = FailedSearch.objects.filter(day=day, text=text)
    if not row.update(count=F("count") + 1) and has_room(day):
        # Another process may make the same row at this moment.
        new = FailedSearch(day=day, text=text, count=0)
        FailedSearch.objects.bulk_create([new], ignore_conflicts=True)
        row.update(count=F("count") + 1)


def has_room(day):
    """Whether the day may have one more text; the first one takes the place of old days."""
    texts = FailedSearch.objects.filter(day=day).count()
    if not texts:
        FailedSearch.objects.filter(day__lt=day - timedelta(days=DAYS_KEPT)).delete()
    return texts < MOST_TEXTS_A_DAY
