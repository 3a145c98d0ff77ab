"""Counts searches that found nothing, so that curators learn what visitors miss.

A row holds a day, the folded words and a count, and nothing about the visitor. As long as the
database does not change, a repeated search is answered from the page cache of its process and not
counted again. So the count is a lower bound.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from resources.models import FailedSearch

from .analysis import folded_words

log = logging.getLogger(__name__)

# Anybody may search for anything, any number of times. These limits bound the space on disk.
MAX_TEXTS_A_DAY = 1_000
MAX_SEARCH_LENGTH = 100  # characters. Longer texts were pasted, and may be personal.
RETENTION_DAYS = 180


def count_failed_search(text: str) -> None:
    """Count a search for `text`, unless the database cannot be written to at this moment."""
    folded = " ".join(folded_words(text))
    if not folded or len(folded) > MAX_SEARCH_LENGTH:
        return
    try:
        # The savepoint of a nested block protects the caller's transaction from a failure here.
        with transaction.atomic() if connection.in_atomic_block else without_lock_wait():
            add_to_day(timezone.localdate(), folded)
    except DatabaseError as problem:
        log.warning("A search without result was not counted: %s", problem)


@contextmanager
def without_lock_wait() -> Iterator[None]:
    """Make SQLite fail at once while another process writes: no reader waits for an import."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        timeout = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {timeout}")


def add_to_day(day: date, text: str) -> None:
    row = FailedSearch.objects.filter(day=day, text=text)
    if not row.update(count=F("count") + 1) and has_room(day):
        # Another process may insert the same row at this moment.
        new = FailedSearch(day=day, text=text, count=0)
        FailedSearch.objects.bulk_create([new], ignore_conflicts=True)
        row.update(count=F("count") + 1)


def has_room(day: date) -> bool:
    """True if the day may have one more text. The first text of a day deletes old days."""
    texts = FailedSearch.objects.filter(day=day).count()
    if not texts:
        FailedSearch.objects.filter(day__lt=day - timedelta(days=RETENTION_DAYS)).delete()
    return texts < MAX_TEXTS_A_DAY
