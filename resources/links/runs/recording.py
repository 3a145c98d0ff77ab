"""Results of checks, written to the database: history, state, and the copies in entries.

All that one check changes is one transaction, and only the run that has claimed the host records
it. So a check is neither lost nor recorded twice, and no state is stored without the failures it
rests on.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from resources.links.assessment.verdict import Verdict
from resources.links.occurrences import link_host
from resources.models import Link, LinkOccurrence, LinkState, LinkVisit, Resource
from resources.models.url_keys import url_key

from . import schedule

RESOURCES_PER_BATCH = 500
MAX_VISITS = 60  # stored of a link: a year of weekly ones
MAX_FAILED_DAYS = 30  # stored of a link
CHECKED_FIELDS = [
    "state",
    "since",
    "reason",
    "facts",
    "checked_at",
    "due_at",
    "failed_on",
    "final_address",
    "http_status",
    "file_type",
    "size",
    "language",
    "good",
    "good_host",
    "reviewed",
    "reviewed_on",
    "changed_much",
    "suspect",
]


@dataclass(frozen=True)
class CheckOutcome:
    """A fetch and the verdict on it, without the page it brought."""

    link: int
    address: str
    host: str  # the host that the run claimed for it
    at: datetime
    verdict: Verdict
    final_address: str
    http_status: int | None
    reviewed_on: date | None = None  # when a person last opened what the entries show
    occurrences: tuple = ()  # rows for the report, see tasks.as_row

    @classmethod
    def of(cls, link, result, verdict, **more):
        return cls(
            link=link.pk,
            address=link.address,
            host=link.host,
            at=result.fetched_at,
            verdict=verdict,
            final_address=(verdict.facts.get("to") or result.final_address)[:2000],
            http_status=result.answer and result.answer.status,
            **more,
        )


@transaction.atomic
def record_checks(run, outcomes, finished=()):
    """Record the outcomes at hosts that the run still holds, and release the `finished` hosts.

    Returns the outcomes that were recorded.
    """
    hosts = schedule.lock_claims(run, {outcome.host for outcome in outcomes})
    recorded = record_outcomes(run, [outcome for outcome in outcomes if outcome.host in hosts])
    schedule.release_claims(run, finished)
    return recorded


def record_outcomes(run, outcomes):
    """Skips links that were deleted meanwhile, and those this run has already recorded."""
    keys = [outcome.link for outcome in outcomes]
    links = {link.pk: link for link in lock_links_by_key(keys)}
    done = set(LinkVisit.objects.filter(run=run, link__in=keys).values_list("link", flat=True))
    fresh = [o for o in outcomes if o.link in links and o.link not in done]
    for outcome in fresh:
        apply_outcome(links[outcome.link], outcome)
    changed = [links[outcome.link] for outcome in fresh]
    Link.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=CHECKED_FIELDS
    )
    LinkVisit.objects.bulk_create(visit_of(run, outcome) for outcome in fresh)
    copy_to_entries(changed)
    delete_old_visits(changed)
    return fresh


def lock_links_by_key(keys):
    return Link.objects.select_for_update().filter(pk__in=keys).order_by("pk")


def apply_outcome(link, outcome):
    """Set the fields of a link to what a check found. Does not save it."""
    verdict = outcome.verdict
    if link.state != verdict.state:
        link.since = outcome.at
    link.state, link.reason, link.facts = verdict.state, verdict.reason, verdict.facts
    link.checked_at = outcome.at
    link.due_at = schedule.due_after(verdict.state, outcome.at)
    link.failed_on = limit_days([day.isoformat() for day in verdict.failed_on])
    link.final_address, link.http_status = outcome.final_address, outcome.http_status
    if verdict.file_type:
        link.file_type, link.language = verdict.file_type[:20], verdict.language[:20]
        link.size = verdict.size
    if "seen" in verdict.facts:
        link.suspect = verdict.facts["seen"]
    if verdict.fingerprint:
        apply_good_page(link, outcome)
    elif outcome.reviewed_on != link.reviewed_on:
        link.changed_much = False  # a person has looked at it since


def apply_good_page(link, outcome):
    """Store the fingerprint of a good page.

    After a new review, the first good page counts as the reviewed page.
    """
    link.good = outcome.verdict.fingerprint.to_json()
    link.good_host = link_host(outcome.final_address)
    link.changed_much = outcome.verdict.changed_much
    if outcome.reviewed_on != link.reviewed_on or link.reviewed is None:
        link.reviewed, link.reviewed_on = link.good, outcome.reviewed_on


def limit_days(days):
    """The first day and the latest ones. The rule for "gone" needs no others."""
    return days if len(days) <= MAX_FAILED_DAYS else [days[0], *days[1 - MAX_FAILED_DAYS :]]


def visit_of(run, outcome):
    verdict = outcome.verdict
    return LinkVisit(
        link_id=outcome.link,
        run=run,
        at=outcome.at,
        state=verdict.state,
        is_failure=verdict.is_failure,
        reason=verdict.reason,
        facts={name: fact for name, fact in verdict.facts.items() if name != "seen"},
        http_status=outcome.http_status,
        final_address=outcome.final_address,
    )


def copy_to_entries(links):
    """Copy state and moment of the check to the resources at these addresses.

    They are looked up by URL key, which has an index. Two addresses may share a key.
    """
    copy_to_resources(
        Resource.objects.filter(url_key__in={url_key(link.address) for link in links})
    )


def copy_to_resources(resources):
    """Copy what the links at their own addresses say, in one UPDATE for all."""
    own = Link.objects.filter(address=OuterRef("url")).exclude(state=LinkState.NOT_CHECKED)
    locked = resources.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)
    Resource.objects.filter(Exists(own), pk__in=list(locked)).update(
        link_state=Subquery(own.values("state")), link_checked_at=Subquery(own.values("checked_at"))
    )


def repair_copies():
    """Copy to every resource whose copy differs from the link at its address.

    An import or an old version may have given a resource the address. Without this, an address in
    quarantine would be linked to again.
    """
    known = LinkOccurrence.objects.filter(
        content_type=ContentType.objects.get_for_model(Resource),
        object_id=OuterRef("pk"),
        field="url",
        link__address=OuterRef("url"),
    ).exclude(link__state=LinkState.NOT_CHECKED)
    resources = Resource.objects.alias(
        known_state=Subquery(known.values("link__state")[:1]),
        known_at=Subquery(known.values("link__checked_at")[:1]),
    ).exclude(known_state=None)
    outdated = resources.exclude(link_state=F("known_state"), link_checked_at=F("known_at"))
    keys = outdated.order_by("pk").values_list("pk", flat=True)
    last = 0
    while batch := list(keys.filter(pk__gt=last)[:RESOURCES_PER_BATCH]):
        last = batch[-1]
        with transaction.atomic():
            copy_to_resources(Resource.objects.filter(pk__in=batch))


def delete_old_visits(links):
    """Delete all but the latest visits of each link."""
    number = Window(RowNumber(), partition_by=F("link"), order_by=[F("at").desc(), F("pk").desc()])
    visits = LinkVisit.objects.filter(link__in=[link.pk for link in links])
    old = visits.alias(number=number).filter(number__gt=MAX_VISITS)
    LinkVisit.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
