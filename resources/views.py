from functools import partial

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from resources.directory.page import directory_page, render_page
from resources.directory.related import related_to
from resources.history.public import public_history
from resources.web.views import public_page, redirect_former_slugs

from .links import destinations
from .models import FormerSlug, LinkMonth, Organization, Resource, Status, Vocabulary
from .models.recommendations import recommendations

MONTHS_REPORTED = 12


@public_page
def resource_list(request):
    context, status = directory_page(request, _("Directory"))
    return HttpResponse(render_page(request, context), status=status)


@public_page
@redirect_former_slugs(partial(FormerSlug.objects.current_slug, Resource))
def resource_detail(request, slug):
    resources = Resource.objects.with_page().for_page()
    return resource_page(request, get_object_or_404(resources, slug=slug))


def resource_page(request, resource):
    """The page of a resource, or its tombstone."""
    made = recommendations().for_page(resource)
    context = {
        "resource": resource,
        "destination": destinations.resource_destination(resource),
        "flagged": [recommendation for recommendation in made if recommendation.locator],
        "unflagged": [recommendation for recommendation in made if not recommendation.locator],
        "facts": [
            (vocabulary, terms)
            for vocabulary in Vocabulary.objects.facets()
            if (terms := resource.terms_of(vocabulary.slug))
        ],
        "lines_to_say": recommendations().lines_to_say(made[0])[:2] if made else (),
        "related": related_to(resource),
        "history": public_history(resource),
    }
    template = "closed_resource" if resource.is_closed else "resource_detail"
    return render(request, f"resources/{template}.html", context)


@public_page
def link_report(request):
    months = list(LinkMonth.objects.order_by("-month")[:MONTHS_REPORTED])
    context = {
        "months": months,
        "latest": months[0] if months else None,
        "days": settings.LINK_CHECK_DAYS,
    }
    return render(request, "resources/link_report.html", context)


@public_page
def organization_list(request):
    listed = Count("resources", filter=Q(resources__status=Status.PUBLISHED))
    organizations = Organization.objects.published().select_related("kind", "region")
    context = {"organizations": organizations.annotate(resource_count=listed)}
    return render(request, "resources/organization_list.html", context)


@public_page
@redirect_former_slugs(partial(FormerSlug.objects.current_slug, Organization))
def organization_detail(request, slug):
    organizations = Organization.objects.with_page().for_page()
    return organization_page(request, get_object_or_404(organizations, slug=slug))


def organization_page(request, organization):
    resources = (
        organization.resources.with_page().for_cards().with_flags().order_by("-status", "slug")
    )
    context = {
        "organization": organization,
        "destination": destinations.address_destination(
            "" if organization.is_closed else organization.url
        ),
        "guides": recommendations().guides_naming(organization),
        "entries": [(resource, resource.recommendation_for()) for resource in resources],
    }
    return render(request, "resources/organization_detail.html", context)
