"""The second factor: codes from an app, recovery codes, and who needs them.

An account has at most one app (TOTPDevice). Its recovery codes (StaticDevice) are made when the
app is set up and deleted with it.
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

from partnerkit.bootstrap import UNAMBIGUOUS
from partnerkit.models import RequiredSecondFactor

NUMBER_OF_RECOVERY_CODES = 10
CODE_DIGITS = 6


class SecondFactorState(Enum):
    """What is still missing after somebody signed in with a password."""

    COMPLETE = "may enter"
    MUST_PROVE = "has a second factor, and did not give it in this session"
    MUST_SET_UP = "needs a second factor, and has none"


def second_factor_state(user):
    if getattr(user, "otp_device", None):  # the device that this session was proved with
        return SecondFactorState.COMPLETE
    if app_of(user):
        return SecondFactorState.MUST_PROVE
    return SecondFactorState.MUST_SET_UP if is_required_of(user) else SecondFactorState.COMPLETE


def app_of(user):
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_required_of(user):
    """True if any of the user's roles requires it. For superusers, if any role does."""
    required = RequiredSecondFactor.objects.all()
    return (required if user.is_superuser else required.filter(group__user=user)).exists()


def new_secret():
    """A secret for an app that is not set up yet, in hexadecimal digits."""
    return secrets.token_hex(20)


def unsaved_app(user, secret):
    return TOTPDevice(user=user, key=secret, name="app", digits=CODE_DIGITS)


def set_up_app(user, secret, code):
    """Save the app with `secret`. Returns its device and new recovery codes.

    Returns None if `code` is not one the app shows now, or if the account has an app already.
    """
    clock = TOTP(bytes.fromhex(secret), digits=CODE_DIGITS)
    code = normalized_code(code)
    if not is_app_code(code) or not clock.verify(int(code), tolerance=1):
        return None
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=user.pk)  # one request at a time
        if app_of(user):
            return None
        device = unsaved_app(user, secret)
        device.last_t = clock.t()  # the code of the set-up signs nobody in
        device.save()
        return device, renew_recovery_codes(user)


def renew_recovery_codes(user):
    """Replace the recovery codes and return ten new ones. Only their hashes are stored."""
    codes = [new_recovery_code() for _ in range(NUMBER_OF_RECOVERY_CODES)]
    with transaction.atomic():
        device, _is_new = StaticDevice.objects.get_or_create(user=user, name="recovery codes")
        device.token_set.all().delete()
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=recovery_code_hash(normalized_code(code)))
            for code in codes
        )
    return codes


def new_recovery_code():
    """Ten characters that are easy to tell apart, 49 bits."""
    return "-".join("".join(secrets.choice(UNAMBIGUOUS) for _ in range(5)) for _ in range(2))


def recovery_codes_left(user):
    return StaticToken.objects.filter(device__user=user).count()


def delete_second_factor(user):
    """Delete the app and the recovery codes. Returns True if there was an app."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        removed, _by_model = TOTPDevice.objects.filter(user=user).delete()
    return removed > 0


def verify(user, code):
    """The device that `code` proves. None if it proves none.

    A code works once. Each wrong one makes django_otp wait longer before the next try.
    """
    code = normalized_code(code)
    is_of_app = is_app_code(code)
    model, token = (TOTPDevice, code) if is_of_app else (StaticDevice, recovery_code_hash(code))
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        return device if device and device.verify_token(token) else None


def normalized_code(code):
    """A typed code without spaces and hyphens, in lower case."""
    return "".join(code.lower().replace("-", "").split())


def is_app_code(code):
    return len(code) == CODE_DIGITS and code.isascii() and code.isdecimal()


def recovery_code_hash(code):
    """The stored form of a recovery code: 16 characters, the length of the column."""
    return b32encode(salted_hmac("recovery code", code).digest()[:10]).decode()
