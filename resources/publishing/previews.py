"""Links to an entry that is not published yet: signed, to be shared, and good for some days."""

from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

LASTS = timedelta(days=7)


def signer():
    return Signer(salt="partnerkit.preview")


def preview_address(entry):
    """A new link to the preview of `entry`, in the active language."""
    until = int((timezone.now() + LASTS).timestamp())
    token = signer().sign_object([entry._meta.label_lower, entry.pk, until])
    return reverse("preview", args=[token])


def read(token):
    """(model, key, until) of a link we made, also of one that has ended; None of any other."""
    try:
        label, key, until = signer().unsign_object(token)
    except BadSignature:
        return None
    return apps.get_model(label), key, datetime.fromtimestamp(until, UTC)
