"""Reviews: a person confirms that an entry is right.

An entry stores who reviewed it, when, and when to ask again.
"""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from resources import history
from resources.batches import batches
from resources.models import Link, LinkOccurrence

REVIEW_INTERVAL = timedelta(days=365)
KEYS_PER_QUERY = 500


def confirm_review(entries, user):
    """Record that `user` reviewed these entries today. Each is due again in a year."""
    with history.revision(*entries, user=user, why=_("Reviewed: still good.")):
        for entry in entries:
            set_review(entry, user)
            entry.save(update_fields=["reviewed_on", "reviewed_by", "review_due_on"])
        forget_reviewed_fingerprints(entries)


def set_review(entry, user):
    """Set the review fields of `entry` without saving it."""
    today = timezone.localdate()
    entry.reviewed_on, entry.reviewed_by = today, user
    entry.review_due_on = today + REVIEW_INTERVAL


def forget_reviewed_fingerprints(entries):
    """Forget the reviewed fingerprint of every page that these entries link to.

    The reviewer saw these pages as they are now, so the next visit stores fresh fingerprints.
    """
    for model in {type(entry) for entry in entries}:
        keys = [entry.pk for entry in entries if type(entry) is model]
        kind = ContentType.objects.get_for_model(model)
        for some in batches(keys, KEYS_PER_QUERY):
            occurrences = LinkOccurrence.objects.filter(content_type=kind, object_id__in=some)
            links = Link.objects.filter(pk__in=occurrences.values("link")).exclude(reviewed=None)
            # Locked in the order of keys, so that two transactions cannot wait for each other.
            locked = list(links.order_by("pk").select_for_update().values_list("pk", flat=True))
            Link.objects.filter(pk__in=locked).update(reviewed=None, changed_much=False)


def next_review_on(entry):
    """The day of the next review. None if it was never reviewed nor scheduled.

    It is the day that was agreed, or else a year after the last review.
    """
    if entry.review_due_on or not entry.reviewed_on:
        return entry.review_due_on
    return entry.reviewed_on + REVIEW_INTERVAL
