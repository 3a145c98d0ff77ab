"""Keeping what visitors send, once, and not for ever."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from resources.models import SenderCount, VisitorMessage

from . import rate_limits
from .reference_numbers import new_reference

SPAM_IS_KEPT = timedelta(days=30)
THE_REST_IS_KEPT = timedelta(days=365)  # after the decision, so that its sender can read it


def receive(request, message):
    """Keep `message` under a new reference.

    Answers the message that stands under its stamp: this one, or the one that was sent before
    with the same form.
    """
    with transaction.atomic():
        forget_old_messages()
        fields = {f.attname: getattr(message, f.attname) for f in written_fields(message)}
        kept, is_new = VisitorMessage.objects.get_or_create(
            stamp=message.stamp, defaults={**fields, "reference": new_reference()}
        )
        if is_new:
            rate_limits.count(request, SenderCount.Deed.MESSAGE)
    return kept


def written_fields(message):
    keys = ("id", "stamp", "reference")
    return [field for field in message._meta.concrete_fields if field.name not in keys]


def says_the_same(message, other):
    said = ("kind", "text", "why", "title", "content_type_id", "object_id")
    return all(getattr(message, name) == getattr(other, name) for name in said)


def forget_old_messages():
    """Delete what is out of its time; how many that were."""
    now = timezone.now()
    is_old = Q(handled_at__lt=now - THE_REST_IS_KEPT)
    is_old |= Q(state=VisitorMessage.State.SPAM, handled_at__lt=now - SPAM_IS_KEPT)
    number, _models = VisitorMessage.objects.filter(is_old).delete()
    return number
