"""Stores messages of visitors, each form once, and deletes old messages."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from resources.models import SenderCount, VisitorMessage

from . import rate_limits
from .reference_numbers import new_reference_number

# Both count from the decision. The sender can read the answer that long.
SPAM_RETENTION = timedelta(days=30)
RETENTION = timedelta(days=365)


def receive(request, message):
    """Store `message`, unsaved, under a new reference number.

    Returns the stored message with the same form nonce: this one, or the one that an earlier
    submission of the same form has stored.
    """
    with transaction.atomic():
        delete_old_messages()
        content = {f.attname: getattr(message, f.attname) for f in content_fields(message)}
        stored, is_new = VisitorMessage.objects.get_or_create(
            form_nonce=message.form_nonce,
            defaults={**content, "reference_number": new_reference_number()},
        )
        if is_new:
            rate_limits.count_action(request, SenderCount.Action.MESSAGE)
    return stored


def content_fields(message):
    keys = ("id", "form_nonce", "reference_number")
    return [field for field in message._meta.concrete_fields if field.name not in keys]


def has_same_content(message, other):
    content = ("kind", "text", "why", "title", "content_type_id", "object_id")
    return all(getattr(message, name) == getattr(other, name) for name in content)


def delete_old_messages():
    """Delete messages whose retention has ended. Returns how many there were."""
    now = timezone.now()
    is_old = Q(handled_at__lt=now - RETENTION)
    is_old |= Q(state=VisitorMessage.State.SPAM, handled_at__lt=now - SPAM_RETENTION)
    number, _models = VisitorMessage.objects.filter(is_old).delete()
    return number
