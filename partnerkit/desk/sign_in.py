"""The one page on which curators sign in, and what becomes of text sent by who was signed out."""

from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from . import second_factor
from .credentials import SignInForm
from .kept_text import KeptText
from .sessions import BEGAN

QUARTER_OF_AN_HOUR = 15 * 60  # as AXES_COOLOFF_TIME says


@never_cache
@sensitive_post_parameters("password", "code")
@csrf_protect
def sign_in(request):
    kept = kept_by(request)
    if request.method != "POST":
        if admin.site.has_permission(request):
            return redirect(next_address(request))
        return page(request, SignInForm(request))
    form = SignInForm(request, data=request.POST)
    if not form.is_valid():
        return page(request, form, kept=kept)
    request.session.pop(BEGAN, None)
    login(request, form.get_user())
    request.session.clear_expired()
    return resume(request, kept) if kept else redirect(next_address(request))


def kept_by(request):
    """The text that the sign-in page carries."""
    return KeptText.unsealed(request.POST.get("kept", ""))


def page(request, form=None, *, status=200, **context):
    """The sign-in page. `kept` is text to offer after signing in; `reason` names a notice."""
    kept = context.get("kept")
    form = form or SignInForm(request, initial={"username": kept.typist if kept else ""})
    context |= {
        **admin.site.each_context(request),
        "form": form,
        "next": next_address(request),
        "has_permission": False,
    }
    return render(request, "admin/login.html", context, status=status)


def next_address(request):
    """Where to go after signing in: the address asked for if it is one of the desk's own."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_of_the_desk(asked, request) else reverse("admin:index")


def is_of_the_desk(address, request):
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return False
    try:
        return resolve(urlsplit(address).path).app_name == "admin"
    except Resolver404:
        return False


def resume(request, kept, *, status=200, reason="signed-out"):
    """Offer to send again what was typed, to whom it belongs; anybody else learns whose it is."""
    if not kept.is_of(request.user):
        return page(request, status=status, kept=kept, reason="of-another")
    if second_factor.standing(request.user) is second_factor.Standing.MUST_SET_UP:
        reason = "must-set-up"
    context = {**admin.site.each_context(request), "kept": kept, "reason": reason}
    return render(request, "admin/resume.html", context, status=status)


def locked_out(request, response, credentials):
    """In place of `response`, after too many wrong tries."""
    answer = page(request, status=429, kept=kept_by(request), reason="locked-out")
    answer.headers["Retry-After"] = str(QUARTER_OF_AN_HOUR)
    return answer


def explain_stale_form(request, reason=""):
    """A form without this session's token: most often somebody signed in again in another tab.

    One that comes from another site is refused whole: a click shall not send what a stranger wrote.
    """
    match = request.resolver_match
    if match.app_name != "admin" or not is_from_here(request):
        return render(request, "403_csrf.html", status=403)
    is_signing_in = match.url_name == "login"
    kept = kept_by(request) if is_signing_in else KeptText.of(request)
    if not admin.site.has_permission(request):
        return page(request, status=403, kept=kept, reason="stale")
    if kept:
        return resume(request, kept, status=403, reason="stale")
    if is_signing_in:
        return redirect(next_address(request))
    return render(request, "403_csrf.html", status=403)


def is_from_here(request):
    """Browsers name the site whose form they send."""
    source = request.headers.get("Origin") or request.headers.get("Referer")
    return source is None or urlsplit(source).netloc == request.get_host()
