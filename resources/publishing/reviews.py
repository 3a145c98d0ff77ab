"""A person looked at an entry and found it true: who, when, and when to ask again."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from resources import history
from resources.batches import batches
from resources.models import Link, LinkOccurrence

AT_ONCE = 500
ASK_AGAIN_AFTER = timedelta(days=365)


def still_good(entries, user):
    """Note that `user` has just reviewed these entries; each is asked for again in a year."""
    with history.revising(*entries, user=user, why=_("Reviewed: still good.")):
        for entry in entries:
            mark_reviewed(entry, user)
            entry.save(update_fields=["reviewed_on", "reviewed_by", "review_due_on"])
        note_pages_seen(entries)


def mark_reviewed(entry, user):
    """The same without saving, which the caller does."""
    today = timezone.localdate()
    entry.reviewed_on, entry.reviewed_by = today, user
    entry.review_due_on = today + ASK_AGAIN_AFTER


def note_pages_seen(entries):
    """The reviewer saw the pages behind these entries: the next visit takes their likeness anew."""
    for model in {type(entry) for entry in entries}:
        keys = [entry.pk for entry in entries if type(entry) is model]
        kind = ContentType.objects.get_for_model(model)
        for some in batches(keys, AT_ONCE):
            places = LinkOccurrence.objects.filter(content_type=kind, object_id__in=some)
            seen = Link.objects.filter(pk__in=places.values("link")).exclude(reviewed=None)
            held = list(seen.order_by("pk").select_for_update().values_list("pk", flat=True))
            Link.objects.filter(pk__in=held).update(reviewed=None, changed_much=False)


def next_review_on(entry):
    """When a person should look again: what was agreed, or a year after the last review."""
    if entry.review_due_on or not entry.reviewed_on:
        return entry.review_due_on
    return entry.reviewed_on + ASK_AGAIN_AFTER
