"""A person looked at an entry and found it true: who, when, and when to ask again."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from resources import revisions

ASK_AGAIN_AFTER = timedelta(days=365)


def still_good(entries, user):
    """Note that `user` has just reviewed these entries; each is asked for again in a year."""
    with revisions.revising(*entries, user=user, why=_("Reviewed: still good.")):
        for entry in entries:
            mark_reviewed(entry, user)
            entry.save(update_fields=["reviewed_on", "reviewed_by", "review_due_on"])


def mark_reviewed(entry, user):
    """The same without saving, which the caller does."""
    today = timezone.localdate()
    entry.reviewed_on, entry.reviewed_by = today, user
    entry.review_due_on = today + ASK_AGAIN_AFTER


def next_review_on(entry):
    """When a person should look again: what was agreed, or a year after the last review."""
    if entry.review_due_on or not entry.reviewed_on:
        return entry.review_due_on
    return entry.reviewed_on + ASK_AGAIN_AFTER
