"""How much can be sent, so that neither a person nor a machine can bury the curators.

Senders are told apart by a code of their internet address (see `SenderCount`), never by the
address itself. All processes and servers count in the one database.
"""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from resources.models import SenderCount, VisitorMessage
from resources.web.views import client_address

LARGEST_BODY = 64 * 1024  # bytes; every field at its longest, percent-encoded, in any script
MOST_AN_HOUR = 100  # messages from everybody together
# A day's share of one address. A whole meeting may sit behind one.
MOST_A_DAY = {
    SenderCount.Deed.MESSAGE: 20,
    SenderCount.Deed.WRONG_REFERENCE: 20,
}


def is_too_large(request):
    """Whether the body is larger than any form of ours; decided before any of it is read."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY


def is_queue_full():
    an_hour_ago = timezone.now() - timedelta(hours=1)
    return VisitorMessage.objects.filter(received_at__gt=an_hour_ago).count() >= MOST_AN_HOUR


def has_had_enough(request, deed):
    """Whether the sender of `request` did this as often today as one may."""
    row = tally(request, deed).first()
    return row is not None and row.count >= MOST_A_DAY[deed]


def count(request, deed):
    row = tally(request, deed)
    if not row.update(count=F("count") + 1):
        forget_other_days()
        # Another process may make the same row at this moment.
        new = SenderCount(**key_of(request, deed), count=0)
        SenderCount.objects.bulk_create([new], ignore_conflicts=True)
        row.update(count=F("count") + 1)


def tally(request, deed):
    return SenderCount.objects.filter(**key_of(request, deed))


def key_of(request, deed):
    day = timezone.localdate()
    text = f"{day} {client_address(request)}"
    sender = salted_hmac("resources.messages.rate_limits", text, algorithm="sha256")
    return {"day": day, "sender": sender.hexdigest(), "deed": deed}


def forget_other_days():
    SenderCount.objects.exclude(day=timezone.localdate()).delete()
