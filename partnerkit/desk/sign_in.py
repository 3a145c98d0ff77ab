"""The sign-in page, and the way back to a form sent without a session."""

from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from .credentials import SignInForm
from .resumed_posts import ResumedPost
from .second_factor import SecondFactorState, second_factor_state
from .sessions import BEGAN

QUARTER_OF_AN_HOUR = 15 * 60  # seconds, the same as AXES_COOLOFF_TIME


@never_cache
@sensitive_post_parameters("password", "code")
@csrf_protect
def sign_in(request):
    post = carried_post(request)
    if request.method != "POST":
        if admin.site.has_permission(request):
            return redirect(next_address(request))
        return sign_in_page(request, SignInForm(request))
    form = SignInForm(request, data=request.POST)
    if not form.is_valid():
        return sign_in_page(request, form, resumed_post=post)
    request.session.pop(BEGAN, None)
    login(request, form.get_user())
    request.session.clear_expired()
    return resume_page(request, post) if post else redirect(next_address(request))


def carried_post(request):
    """The form that the sign-in page carries along. None if it carries none."""
    return ResumedPost.from_signed(request.POST.get("resumed_post", ""))


def sign_in_page(request, form=None, *, status=200, **context):
    """The sign-in page. It may carry a `resumed_post`. `reason` names a notice."""
    post = context.get("resumed_post")
    form = form or SignInForm(request, initial={"username": post.opened_by if post else ""})
    context |= {
        **admin.site.each_context(request),
        "form": form,
        "next": next_address(request),
        "has_permission": False,
    }
    return render(request, "admin/login.html", context, status=status)


def next_address(request):
    """Where to go after signing in: the requested address if it belongs to the desk."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_desk_address(asked) else reverse("admin:index")


def is_desk_address(address):
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return False
    try:
        return resolve(urlsplit(address).path).app_name == "admin"
    except Resolver404:
        return False


def resume_page(request, post, *, status=200, reason="signed-out"):
    """Offer to send a form again. Anybody but its author learns only whose it is."""
    if not post.belongs_to(request.user):
        return sign_in_page(request, status=status, resumed_post=post, reason="of-another")
    if second_factor_state(request.user) is SecondFactorState.MUST_SET_UP:
        reason = "must-set-up"
    context = {**admin.site.each_context(request), "resumed_post": post, "reason": reason}
    return render(request, "admin/resume.html", context, status=status)


def locked_out(request, response, credentials):
    """The page that django-axes shows after too many wrong tries."""
    post = carried_post(request)
    answer = sign_in_page(request, status=429, resumed_post=post, reason="locked-out")
    answer.headers["Retry-After"] = str(QUARTER_OF_AN_HOUR)
    return answer


def explain_stale_form(request, reason=""):
    """Django's CSRF failure view. Usually somebody signed in again in another tab.

    A form of the desk is offered again. One that comes from another site is refused altogether,
    so that no click of a curator sends what a stranger wrote.
    """
    match = request.resolver_match
    if match.app_name != "admin" or not is_from_this_site(request):
        return render(request, "403_csrf.html", status=403)
    is_signing_in = match.url_name == "login"
    post = carried_post(request) if is_signing_in else ResumedPost.from_request(request)
    if not admin.site.has_permission(request):
        return sign_in_page(request, status=403, resumed_post=post, reason="stale")
    if post:
        return resume_page(request, post, status=403, reason="stale")
    if is_signing_in:
        return redirect(next_address(request))
    return render(request, "403_csrf.html", status=403)


def is_from_this_site(request):
    """False if the browser names another site, or an opaque one, as the form's origin."""
    source = request.headers.get("Origin") or request.headers.get("Referer")
    return source is None or urlsplit(source).netloc == request.get_host()
