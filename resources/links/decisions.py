"""What curators decide about links: to accept a new address, to end a quarantine, to look now."""

from dataclasses import dataclass, field

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from resources import history
from resources.entry_kinds import kind_of
from resources.links.fetching.client import FetchLimits
from resources.links.fetching.fetcher import Fetcher
from resources.links.runs.recording import copy_to_entries
from resources.links.runs.run import Run
from resources.links.runs.schedule import Selection
from resources.models import Link, LinkState, Resource
from resources.models.fields import WebAddressField
from resources.publishing.workflow import PUBLISH, lock_entry

from . import occurrences

# While somebody waits: what takes longer is left to the next run.
INTERACTIVE_LIMITS = FetchLimits(connect=4, idle=5, total=8, pause=0.2, patience=0)
MOST_SECONDS = 12
MOST_AT_ONCE = 200  # links that one click decides about
MOST_NAMED = 10
# What a link at a new address inherits of the one at the old.
INHERITED = [
    *("checked_at", "due_at", "final_address", "http_status", "file_type", "size", "language"),
    *("good", "good_host", "reviewed", "reviewed_on", "changed_much"),
]


@transaction.atomic
def accept_move(link, *, by):
    """Give every entry that shows a moved link its new address; answers (changed, left) entries.

    Left are those that `by` may not change, and texts, where a person has to. Raises
    ValidationError where there is no new address, or none that an entry may have.
    """
    link = Link.objects.select_for_update().get(pk=link.pk)
    if link.state != LinkState.MOVED or not occurrences.is_visitable(link.final_address):
        raise ValidationError(_("It has no new address to take over, or none any more."))
    heir, changed, left = heir_of(link), [], []
    for kind, entry, place in occurrences.entries_of([link]).get(link.pk, []):
        if is_address(entry, place.field) and may_change(by, entry):
            give(entry, place.field, link, heir, by)
            occurrences.follow_entries(kind, [entry.pk])
            changed.append(entry)
        else:
            left.append(entry)
    return changed, left


def accept_moves(links, *, by):
    """Accept the new address of each; one that is refused keeps no other from it."""
    moves = Moves()
    for link in links:
        try:
            changed, left = accept_move(link, by=by)
        except ValidationError as refusal:
            moves.refused.append((link, refusal))
        else:
            moves.changed += changed
            moves.left += left
    return moves


@dataclass
class Moves:
    """What became of new addresses: entries that have them, others, and links refused."""

    changed: list = field(default_factory=list)
    left: list = field(default_factory=list)
    refused: list = field(default_factory=list)

    def left_to_do(self):
        """Sentences for the curator."""
        if self.left:
            names = list(dict.fromkeys(map(str, self.left)))
            shown = ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")
            text = _("Change these yourself, or ask somebody who may: %(entries)s.")
            yield text % {"entries": shown}
        for link, refusal in self.refused[:MOST_NAMED]:
            yield f"{link.address}: {' '.join(refusal.messages)}"


def is_address(entry, field):
    """Whether a place is a field that holds an address and nothing else."""
    return "." not in field and isinstance(entry._meta.get_field(field), WebAddressField)


def may_change(user, entry):
    """As on the desk: what visitors read is changed by those who may publish it."""
    app = entry._meta.app_label
    allowed = user.has_perm(f"{app}.{get_permission_codename('change', entry._meta)}")
    has_step = hasattr(entry, "reviewed_on")
    return allowed and (
        not has_step or not entry.has_page or user.has_perm(PUBLISH.permission(entry))
    )


def heir_of(link):
    """The link at the new address: what was seen there was seen by way of the old one."""
    address = link.final_address
    heir, _made = Link.objects.get_or_create(
        address=address, defaults={"host": occurrences.site_of(address)}
    )
    if heir.state == LinkState.NOT_CHECKED:
        for name in INHERITED:
            setattr(heir, name, getattr(link, name))
        heir.state, heir.reason, heir.since = LinkState.WORKS, "works", link.checked_at
        heir.save()
    return heir


def give(entry, field, link, heir, by):
    """Raises ValidationError with every rule that the entry would break."""
    words = {"old": link.address, "new": heir.address}
    with history.revision(entry, user=by, why=_("Moved: %(old)s → %(new)s") % words):
        current = lock_entry(entry)
        setattr(current, field, heir.address)
        if isinstance(current, Resource) and field == "url":
            current.link_state, current.link_checked_at = heir.state, heir.checked_at
        current.full_clean()
        current.save()


@transaction.atomic
def lift(link, *, by):
    """End a quarantine: somebody looked, and it is who it should be. The next run looks again.

    The page that raised suspicion raises none any more; another one would.
    """
    if not by.has_perm("resources.lift_link"):
        raise PermissionDenied("resources.lift_link")
    link = Link.objects.select_for_update().get(pk=link.pk)
    if link.state != LinkState.TAKEN_OVER:
        raise ValidationError(_("It is in no quarantine, or not any more."))
    now = timezone.now()
    link.state, link.since, link.reason, link.facts = LinkState.WORKS, now, "", {}
    link.lifted_at, link.lifted_by, link.lifted_for = now, by, link.suspect
    link.failed_on, link.due_at = [], now
    link.save()
    copy_to_entries([link])
    return link


def look_now(link):
    """Visit a link while somebody waits, for some seconds at most; answers it as it is then.

    None where it took too long, or a run visits its site just now: the next run takes it.
    """
    now = timezone.now()
    Link.objects.filter(pk=link.pk).update(due_at=now)
    fetcher = Fetcher(
        contact=settings.LINK_CHECK_CONTACT,
        allowlist=settings.LINK_CHECK_ALLOWED,
        limits=INTERACTIVE_LIMITS,
    )
    told = []
    run = Run(fetcher, Selection(now, only=(link.pk,)), tell=told.append)
    async_to_sync(go)(run, fetcher)
    return Link.objects.get(pk=link.pk) if told else None


async def go(run, fetcher):
    async with fetcher:
        await run.go(seconds=MOST_SECONDS)


def leave_out(links, do_not_check_until, do_not_check_why):
    """Keep the checker away from these until the end of a day; without one, let it come again."""
    keys = [link.pk for link in links]
    Link.objects.filter(pk__in=keys).update(
        do_not_check_until=do_not_check_until, do_not_check_why=do_not_check_why
    )


def look_soon(links):
    """Let the next run visit these, due or not."""
    return Link.objects.filter(pk__in=[link.pk for link in links]).update(due_at=timezone.now())


def link_at(resource):
    """The link at a resource's address, known from now on; None if it has no address to visit."""
    occurrences.follow_entries(kind_of(Resource), [resource.pk])
    return Link.objects.filter(address=resource.url).first() if resource.url else None
