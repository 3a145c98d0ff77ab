"""Public pages that take or show a message.

They set no cookie, and the page cache does not keep them.
"""

from functools import wraps

from django.db import DatabaseError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from resources.models import SenderCount, VisitorMessage
from resources.web.views import read_only, unknown_parameter_notices

from . import rate_limits
from .form_tokens import is_same_site
from .forms import ProblemForm, SuggestionForm
from .receive import has_same_content, receive
from .reference_numbers import parse_reference_number, url_form

MAX_PREFILL = 200  # characters: as long as a search may be


def form_page(view):
    """Decorator for a page with a form.

    Shared caches do not keep it, because each copy of the form has its own form token. Django's
    CSRF check is off, because there is no session to protect (see form_tokens.py).
    """
    fresh = cache_control(private=True, no_cache=True)(view)
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(fresh))


def noindex(view):
    """Decorator: tells search engines not to list the page."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer


@form_page
def suggest(request):
    """Suggest a resource. The parameter `words` is a search that found nothing."""
    words = request.GET.get("words", "")[:MAX_PREFILL]
    context = {"parameter_notices": unknown_parameter_notices(request.GET, known=["words"])}
    return handle_form(request, "suggest", SuggestionForm, initial={"text": words}, context=context)


@form_page
def problem(request):
    """Report a problem with the site, or with anything that has no page of its own."""
    return handle_form(request, "problem", ProblemForm)


def problem_view(entries, current_slug, key="slug"):
    """A view to report a problem with one entry of `entries()`, a queryset.

    `key` is the lookup of the slug in the address. `current_slug(slug)` finds the current slug of
    an entry that had another one. The view shows the form at the old address instead of
    redirecting, so that a text typed while the slug changed is not lost.
    """

    @noindex
    @form_page
    def report(request, slug):
        entry = entries().filter(**{key: slug}).first()
        entry = entry or get_object_or_404(entries(), **{key: current_slug(slug)})
        context = {"entry": entry, "name": str(entry)}
        return handle_form(request, "problem", ProblemForm, entry=entry, context=context)

    return report


def handle_form(request, template, form_class, *, entry=None, initial=None, context=None):
    """Show the form. On POST, store the message and redirect to its page.

    A form that cannot be stored is shown again with everything typed and the reason.
    """
    options = {"language": get_language(), "entry": entry}
    if request.method != "POST":
        form, status = form_class(initial=initial, **options), 200
    elif rate_limits.is_body_too_large(request):
        return render(request, "resources/messages/too_long.html", status=413)
    else:
        form = form_class(request.POST, **options)
        message, status = submit(request, form)
        if message:
            return redirect("resources:message", url_form(message.reference_number))
    context = {**(context or {}), "form": form}
    return render(request, f"resources/messages/{template}.html", context, status=status)


def submit(request, form):
    """(stored message, HTTP status). The message is None if the form has an error."""
    if not is_same_site(request):
        why = _("This came from another site. Please read it, and send it from here.")
        return reject(form, 403, why)
    if not form.is_valid():
        return None, 422
    try:
        return store_once(request, form)
    except DatabaseError:
        why = _("We could not keep it just now. Please try again in a minute.")
        return reject(form, 503, why)


def store_once(request, form):
    """Store the message unless it was submitted before. Returns the same as `submit`."""
    message = form.instance
    stored = VisitorMessage.objects.filter(form_nonce=message.form_nonce).first()
    if not stored:
        if why := rate_limit_message(request):
            return reject(form, 429, why)
        stored = receive(request, message)
    if has_same_content(stored, message):
        return stored, 302
    why = _("What you sent before has arrived: %(reference)s. To send this too, send it once more.")
    return reject(form, 409, why % {"reference": stored.display_number}, field="form_token")


def reject(form, status, why, field=None):
    form.add_error(field, why)
    return None, status


def rate_limit_message(request):
    """The reason why no message is taken now, for the visitor. Empty if one is."""
    if rate_limits.is_daily_limit_reached(request, SenderCount.Action.MESSAGE):
        return _(
            "Many messages came from your internet connection today. Please come back tomorrow."
        )
    if rate_limits.is_hourly_limit_reached():
        return _("Many messages are coming in right now. Please send this again in an hour.")
    return ""


@noindex
@never_cache
@read_only
def look_up(request):
    """Redirect from a typed reference number to its message."""
    typed = request.GET.get("reference", "")
    if number := parse_reference_number(typed):
        return redirect("resources:message", url_form(number))
    context = {
        "typed": typed,
        "parameter_notices": unknown_parameter_notices(request.GET, known=["reference"]),
    }
    return render(request, "resources/messages/look_up.html", context)


@noindex
@never_cache
@read_only
def message(request, reference):
    """State of a message and the answer to it.

    Wrong reference numbers are counted, so that nobody can try them all.
    """
    wrong_number = SenderCount.Action.WRONG_NUMBER
    if rate_limits.is_daily_limit_reached(request, wrong_number):
        return render(request, "resources/messages/look_up.html", {"is_enough": True}, status=429)
    number = parse_reference_number(reference)
    found = VisitorMessage.objects.by_reference_number(number).first() if number else None
    if found:
        return render(request, "resources/messages/message.html", message_context(found))
    if number:
        rate_limits.count_action(request, wrong_number)
    context = {"typed": reference, "is_unknown": True}
    return render(request, "resources/messages/look_up.html", context, status=404)


def message_context(found):
    """Template context of a message's page. It names the entry only if that is public."""
    entry = found.entry if found.entry and found.entry.has_page else None
    return {"message": found, "about": entry, "name": str(entry) if entry else ""}
