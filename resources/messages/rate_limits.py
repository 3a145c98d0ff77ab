"""Rate limits: neither a person nor a machine can bury the curators in messages.

Senders are told apart by a keyed hash of their internet address (see `SenderCount`), never by the
address itself. All processes and servers share the counts in the database.
"""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from resources.models import SenderCount, VisitorMessage
from resources.web.views import client_address

MAX_BODY = 64 * 1024  # bytes: every field at its longest, percent-encoded, in any script
MAX_PER_HOUR = 100  # messages from all senders together
# For one internet address. A whole meeting may share one.
MAX_PER_DAY = {
    SenderCount.Action.MESSAGE: 20,
    SenderCount.Action.WRONG_NUMBER: 20,
}


def is_body_too_large(request):
    """True if the body is larger than any form of ours. Reads none of it."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY


def is_hourly_limit_reached():
    """True if all senders together have reached the limit of the last 60 minutes."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    return VisitorMessage.objects.filter(received_at__gt=an_hour_ago).count() >= MAX_PER_HOUR


def is_daily_limit_reached(request, action):
    """True if the sender of `request` has used up today's share of `action`."""
    row = count_rows(request, action).first()
    return row is not None and row.count >= MAX_PER_DAY[action]


def count_action(request, action):
    """Add one to today's count of this sender.

    The first action of a sender on a day deletes the counts of earlier days.
    """
    rows = count_rows(request, action)
    if not rows.update(count=F("count") + 1):
        delete_older_counts()
        # Another process may create the same row at this moment.
        new = SenderCount(**count_key(request, action), count=0)
        SenderCount.objects.bulk_create([new], ignore_conflicts=True)
        rows.update(count=F("count") + 1)


def count_rows(request, action):
    return SenderCount.objects.filter(**count_key(request, action))


def count_key(request, action):
    """Field values that identify today's count of this sender."""
    day = timezone.localdate()
    text = f"{day} {client_address(request)}"
    sender = salted_hmac("resources.messages.rate_limits", text, algorithm="sha256")
    return {"day": day, "sender": sender.hexdigest(), "action": action}


def delete_older_counts():
    SenderCount.objects.exclude(day=timezone.localdate()).delete()
