"""Issues of guides, and of resources and examples that no guide names."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resources.worklist.issues import Issue, IssueReason, is_published, register_reasons
from resources.worklist.resolve import FINE_AS_IT_IS

from .models import FeaturedExample, Recommendation

LOCATOR_PRIORITY, ORPHAN_PRIORITY = 20, 15
MAX_TITLES = 3


def explain_locator(details):
    text = ngettext(
        "%(count)d recommendation does not say which part to read: %(titles)s.",
        "%(count)d recommendations do not say which part to read: %(titles)s.",
        details["count"],
    )
    titles = details["titles"]
    more = "…" if details["count"] > len(titles) else ""
    return text % {"count": details["count"], "titles": "; ".join(titles) + more}


def explain_orphan(details):
    return _("No guide points at it, so visitors who browse the guides do not find it.")


LOCATOR = IssueReason("locator", gettext_lazy("No part named"), explain_locator, FINE_AS_IT_IS)
ORPHAN = IssueReason("orphan", gettext_lazy("In no guide"), explain_orphan, FINE_AS_IT_IS)
register_reasons(LOCATOR, ORPHAN)


def without_locator(kind, records):
    for guide in filter(is_published, records):
        bare = [r for r in guide.recommendations.all() if not (r.locator_en or r.locator_es)]
        if bare:
            titles = [str(r.resource) for r in bare[:MAX_TITLES]]
            subject_hash = ",".join(str(r.pk) for r in bare)[-100:]
            details = {"count": len(bare), "titles": titles}
            yield Issue(guide.pk, LOCATOR, LOCATOR_PRIORITY, details, subject_hash)


def orphan_resources(kind, records):
    return orphans(records, Recommendation, "resource")


def orphan_examples(kind, records):
    return orphans(records, FeaturedExample, "example")


def orphans(records, placement, name):
    public = [record.pk for record in records if is_published(record)]
    placed = placement.objects.filter(**{f"{name}__in": public})
    for key in set(public) - set(placed.values_list(name, flat=True)):
        yield Issue(key, ORPHAN, ORPHAN_PRIORITY)
