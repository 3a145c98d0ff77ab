"""The preview of an entry: its public page before it is published, at a signed address."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from partnerships.models import Example, Guide
from partnerships.views import example_page, role_page, topic_page
from resources.models import Organization, Resource
from resources.publishing.previews import parse_preview_token
from resources.views import organization_page, resource_page
from resources.web.views import read_only


def guide_page(request, guide):
    """The page of a guide to a topic or to a role."""
    if guide.is_about_topic:
        return topic_page(request, guide.term, guide)
    return role_page(request, guide)


PAGE_VIEWS = {
    Resource: resource_page,
    Guide: guide_page,
    Example: example_page,
    Organization: organization_page,
}


@read_only
def entry_preview(request, token):
    """The page that a signed token leads to. No cache and no search engine may store it."""
    response = previewed_page(request, token)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


def previewed_page(request, token):
    """The page of the entry.

    It is 410 once the token has expired, and a redirect once the entry is published.
    """
    found = parse_preview_token(token)
    if found is None:
        raise Http404
    model, key, until = found
    if until <= timezone.now():
        return render(request, "preview_ended.html", status=410)
    entry = model.objects.for_page().filter(pk=key).first()
    if entry is None:
        raise Http404
    if entry.has_page:
        return redirect(entry.get_absolute_url())
    request.preview_until = until
    return PAGE_VIEWS[model](request, entry)
