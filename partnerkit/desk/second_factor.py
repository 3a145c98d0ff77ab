"""The second factor: codes from an app, ten recovery codes, and whom a role obliges to have them.

An account has at most one app (TOTPDevice); its recovery codes (StaticDevice) come and go with it.
"""

import secrets
from base64 import b32encode
from enum import Enum

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from partnerkit.models import RequiredSecondFactor
from partnerkit.set_up import UNMISTAKABLE

NUMBER_OF_RECOVERY_CODES = 10
DIGITS = 6


class Standing(Enum):
    """How far somebody who has given a password has come."""

    COMPLETE = "may enter"
    MUST_PROVE = "has a second factor, and did not give it in this session"
    MUST_SET_UP = "needs a second factor, and has none"


def standing(user):
    if getattr(user, "otp_device", None):  # what this session was proved with
        return Standing.COMPLETE
    if app_of(user):
        return Standing.MUST_PROVE
    return Standing.MUST_SET_UP if is_required_of(user) else Standing.COMPLETE


def app_of(user):
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_required_of(user):
    """By one of the user's roles. A superuser may what any role may, and so owes it with any."""
    required = RequiredSecondFactor.objects.all()
    return (required if user.is_superuser else required.filter(group__user=user)).exists()


def new_secret():
    """The secret of an app that is not set up yet, in the hexadecimal digits that are stored."""
    return secrets.token_hex(20)


def unsaved_app(user, secret):
    return TOTPDevice(user=user, key=secret, name="app", digits=DIGITS)


def set_up(user, secret, code):
    """Take the app with `secret` into use. Its device and new recovery codes; None if the code is
    not the app's, or there is an app already.
    """
    clock = TOTP(bytes.fromhex(secret), digits=DIGITS)
    code = plain(code)
    if not is_from_app(code) or not clock.verify(int(code), tolerance=1):
        return None
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=user.pk)  # one after the other
        if app_of(user):
            return None
        device = unsaved_app(user, secret)
        device.last_t = clock.t()  # no code opens twice
        device.save()
        return device, renew_recovery_codes(user)


def renew_recovery_codes(user):
    """Ten new codes, in place of those there were. They are stored so that none can be read."""
    codes = [readable_code() for _ in range(NUMBER_OF_RECOVERY_CODES)]
    with transaction.atomic():
        device, _is_new = StaticDevice.objects.get_or_create(user=user, name="recovery codes")
        device.token_set.all().delete()
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=sealed(plain(code))) for code in codes
        )
    return codes


def readable_code():
    """Ten characters, 49 bits."""
    return "-".join("".join(secrets.choice(UNMISTAKABLE) for _ in range(5)) for _ in range(2))


def recovery_codes_left(user):
    return StaticToken.objects.filter(device__user=user).count()


def remove(user):
    """Take the second factor away. Whether there was one."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        removed, _by_model = TOTPDevice.objects.filter(user=user).delete()
    return removed > 0


def verify(user, code):
    """The device that `code` proves, else None. A code works once; wrong ones slow the next."""
    code = plain(code)
    model, token = (TOTPDevice, code) if is_from_app(code) else (StaticDevice, sealed(code))
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        return device if device and device.verify_token(token) else None


def plain(code):
    """A code as it is checked, however it was typed."""
    return "".join(code.lower().replace("-", "").split())


def is_from_app(code):
    return len(code) == DIGITS and code.isascii() and code.isdecimal()


def sealed(code):
    """What is stored of a recovery code: 16 characters, as many as the column holds."""
    return b32encode(salted_hmac("recovery code", code).digest()[:10]).decode()
