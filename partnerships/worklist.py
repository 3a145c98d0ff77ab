"""What a curator should look at in our own pages, and which resources they leave out."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resources.worklist.findings import (
    Finding,
    Kind,
    Reason,
    is_public,
    register_kind,
    register_reason,
)
from resources.worklist.reasons import (
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
from resources.worklist.resolve import FINE_AS_IT_IS

from .models import Example, FeaturedExample, GlossaryTerm, Guide, Recommendation

LOCATOR_WEIGHT, ORPHAN_WEIGHT = 20, 15
MOST_NAMED = 3

PARTS = [
    "first_steps",
    "things_to_say",
    "obstacles",
    "quotations",
    "findings",
    "recommendations",
    "ways_to_get_involved",
]


def guides(keys):
    # Joined, for SQLite refuses to look up thousands of resources by their keys at once.
    recommendations = Prefetch("recommendations", Recommendation.objects.select_related("resource"))
    guides = Guide.objects.filter(pk__in=keys).select_related("term")
    return guides.prefetch_related(recommendations, *PARTS)


def parts_of_guide(guide):
    """The guide and all its parts that have texts of their own."""
    return [guide, *(part for name in PARTS for part in getattr(guide, name).all())]


def said_of_locator(details):
    text = ngettext(
        "%(count)d recommendation does not say which part to read: %(titles)s.",
        "%(count)d recommendations do not say which part to read: %(titles)s.",
        details["count"],
    )
    shown = details["titles"]
    more = "…" if details["count"] > len(shown) else ""
    return text % {"count": details["count"], "titles": "; ".join(shown) + more}


def said_of_orphan(details):
    return _("No guide points at it, so nobody meets it who browses the guides.")


LOCATOR = Reason("locator", gettext_lazy("No part named"), said_of_locator, FINE_AS_IT_IS)
ORPHAN = Reason("orphan", gettext_lazy("In no guide"), said_of_orphan, FINE_AS_IT_IS)


def without_locator(kind, records):
    for guide in filter(is_public, records):
        bare = [r for r in guide.recommendations.all() if not (r.locator_en or r.locator_es)]
        if bare:
            titles = [str(r.resource) for r in bare[:MOST_NAMED]]
            concerns = ",".join(str(r.pk) for r in bare)[-100:]
            details = {"count": len(bare), "titles": titles}
            yield Finding(guide.pk, LOCATOR, LOCATOR_WEIGHT, details, concerns)


def orphan_resources(kind, records):
    return orphans(records, Recommendation, "resource")


def orphan_examples(kind, records):
    return orphans(records, FeaturedExample, "example")


def orphans(records, placement, name):
    public = [record.pk for record in records if is_public(record)]
    placed = placement.objects.filter(**{f"{name}__in": public})
    for key in set(public) - set(placed.values_list(name, flat=True)):
        yield Finding(key, ORPHAN, ORPHAN_WEIGHT)


register_kind(
    Kind(
        slug="guide",
        model=Guide,
        load=guides,
        parts=parts_of_guide,
        for_links=Guide.objects.for_links,
        topics="term",
    )
)
register_kind(
    Kind(
        slug="example",
        model=Example,
        load=lambda keys: Example.objects.filter(pk__in=keys),
        topics="terms",
    )
)
register_kind(
    Kind(
        slug="glossary-term",
        model=GlossaryTerm,
        load=lambda keys: GlossaryTerm.objects.filter(pk__in=keys),
    )
)

everywhere = ["guide", "example", "glossary_term"]
for reason, finder in [
    (STALE_SPANISH, stale_translation),
    (MISSING_SPANISH, missing_translation),
    (HARD, hard_to_read),
]:
    register_reason(reason, **dict.fromkeys(everywhere, finder))
for reason, finder in [(WAITING, waiting), (REVIEW, review_due)]:
    register_reason(reason, guide=finder, example=finder)
register_reason(LOCATOR, guide=without_locator)
register_reason(ORPHAN, resource=orphan_resources, example=orphan_examples)
