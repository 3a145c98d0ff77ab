"""Accounts for tests, and the apps that make their codes."""

import time
from itertools import count

from django.contrib.auth.models import Group, User
from django_otp.oath import TOTP

from partnerkit.desk import second_factor

PASSWORD = "a long enough password"
numbers = count(1)


def make_account(name=None, *roles, **fields):
    """Somebody with a password who may enter the desk."""
    name = name or f"curator-{next(numbers)}"
    fields = {"is_staff": True, "password": PASSWORD} | fields
    user = User.objects.create_user(name, **fields)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


class Phone:
    """An app that makes codes. Each call gives a code that was not used before."""

    def __init__(self, secret):
        self.clock = TOTP(bytes.fromhex(secret))
        self.steps_ahead = -1

    def code(self):
        self.steps_ahead += 1
        self.clock.time = time.time() + 30 * self.steps_ahead
        return f"{self.clock.token():06}"


def set_up_phone(user):
    """The phone, and the recovery codes."""
    secret = second_factor.new_secret()
    phone = Phone(secret)
    _device, codes = second_factor.set_up_app(user, secret, phone.code())
    return phone, codes


def sign_in(client, user, code="", *, password=PASSWORD, at="/admin/login/", **more):
    sent = {"username": user.get_username(), "password": password, "code": code, **more}
    return client.post(at, sent)
