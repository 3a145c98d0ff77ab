"""What a curator should look at in our own pages, and which resources they leave out."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resources.worklist.findings import Finding, Reason, is_public, register_reasons
from resources.worklist.resolve import FINE_AS_IT_IS

from .models import FeaturedExample, Recommendation

LOCATOR_WEIGHT, ORPHAN_WEIGHT = 20, 15
MOST_NAMED = 3


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
register_reasons(LOCATOR, ORPHAN)


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
