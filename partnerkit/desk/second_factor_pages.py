"""The pages of one's own second factor: set it up, renew codes, remove it."""

from base64 import b32encode

import django_otp
import segno
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from . import second_factor
from .credentials import CodeInput

SET_UP_SALT = "secret of an app that is being set up"
ONE_HOUR = 60 * 60
WRONG_CODE = gettext_lazy(
    "That is not the code the app shows now. Wait for the next, and try again."
)


class SetUpForm(forms.Form):
    """`secret` is signed for its user: nothing is stored before the code is right."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=30, widget=CodeInput())
    secret = forms.CharField(widget=forms.HiddenInput, max_length=300)

    def __init__(self, user, data=None):
        self.user = user
        super().__init__(data)

    def clean_secret(self):
        try:
            signed = self.cleaned_data["secret"]
            owner, secret = signing.loads(signed, salt=SET_UP_SALT, max_age=ONE_HOUR)
        except signing.BadSignature:
            owner = None
        if owner != self.user.pk:
            raise ValidationError(_("The key was shown too long ago. Here is another one."))
        return secret


class ProofForm(forms.Form):
    """Asks for password and code again, in case somebody else sits there."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(label=gettext_lazy("Code"), max_length=30, widget=CodeInput())

    def __init__(self, request, data=None):
        self.request = request
        super().__init__(data)

    def clean(self):
        password, code = self.cleaned_data.get("password"), self.cleaned_data.get("code")
        if password and code:
            name = self.request.user.get_username()
            if not authenticate(self.request, username=name, password=password, token=code):
                raise ValidationError(
                    _("That password or code is not right. A code works once: wait for the next.")
                )
        return self.cleaned_data


@csrf_protect
@sensitive_post_parameters("code", "secret")
def overview(request):
    app = second_factor.app_of(request.user)
    if app:
        return second_factor_page(request, app=app, form=ProofForm(request))
    if request.method == "POST":
        form = SetUpForm(request.user, request.POST)
        if form.is_valid():
            return activate(request, form)
        return set_up_page(request, form)
    return set_up_page(request, SetUpForm(request.user))


def activate(request, form):
    secret = form.cleaned_data["secret"]
    result = second_factor.set_up_app(request.user, secret, form.cleaned_data["code"])
    if not result:
        form.add_error("code", WRONG_CODE)
        return set_up_page(request, form)
    device, codes = result
    request.session.cycle_key()
    django_otp.login(request, device)
    log_account_change(request, _("Set up the second step of signing in."))
    return second_factor_page(request, codes=codes)


def set_up_page(request, form):
    """The page with the key to scan or type: the same while it is valid, else new."""
    secret = getattr(form, "cleaned_data", {}).get("secret") or second_factor.new_secret()
    app = second_factor.unsaved_app(request.user, secret)
    key = b32encode(app.bin_key).decode()
    return second_factor_page(
        request,
        form=form,
        picture=qr_code(app.config_url),
        key=" ".join(key[i : i + 4] for i in range(0, len(key), 4)),
        signed_secret=signing.dumps([request.user.pk, secret], salt=SET_UP_SALT),
        is_required=second_factor.is_required_of(request.user),
    )


def qr_code(address):
    """A QR code as SVG. It is dark on light in every theme, as cameras expect."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(dark="#000", light="#fff", border=4, omitsize=True)
    return mark_safe(svg)  # noqa: S308 - drawn by segno, without any text of a user


@require_POST
@csrf_protect
@sensitive_post_parameters("password", "code")
def renew_codes(request):
    form = ProofForm(request, request.POST)
    app = second_factor.app_of(request.user)
    if not app:
        return redirect("admin:second_factor")
    if not form.is_valid():
        return second_factor_page(request, app=app, form=form)
    log_account_change(request, _("Made new recovery codes."))
    return second_factor_page(request, codes=second_factor.renew_recovery_codes(request.user))


@require_POST
@csrf_protect
@sensitive_post_parameters("password", "code")
def remove_second_factor(request):
    form = ProofForm(request, request.POST)
    app = second_factor.app_of(request.user)
    if app and not form.is_valid():
        return second_factor_page(request, app=app, form=form)
    if second_factor.delete_second_factor(request.user):
        log_account_change(request, _("Removed the second step of signing in."))
        messages.success(request, _("The second step is removed: your password is enough again."))
    return redirect("admin:second_factor")


def second_factor_page(request, **context):
    context |= {
        **admin.site.each_context(request),
        "title": _("Second step of signing in"),
        "codes_left": second_factor.recovery_codes_left(request.user),
    }
    return render(request, "admin/second_factor.html", context)


def log_account_change(request, what):
    """Note a change in the account's history."""
    admin.site.get_model_admin(User).log_change(request, request.user, what)
