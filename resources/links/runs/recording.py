"""What visits met, into the database: history, state, and the copies that entries keep.

All that one visit changes is one transaction, and only the run that holds the site records: a
check is neither lost nor recorded twice, and no state stands without the failures it needs.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from resources.links.assessment.verdict import Verdict
from resources.links.occurrences import site_of
from resources.models import Link, LinkOccurrence, LinkState, LinkVisit, Resource
from resources.models.url_keys import url_key

from . import schedule

AT_ONCE = 500
VISITS_KEPT = 60  # of a link: a year of weekly ones
FAILURES_KEPT = 30
WRITTEN = [
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
class Outcome:
    """A visit and what it says of a link, without the page it met."""

    link: int
    address: str
    host: str  # whose claim covers it
    at: datetime
    verdict: Verdict
    final_address: str
    http_status: int | None
    reviewed_on: date | None = None  # when somebody last opened what the entries show
    where: tuple = ()  # for those who are told

    @classmethod
    def of(cls, link, result, verdict, **more):
        return cls(
            link=link.pk,
            address=link.address,
            host=link.host,
            at=result.at,
            verdict=verdict,
            final_address=(verdict.facts.get("to") or result.final_address)[:2000],
            http_status=result.answer and result.answer.status,
            **more,
        )


@transaction.atomic
def record(run, outcomes, finished=()):
    """Keep what was met at the sites that the run still holds, and let go of the `finished` ones.

    Answers the outcomes that were recorded.
    """
    hosts = schedule.held(run, {outcome.host for outcome in outcomes})
    kept = record_visits(run, [outcome for outcome in outcomes if outcome.host in hosts])
    schedule.release(run, finished)
    return kept


def record_visits(run, outcomes):
    keys = [outcome.link for outcome in outcomes]
    links = {link.pk: link for link in held_links(keys)}
    known = set(LinkVisit.objects.filter(run=run, link__in=keys).values_list("link", flat=True))
    # Forgotten meanwhile, or met before: nothing to record.
    kept = [o for o in outcomes if o.link in links and o.link not in known]
    for outcome in kept:
        learn(links[outcome.link], outcome)
    changed = [links[outcome.link] for outcome in kept]
    Link.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
    )
    LinkVisit.objects.bulk_create(visit_of(run, outcome) for outcome in kept)
    copy_to_entries(changed)
    forget_old_visits(changed)
    return kept


def held_links(keys):
    return Link.objects.select_for_update().filter(pk__in=keys).order_by("pk")


def learn(link, outcome):
    """What a link is after a visit; nothing is saved."""
    verdict = outcome.verdict
    if link.state != verdict.state:
        link.since = outcome.at
    link.state, link.reason, link.facts = verdict.state, verdict.reason, verdict.facts
    link.checked_at = outcome.at
    link.due_at = schedule.due_after(verdict.state, outcome.at)
    link.failed_on = bounded([day.isoformat() for day in verdict.failed_on])
    link.final_address, link.http_status = outcome.final_address, outcome.http_status
    if verdict.file_type:
        link.file_type, link.language = verdict.file_type[:20], verdict.language[:20]
        link.size = verdict.size
    if "seen" in verdict.facts:
        link.suspect = verdict.facts["seen"]
    if verdict.fingerprint:
        learn_good_page(link, outcome)
    elif outcome.reviewed_on != link.reviewed_on:
        link.changed_much = False  # somebody has looked at it since


def learn_good_page(link, outcome):
    """The first good page after a review stands for what the reviewer saw."""
    link.good = outcome.verdict.fingerprint.to_json()
    link.good_host = site_of(outcome.final_address)
    link.changed_much = outcome.verdict.changed_much
    if outcome.reviewed_on != link.reviewed_on or link.reviewed is None:
        link.reviewed, link.reviewed_on = link.good, outcome.reviewed_on


def bounded(days):
    """The first day and the latest: what the rule asks for, however long it goes on."""
    return days if len(days) <= FAILURES_KEPT else [days[0], *days[1 - FAILURES_KEPT :]]


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
    """Resources carry the state of their address and when it was checked.

    Looked up by its key, for which there is an index; two addresses may share one.
    """
    copy_to(Resource.objects.filter(url_key__in={url_key(link.address) for link in links}))


def copy_to(resources):
    """In one statement, however many; what is known of their addresses stands in the links."""
    own = Link.objects.filter(address=OuterRef("url")).exclude(state=LinkState.NOT_CHECKED)
    held = resources.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)
    Resource.objects.filter(Exists(own), pk__in=list(held)).update(
        link_state=Subquery(own.values("state")), link_checked_at=Subquery(own.values("checked_at"))
    )


def repair_copies():
    """What is known of an address counts for every resource that gets it, by whatever hand.

    Else one that is in quarantine would be linked to again, from a new entry or an old version.
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
    behind = resources.exclude(link_state=F("known_state"), link_checked_at=F("known_at"))
    keys = behind.order_by("pk").values_list("pk", flat=True)
    last = 0
    while some := list(keys.filter(pk__gt=last)[:AT_ONCE]):
        last = some[-1]
        with transaction.atomic():
            copy_to(Resource.objects.filter(pk__in=some))


def forget_old_visits(links):
    """Keep the latest visits of each link."""
    number = Window(RowNumber(), partition_by=F("link"), order_by=[F("at").desc(), F("pk").desc()])
    visits = LinkVisit.objects.filter(link__in=[link.pk for link in links])
    old = visits.alias(number=number).filter(number__gt=VISITS_KEPT)
    LinkVisit.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
