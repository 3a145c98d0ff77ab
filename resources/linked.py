"""Which addresses the entries of this app show."""

from resources.links.occurrences import Place, Source, places_in_texts, register

from .models import Organization, Resource


def places_of_resource(resource):
    """A closed one leads nowhere any more, but for its archived copy."""
    if resource.url and not resource.is_closed:
        yield Place(resource.url, "url")
    if resource.archived_url:
        yield Place(resource.archived_url, "archived_url")
    yield from places_in_texts(resource)


def places_of_organization(organization):
    if organization.url and not organization.is_closed:
        yield Place(organization.url, "url")
    yield from places_in_texts(organization)


def titles(resource):
    return filter(None, (resource.title_en, resource.title_es))


register(
    Source(
        model=Resource,
        records=lambda: Resource.objects.select_related("organization"),
        shown=Resource.objects.with_page,
        places=places_of_resource,
        titles=titles,
        publishers=lambda resource: [resource.organization.name],
        as_of=lambda resource: resource.reviewed_on,
    )
)
register(
    Source(
        model=Organization,
        records=Organization.objects.all,
        shown=Organization.objects.with_page,
        places=places_of_organization,
        titles=lambda organization: [organization.name],
        publishers=lambda organization: [organization.name],
    )
)
