"""A curator's own second factor: set it up, make new recovery codes, remove it."""

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

SALT = "secret of an app that is being set up"
ONE_HOUR = 60 * 60
WRONG = gettext_lazy("That is not the code the app shows now. Wait for the next, and try again.")


class SetUpForm(forms.Form):
    """`secret` is sealed for its owner, so that nothing is stored before the code is right."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=30, widget=CodeInput())
    secret = forms.CharField(widget=forms.HiddenInput, max_length=300)

    def __init__(self, user, data=None):
        self.user = user
        super().__init__(data)

    def clean_secret(self):
        try:
            sealed = self.cleaned_data["secret"]
            owner, secret = signing.loads(sealed, salt=SALT, max_age=ONE_HOUR)
        except signing.BadSignature:
            owner = None
        if owner != self.user.pk:
            raise ValidationError(_("The key was shown too long ago. Here is another one."))
        return secret


class ProofForm(forms.Form):
    """Asks for password and code again, for what somebody at an unlocked desk must not do."""

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
        return show(request, app=app, form=ProofForm(request))
    if request.method == "POST":
        form = SetUpForm(request.user, request.POST)
        if form.is_valid():
            return take_into_use(request, form)
        return show_key(request, form)
    return show_key(request, SetUpForm(request.user))


def take_into_use(request, form):
    secret = form.cleaned_data["secret"]
    done = second_factor.set_up(request.user, secret, form.cleaned_data["code"])
    if not done:
        form.add_error("code", WRONG)
        return show_key(request, form)
    device, codes = done
    request.session.cycle_key()
    django_otp.login(request, device)
    note(request, _("Set up the second step of signing in."))
    return show(request, codes=codes)


def show_key(request, form):
    """The key to scan or type: the one shown before if it may still be used, else a new one."""
    secret = getattr(form, "cleaned_data", {}).get("secret") or second_factor.new_secret()
    app = second_factor.unsaved_app(request.user, secret)
    key = b32encode(app.bin_key).decode()
    return show(
        request,
        form=form,
        picture=picture_of(app.config_url),
        key=" ".join(key[i : i + 4] for i in range(0, len(key), 4)),
        sealed=signing.dumps([request.user.pk, secret], salt=SALT),
        is_required=second_factor.is_required_of(request.user),
    )


def picture_of(address):
    """A QR code: dark on light in every theme, for cameras expect that."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(dark="#000", light="#fff", border=4, omitsize=True)
    return mark_safe(svg)  # noqa: S308 - made of squares, not of anybody's text


@require_POST
@csrf_protect
@sensitive_post_parameters("password", "code")
def renew_codes(request):
    form = ProofForm(request, request.POST)
    app = second_factor.app_of(request.user)
    if not app or not form.is_valid():
        return show(request, app=app, form=form) if app else redirect("admin:second_factor")
    note(request, _("Made new recovery codes."))
    return show(request, codes=second_factor.renew_recovery_codes(request.user))


@require_POST
@csrf_protect
@sensitive_post_parameters("password", "code")
def remove(request):
    form = ProofForm(request, request.POST)
    app = second_factor.app_of(request.user)
    if app and not form.is_valid():
        return show(request, app=app, form=form)
    if second_factor.remove(request.user):
        note(request, _("Removed the second step of signing in."))
        messages.success(request, _("The second step is removed: your password is enough again."))
    return redirect("admin:second_factor")


def show(request, **context):
    context |= {
        **admin.site.each_context(request),
        "title": _("Second step of signing in"),
        "codes_left": second_factor.recovery_codes_left(request.user),
    }
    return render(request, "admin/second_factor.html", context)


def note(request, what):
    """For the account's history."""
    admin.site.get_model_admin(User).log_change(request, request.user, what)
