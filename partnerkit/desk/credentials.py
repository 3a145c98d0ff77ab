"""The check of user name, password and second factor, all at once.

The error message is the same whatever is wrong, so nobody learns which names exist, or that a
password was right. Wrong tries are counted: see `AXES_ENABLED` in settings.py.
"""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from . import second_factor

LONGEST_NAME = 150  # characters, the length of the column


class DeskBackend(ModelBackend):
    """Checks the password and, if the account has one, the second factor."""

    def authenticate(self, request, username=None, password=None, token="", **kwargs):
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user and second_factor.app_of(user):
            user.otp_device = second_factor.verify(user, token)  # django_otp stores it at login
            return user if user.otp_device else None
        return user

    def user_can_authenticate(self, user):
        """Only active staff accounts may sign in."""
        return super().user_can_authenticate(user) and user.is_staff


class CodeInput(forms.TextInput):
    """An input for an app's code or a recovery code, which browsers may fill in."""

    def __init__(self):
        plain = {"autocapitalize": "none", "spellcheck": "false", "maxlength": 30}
        super().__init__(attrs={"autocomplete": "one-time-code", **plain})


class SignInForm(AdminAuthenticationForm):
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=30,
        widget=CodeInput(),
        help_text=_(
            "From your app, or a recovery code. Leave it empty if you have not set one up."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(MaxLengthValidator(LONGEST_NAME))

    @sensitive_variables()
    def clean(self):
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username and password:
            code = self.cleaned_data.get("code", "")
            self.user_cache = authenticate(
                self.request, username=username, password=password, token=code
            )
            if self.user_cache is None:
                raise self.get_invalid_login_error()
        return self.cleaned_data

    def get_invalid_login_error(self):
        return ValidationError(
            _(
                "That name, password or code is not right. Capital letters matter. A code works"
                " once: after a wrong try, wait for the app to show the next one."
            ),
            code="invalid_login",
        )
