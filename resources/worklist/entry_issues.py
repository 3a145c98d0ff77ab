"""The entries of this app that the worklist watches, and for which reasons."""

from resources.models import Organization, Resource

from .duplicates import DUPLICATE, near_duplicates, resources_alike
from .findings import Kind, register_kind, register_reason
from .reasons import (
    HARD,
    MISSING_SPANISH,
    REVIEW,
    STALE_SPANISH,
    WAITING,
    hard_to_read,
    missing_translation,
    review_due,
    stale_translation,
    waiting,
)


def loaded(model):
    return lambda keys: model.objects.filter(pk__in=keys)


register_kind(
    Kind(
        slug="resource",
        model=Resource,
        load=loaded(Resource),
        topics="terms",
        organization="organization",
        widened=[resources_alike],
    )
)
register_kind(
    Kind(
        slug="organization",
        model=Organization,
        load=loaded(Organization),
        organization="pk",
    )
)
register_reason(WAITING, resource=waiting)
register_reason(DUPLICATE, resource=near_duplicates)
register_reason(STALE_SPANISH, resource=stale_translation, organization=stale_translation)
register_reason(MISSING_SPANISH, resource=missing_translation, organization=missing_translation)
register_reason(REVIEW, resource=review_due)
register_reason(HARD, resource=hard_to_read, organization=hard_to_read)
