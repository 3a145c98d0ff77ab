"""Issues: links in trouble, one item for each site and cause.

So a site that is down is one thing to look at, not forty. The links of an item, their occurrences
and the reasons are looked up only for the page that is shown.
"""

from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resources.links import decisions
from resources.links.causes import CAUSE_CONDITIONS, Cause, cause_expression, links_in_trouble
from resources.links.explanations import explain_reason
from resources.links.occurrence_labels import OccurrenceLabels, occurrence_labels
from resources.models import Link, LinkOccurrence, LinkState

from .issues import Issue, IssueReason, Resolution, register_live_reason
from .resolve import dismiss

MAX_SITES = 500  # for each cause
LINKS_SHOWN, OCCURRENCES_SHOWN = 3, 2
MAY_DECIDE = "resources.change_link"
TAKEN_OVER_PRIORITY, GONE_PRIORITY, MOVED_PRIORITY, UNSURE_PRIORITY = 100, 85, 70, 35


def explain_taken_over(details):
    text = ngettext(
        "Visitors get no link to it until somebody has looked.",
        "Visitors get no links to %(count)d pages of it until somebody has looked.",
        details["count"],
    )
    return text % details


def explain_site(details):
    text = ngettext(
        "Nothing of use comes from this site, where %(count)d link leads.",
        "Nothing of use comes from this site, where %(count)d links lead.",
        details["count"],
    )
    return f"{text % details} {explain_gone(details)}"


def explain_page(details):
    text = ngettext(
        "The site answers, but a page we link to is not there.",
        "The site answers, but %(count)d pages we link to are not there.",
        details["count"],
    )
    return f"{text % details} {explain_gone(details)}"


def explain_gone(details):
    if not details["gone"]:
        return _("It has not lasted long enough to call it gone.")
    if details["gone"] == details["count"]:
        return _("It has lasted long enough to call it gone.")
    return _("%(gone)d of them have failed for long enough to be called gone.") % details


def explain_move(details):
    text = ngettext(
        "The page has moved, and says where to.",
        "%(count)d pages have moved, and say where to.",
        details["count"],
    )
    return text % details


def links_url(item):
    """URL of the item's only link, or else of the list of its links."""
    if item.details["count"] == 1:
        return reverse("admin:resources_link_change", args=[item.details["first"]])
    query = urlencode({"site": item.words, "cause": item.reason})
    return f"{reverse('admin:resources_link_changelist')}?{query}"


def accept_site_moves(item, entry, user):
    """Accept the new URLs of a site's links. The item stays if a person has to help."""
    links = links_in_trouble(Cause.MOVED).filter(host=item.words)
    moves = decisions.accept_moves(links[: decisions.MAX_LINKS_PER_ACTION], by=user)
    if not moves.changed:
        raise ValidationError(list(moves.remaining_work()))
    return moves.remaining_work()


@dataclass(frozen=True)
class LinkLine:
    """One link of an item, with the reason for its state and its occurrences."""

    link: Link
    why: str
    occurrences: OccurrenceLabels


def first_links(items):
    """{key of an item: lines of its first links}, for all items in a few queries."""
    wanted = reduce(
        or_, (Q(host=item.words) & CAUSE_CONDITIONS[Cause(item.reason)] for item in items)
    )
    number = Window(RowNumber(), partition_by=[F("host"), F("cause")], order_by=["since", "pk"])
    numbered = (
        links_in_trouble().filter(wanted).annotate(cause=cause_expression()).annotate(number=number)
    )
    links = list(numbered.filter(number__lte=LINKS_SHOWN).order_by("number"))
    labels = occurrence_labels([link.pk for link in links], OCCURRENCES_SHOWN)
    lines = {}
    for link in links:
        why = explain_reason(link.reason, link.facts) if link.reason else ""
        line = LinkLine(link, why, labels.get(link.pk))
        lines.setdefault((link.cause, link.host), []).append(line)
    return {item.pk: lines.get((item.reason, item.words), []) for item in items}


def items_about(cause):
    """A function of entries: condition for items of `cause` whose links occur there."""

    def condition(entries):
        in_entries = Q()
        for content_type, records in entries:
            in_entries |= Q(content_type=content_type, object_id__in=records.values("pk"))
        occurrences = LinkOccurrence.objects.filter(in_entries, link=OuterRef("pk"))
        links = links_in_trouble(cause).filter(Exists(occurrences))
        return Q(reason=cause.value, words__in=links.values("host"))

    return condition


def cause_reason(cause, explain, resolution=None):
    return IssueReason(
        cause.value,
        cause.label,
        explain,
        resolution,
        url_of=links_url,
        subject=gettext_lazy("links to one site"),
        items_about=items_about(cause),
        links=first_links,
    )


OPENED_IT = Resolution(gettext_lazy("I opened it, and it is right"), dismiss, MAY_DECIDE)
ACCEPT = Resolution(
    gettext_lazy("Take the new address over in every entry"), accept_site_moves, MAY_DECIDE
)
CAUSE_REASONS = {
    # No resolution: curators decide about these one by one.
    Cause.TAKEN_OVER: cause_reason(Cause.TAKEN_OVER, explain_taken_over),
    Cause.NO_SITE: cause_reason(Cause.NO_SITE, explain_site, OPENED_IT),
    Cause.NO_PAGE: cause_reason(Cause.NO_PAGE, explain_page, OPENED_IT),
    Cause.MOVED: cause_reason(Cause.MOVED, explain_move, ACCEPT),
}


def site_issues(cause):
    """Yields an issue for each site in trouble for this cause, most links first."""
    sites = (
        links_in_trouble(cause)
        .order_by()
        .values("host")
        .annotate(
            count=Count("pk"),
            gone=Count("pk", filter=Q(state=LinkState.GONE)),
            first=Min("pk"),
            began=Min("since"),
            latest=Max("since"),
        )
        .order_by("-gone", "-count", "host")
    )
    for site in sites[:MAX_SITES]:
        yield None, site_issue(cause, site)


def site_issue(cause, site):
    began, latest = site["began"], site["latest"]
    return Issue(
        key=None,
        reason=CAUSE_REASONS[cause],
        priority=site_priority(cause, site),
        details={name: site[name] for name in ("count", "gone", "first")},
        # A dismissal ends with the next link that fails.
        subject_hash=latest.isoformat() if latest else "",
        due_on=began and timezone.localdate(began),
        words=site["host"],
    )


def site_priority(cause, site):
    """Priority by cause. Among equals, more links give up to nine points more."""
    if cause == Cause.TAKEN_OVER:
        return TAKEN_OVER_PRIORITY
    least = MOVED_PRIORITY if cause == Cause.MOVED else UNSURE_PRIORITY
    return (GONE_PRIORITY if site["gone"] else least) + min(9, site["count"].bit_length() - 1)


for each_cause in Cause:
    register_live_reason(CAUSE_REASONS[each_cause], partial(site_issues, each_cause))
