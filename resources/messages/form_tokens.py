"""Signed form tokens: protection of the public forms without a cookie.

A cross-site request forgery abuses what a browser knows of its user: a session. Visitors have no
session, so Django's CSRF token, which is a cookie, would protect nothing, and it would break the
promise to set no cookies. Two checks prevent that others send in a visitor's name or by machine:

- Browsers name the site that a form comes from. `is_same_site` refuses any other site. A
  request without these headers is an old browser or a program, and the token still stops it.
- Every form carries a form token: a random nonce and the time, signed by us. Nobody can make one
  up. It is too young for the first few seconds, because a person needs longer to fill in a form,
  and too old after a day. A message stores its nonce, so that one form makes one message, however
  often it is sent.
"""

import secrets
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext as _

TOKEN_SIGNER = TimestampSigner(salt="resources.messages")
MIN_AGE = 3  # seconds. A person needs at least as long to fill in a form
MAX_AGE = 24 * 60 * 60  # seconds
SAME_SITE = ("same-origin", "none")  # "none": the browser itself sends a form again


def is_same_site(request):
    """False if a header names another site. True if no header names any."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in SAME_SITE
    origin = request.headers.get("Origin")
    return not origin or origin_host(origin) == request.get_host()


def origin_host(origin):
    """Host and port of an origin. Empty if it has none, as `null` of a sandboxed page."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def new_form_token():
    return TOKEN_SIGNER.sign(secrets.token_hex(16))


def read_nonce(token):
    """Check a form token and return its nonce.

    Raises ValidationError, worded for the visitor, if the token is forged, too young or too old.
    """
    try:
        nonce = TOKEN_SIGNER.unsign(token, max_age=MAX_AGE)
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
    if is_younger_than(MIN_AGE, token):
        raise ValidationError(
            _("That was very quick. Please wait a few seconds, then send it again."), code="quick"
        )
    return nonce


def is_younger_than(seconds, token):
    try:
        TOKEN_SIGNER.unsign(token, max_age=seconds)
    except SignatureExpired:
        return False
    return True
