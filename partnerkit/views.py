"""Pages that belong to no app: home, about the site, errors, health."""

from django.db import DatabaseError, connection
from django.db.models import Count, Q
from django.db.models.functions import Length
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from partnerships.models import Example, Guide, KitListing, Quotation, ThingToSay
from partnerships.topic_groups import topic_groups
from partnerships.views import fate_counts
from resources.models import Organization, Resource, Status
from resources.web.views import public_page, read_only

from .desk.permission_denied import desk_permission_denied

# Topics whose second line suits any visitor: ask for an interpreter, ask what a partner needs.
TOPICS_WITH_LINES = ["families", "how-to-form-partnerships"]


@public_page
def home(request):
    published = Resource.objects.published()
    listed = KitListing.objects.listed().values_list("fate", flat=True)
    roles = Guide.objects.published().roles().for_links().prefetch_related("first_steps")
    context = {
        "total": published.count(),
        "packet": most_recommended_packet(),
        "roles": roles,
        "groups": topic_groups()[:2],
        "steps": [role.first_steps.all()[0] for role in roles[:3] if role.first_steps.all()],
        "lines_to_say": lines_to_say(),
        "quotation": Quotation.objects.order_by(Length("text_en"), "pk").first(),
        "examples": Example.objects.published().for_cards().newest_first()[:3],
        "reviewed": published.exclude(reviewed_on=None).for_cards().order_by("-reviewed_on")[:3],
        "newest": published.exclude(year=None)
        .exclude(recommendations=None)
        .for_cards()
        .order_by("-listed_on", "-year", "slug")[:3],
        "fates": fate_counts(listed),
        "listed_count": len(listed),
    }
    return render(request, "home.html", context)


def most_recommended_packet():
    """(resource, recommendations): the resource of which most guides recommend a part, or None."""
    numbered = Q(
        recommendations__locator_en__regex=r"\d",
        recommendations__guide__status=Status.PUBLISHED,
    )
    guides = Count("recommendations__guide", distinct=True, filter=numbered)
    resources = Resource.objects.published().alias(guides=guides).filter(guides__gt=0)
    resource = resources.order_by("-guides", "slug").with_flags().first()
    if resource is None:
        return None
    flagged = [r for r in resource.recommendations.all() if r.locator and r.guide.has_page]
    return resource, flagged


def lines_to_say():
    """The second line to say of each topic in TOPICS_WITH_LINES."""
    return ThingToSay.objects.filter(
        guide__status=Status.PUBLISHED, order=2, guide__term__slug__in=TOPICS_WITH_LINES
    )


@public_page
def about(request):
    counts = {
        "resources": Resource.objects.published().count(),
        "closed": Resource.objects.filter(status=Status.CLOSED).count(),
        "organizations": Organization.objects.published().count(),
        "examples": Example.objects.published().count(),
        "reviewed": Resource.objects.published().exclude(reviewed_on=None).count(),
        "checked": Resource.objects.published().exclude(link_checked_at=None).count(),
    }
    return render(request, "about.html", {"counts": counts})


@public_page
def accessibility(request):
    return render(request, "accessibility.html")


@public_page
def privacy(request):
    return render(request, "privacy.html")


@read_only
def robots(request):
    """robots.txt: robots may read all public pages, but no filtered lists, which are endless."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /es/admin/", "Disallow: /*?"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@never_cache
@read_only
def healthz(request):
    """Answers 200 if the process works."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@read_only
def readyz(request):
    """Answers 200 if the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(
            "the database does not answer\n", status=503, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    match = request.resolver_match
    if match and "admin" in match.app_names:
        return desk_permission_denied(request, exception)
    return render(request, "403.html", status=403)


def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    return render(request, "500.html", status=500)
