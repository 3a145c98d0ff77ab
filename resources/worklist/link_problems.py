"""Trouble with links. Those of one site with one cause are one item, however many they are.

So a site that is down is one thing to look at, not forty. The links themselves, where each stands
and why it is listed, are looked up for the page that is shown.
"""

from dataclasses import dataclass
from functools import reduce
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
from resources.links.occurrence_labels import Whereabouts, whereabouts
from resources.models import Link, LinkOccurrence, LinkState

from .findings import Finding, Reason, Settlement, register_standing
from .resolve import let_be

MOST_LISTED = 500  # sites with one cause
LINKS_SHOWN, PLACES_SHOWN = 3, 2
MAY_DECIDE = "resources.change_link"
TAKEN_OVER_WEIGHT, GONE_WEIGHT, MOVED_WEIGHT, UNSURE_WEIGHT = 100, 85, 70, 35


def said_of_taken_over(details):
    text = ngettext(
        "Visitors get no link to it until somebody has looked.",
        "Visitors get no links to %(count)d pages of it until somebody has looked.",
        details["count"],
    )
    return text % details


def said_of_site(details):
    text = ngettext(
        "Nothing of use comes from this site, where %(count)d link leads.",
        "Nothing of use comes from this site, where %(count)d links lead.",
        details["count"],
    )
    return f"{text % details} {said_of_gone(details)}"


def said_of_page(details):
    text = ngettext(
        "The site answers, but a page we link to is not there.",
        "The site answers, but %(count)d pages we link to are not there.",
        details["count"],
    )
    return f"{text % details} {said_of_gone(details)}"


def said_of_gone(details):
    if not details["gone"]:
        return _("It has not lasted long enough to call it gone.")
    if details["gone"] == details["count"]:
        return _("It has lasted long enough to call it gone.")
    return _("%(gone)d of them have failed for long enough to be called gone.") % details


def said_of_move(details):
    text = ngettext(
        "The page has moved, and says where to.",
        "%(count)d pages have moved, and say where to.",
        details["count"],
    )
    return text % details


def links_page(item):
    """The one link, or the list of them."""
    if item.details["count"] == 1:
        return reverse("admin:resources_link_change", args=[item.details["first"]])
    query = urlencode({"site": item.words, "cause": item.reason})
    return f"{reverse('admin:resources_link_changelist')}?{query}"


def accept_moves(item, entry, user):
    """Some may be left for a person to change: the item stays for those."""
    links = links_in_trouble(Cause.MOVED).filter(host=item.words)
    moves = decisions.accept_moves(links[: decisions.MOST_AT_ONCE], by=user)
    if not moves.changed:
        raise ValidationError(list(moves.left_to_do()))
    return moves.left_to_do()


@dataclass(frozen=True)
class Line:
    """One link of an item."""

    link: Link
    why: str
    whereabouts: Whereabouts


def links_of(items):
    """{key of an item: the first of its links}, those of all items in a few queries."""
    wanted = reduce(
        or_, (Q(host=item.words) & CAUSE_CONDITIONS[Cause(item.reason)] for item in items)
    )
    number = Window(RowNumber(), partition_by=[F("host"), F("cause")], order_by=["since", "pk"])
    numbered = (
        links_in_trouble().filter(wanted).annotate(cause=cause_expression()).annotate(number=number)
    )
    links = list(numbered.filter(number__lte=LINKS_SHOWN).order_by("number"))
    where = whereabouts([link.pk for link in links], PLACES_SHOWN)
    lines = {}
    for link in links:
        why = explain_reason(link.reason, link.facts) if link.reason else ""
        line = Line(link, why, where.get(link.pk))
        lines.setdefault((link.cause, link.host), []).append(line)
    return {item.pk: lines.get((item.reason, item.words), []) for item in items}


def among(cause):
    def with_links_in(entries):
        """Items of this cause whose links stand in some entries, [(content type, queryset)]."""
        here = Q()
        for content_type, records in entries:
            here |= Q(content_type=content_type, object_id__in=records.values("pk"))
        places = LinkOccurrence.objects.filter(here, link=OuterRef("pk"))
        links = links_in_trouble(cause).filter(Exists(places))
        return Q(reason=cause.value, words__in=links.values("host"))

    return with_links_in


def reason(cause, sentence, settlement=None):
    return Reason(
        cause.value,
        cause.label,
        sentence,
        settlement,
        leads_to=links_page,
        about=gettext_lazy("links to one site"),
        among=among(cause),
        links=links_of,
    )


OPENED_IT = Settlement(gettext_lazy("I opened it, and it is right"), let_be, MAY_DECIDE)
ACCEPT = Settlement(
    gettext_lazy("Take the new address over in every entry"), accept_moves, MAY_DECIDE
)
REASONS = {
    Cause.TAKEN_OVER: reason(Cause.TAKEN_OVER, said_of_taken_over),  # to be looked at one by one
    Cause.NO_SITE: reason(Cause.NO_SITE, said_of_site, OPENED_IT),
    Cause.NO_PAGE: reason(Cause.NO_PAGE, said_of_page, OPENED_IT),
    Cause.MOVED: reason(Cause.MOVED, said_of_move, ACCEPT),
}


def findings(cause):
    """One for each site with links in this kind of trouble, the most links first."""
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
    for site in sites[:MOST_LISTED]:
        yield None, finding(cause, site)


def finding(cause, site):
    """Whoever let it be did so for what had happened until then."""
    began, latest = site["began"], site["latest"]
    return Finding(
        key=None,
        reason=REASONS[cause],
        weight=weight(cause, site),
        details={name: site[name] for name in ("count", "gone", "first")},
        concerns=latest.isoformat() if latest else "",
        due_on=began and timezone.localdate(began),
        words=site["host"],
    )


def weight(cause, site):
    """Of equal trouble, that of many links weighs more."""
    if cause == Cause.TAKEN_OVER:
        return TAKEN_OVER_WEIGHT
    least = MOVED_WEIGHT if cause == Cause.MOVED else UNSURE_WEIGHT
    return (GONE_WEIGHT if site["gone"] else least) + min(9, site["count"].bit_length() - 1)


for each in Cause:
    register_standing(REASONS[each], lambda cause=each: findings(cause))
