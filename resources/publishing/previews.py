"""Signed links to previews of unpublished entries. They open for anybody.

A link expires after a week.
"""

from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

PREVIEW_LIFETIME = timedelta(days=7)


def preview_signer():
    return Signer(salt="partnerkit.preview")


def preview_url(entry):
    """A new link to the preview of `entry`, in the active language."""
    until = int((timezone.now() + PREVIEW_LIFETIME).timestamp())
    token = preview_signer().sign_object([entry._meta.label_lower, entry.pk, until])
    return reverse("preview", args=[token])


def parse_preview_token(token):
    """(model, key, expiry) of a token that we signed, even if expired. Else None."""
    try:
        label, key, until = preview_signer().unsign_object(token)
    except BadSignature:
        return None
    return apps.get_model(label), key, datetime.fromtimestamp(until, UTC)
