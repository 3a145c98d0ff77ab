"""Forms that need no cookie, and still take nothing from elsewhere.

A cross-site request forgery uses what a browser knows of its user: a session. Visitors have none,
so the usual token, which is a cookie, would protect nothing and cost the promise not to set any.
What is left to prevent is that others send in the visitor's name, or by machine:

- A browser says from which site a form comes. `comes_from_here` refuses any other site; what
  says nothing is no browser of today, or a program, and gets no further than the stamp.
- Every form carries a stamp: random digits and the moment, signed by us. It cannot be made up, is
  too young for a few seconds, because a person needs longer, and too old after a day. A message
  keeps the digits of its stamp, so that one form makes one message, however often it is sent.
"""

import secrets
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext as _

SIGNER = TimestampSigner(salt="resources.messages")
QUICKEST = 3  # seconds a person needs at least to fill in a form
ONE_DAY = 24 * 60 * 60
OWN_PAGES = ("same-origin", "none")  # "none": the browser itself sends a form again


def comes_from_here(request):
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in OWN_PAGES
    origin = request.headers.get("Origin")
    return not origin or host_of_origin(origin) == request.get_host()


def host_of_origin(origin):
    """The host and port of an origin; empty if it is none, as that of a sandboxed page, `null`."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def new_stamp():
    return SIGNER.sign(secrets.token_hex(16))


def digits_of(stamp):
    """The random part of a stamp. Raises ValidationError, in words for the visitor."""
    try:
        digits = SIGNER.unsign(stamp, max_age=ONE_DAY)
    except SignatureExpired:
        raise ValidationError(
            _("This page was open for more than a day. Nothing is lost: please send it again."),
            code="old",
        ) from None
    except BadSignature:
        raise ValidationError(
            _("Something went wrong with this form. Nothing is lost: please send it again."),
            code="strange",
        ) from None
    if is_younger_than(QUICKEST, stamp):
        raise ValidationError(
            _("That was very quick. Please wait a few seconds, then send it again."), code="quick"
        )
    return digits


def is_younger_than(seconds, stamp):
    try:
        SIGNER.unsign(stamp, max_age=seconds)
    except SignatureExpired:
        return False
    return True
