"""Resources related to another one, with the reason."""

from dataclasses import dataclass

from django.db.models import Count, Q

from resources.models import Resource, Term

RELATING_VOCABULARIES = ["need", "topic"]


@dataclass(frozen=True)
class Related:
    resource: Resource
    shared: list[Term]  # needs and topics of both, shown as the reason


def related_to(resource, *, limit=3):
    """The published resources that share the most needs and topics with `resource`."""
    terms = {t.pk for t in resource.terms.all() if t.vocabulary_id in RELATING_VOCABULARIES}
    found = (
        Resource.objects.published()
        .exclude(pk=resource.pk)
        .alias(shared=Count("terms", filter=Q(terms__in=terms)))
        .filter(shared__gt=0)
        .order_by("-shared", "slug")
        .for_cards()[:limit]
    )
    return [Related(r, [t for t in r.terms.all() if t.pk in terms]) for r in found]
