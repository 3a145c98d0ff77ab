"""Public pages that take a message. They set no cookie, and are not kept in memory."""

from functools import wraps

from django.db import DatabaseError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from resources.models import SenderCount, VisitorMessage
from resources.web.views import notices_of_unread, read_only

from . import rate_limits
from .form_tokens import comes_from_here
from .forms import ProblemForm, SuggestionForm
from .receiving import receive, says_the_same
from .reference_numbers import read_reference, written

LONGEST_PREFILL = 200  # as long as a search may be


def form_page(view):
    """A page with a form of its own stamp: fresh for everybody, and no session to protect."""
    fresh = cache_control(private=True, no_cache=True)(view)
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(fresh))


def unlisted(view):
    """Not for search engines."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer


@form_page
def suggest(request):
    """Its parameter `words` is what somebody searched for in vain."""
    words = request.GET.get("words", "")[:LONGEST_PREFILL]
    context = {"unread": notices_of_unread(request.GET, known=["words"])}
    return converse(request, "suggest", SuggestionForm, initial={"text": words}, context=context)


@form_page
def problem(request):
    """Something wrong with the site, or with what has no page of its own."""
    return converse(request, "problem", ProblemForm)


def problem_with(entries, todays_slug, key="slug"):
    """A view to report what is wrong with one of `entries()`, named by its slug.

    `todays_slug` finds the one of today of an entry that had another: what somebody typed on a
    page that was open while the slug changed is not lost by leading on to a new address.
    """

    @unlisted
    @form_page
    def report(request, slug):
        entry = entries().filter(**{key: slug}).first()
        entry = entry or get_object_or_404(entries(), **{key: todays_slug(slug)})
        context = {"entry": entry, "name": str(entry)}
        return converse(request, "problem", ProblemForm, entry=entry, context=context)

    return report


def converse(request, template, form_class, *, entry=None, initial=None, context=None):
    """Show the form; take what was typed, or show the form again with all of it and say why."""
    options = {"language": get_language(), "entry": entry}
    if request.method != "POST":
        form, status = form_class(initial=initial, **options), 200
    elif rate_limits.is_too_large(request):
        return render(request, "resources/messages/too_long.html", status=413)
    else:
        form = form_class(request.POST, **options)
        message, status = send(request, form)
        if message:
            return redirect("resources:message", written(message.reference))
    context = {**(context or {}), "form": form}
    return render(request, f"resources/messages/{template}.html", context, status=status)


def send(request, form):
    """(the message that is kept now, status); None instead of it where the form says why not."""
    if not comes_from_here(request):
        why = _("This came from another site. Please read it, and send it from here.")
        return refused(form, 403, why)
    if not form.is_valid():
        return None, 422
    try:
        return keep(request, form)
    except DatabaseError:
        why = _("We could not keep it just now. Please try again in a minute.")
        return refused(form, 503, why)


def keep(request, form):
    message = form.instance
    kept = VisitorMessage.objects.filter(stamp=message.stamp).first()
    if not kept:
        if why := refusal_of(request):
            return refused(form, 429, why)
        kept = receive(request, message)
    if says_the_same(kept, message):
        return kept, 302
    why = _("What you sent before has arrived: %(reference)s. To send this too, send it once more.")
    return refused(form, 409, why % {"reference": kept.spoken_reference}, field="stamp")


def refused(form, status, why, field=None):
    form.add_error(field, why)
    return None, status


def refusal_of(request):
    """Why nothing more is taken now, in words; empty if it is."""
    if rate_limits.has_had_enough(request, SenderCount.Deed.MESSAGE):
        return _(
            "Many messages came from your internet connection today. Please come back tomorrow."
        )
    if rate_limits.is_queue_full():
        return _("Many messages are coming in right now. Please send this again in an hour.")
    return ""


@unlisted
@never_cache
@read_only
def look_up(request):
    """Lead a typed reference to its message."""
    typed = request.GET.get("reference", "")
    if reference := read_reference(typed):
        return redirect("resources:message", written(reference))
    context = {"typed": typed, "unread": notices_of_unread(request.GET, known=["reference"])}
    return render(request, "resources/messages/look_up.html", context)


@unlisted
@never_cache
@read_only
def message(request, reference):
    """What became of a message. Wrong references are counted, so that nobody tries them all."""
    if rate_limits.has_had_enough(request, SenderCount.Deed.WRONG_REFERENCE):
        return render(request, "resources/messages/look_up.html", {"is_enough": True}, status=429)
    digits = read_reference(reference)
    found = VisitorMessage.objects.of_reference(digits).first() if digits else None
    if found:
        return render(request, "resources/messages/message.html", about(found))
    if digits:
        rate_limits.count(request, SenderCount.Deed.WRONG_REFERENCE)
    context = {"typed": reference, "is_unknown": True}
    return render(request, "resources/messages/look_up.html", context, status=404)


def about(found):
    """What a message's page shows; of the entry only what is public anyway."""
    entry = found.entry if found.entry and found.entry.has_page else None
    return {"message": found, "about": entry, "name": str(entry) if entry else ""}
