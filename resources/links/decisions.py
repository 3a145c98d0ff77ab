"""Decisions of curators about links: accept a new address, lift a quarantine, check now, pause."""

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
from resources.links.runs.schedule import DueLinks
from resources.models import Link, LinkState, Resource
from resources.models.fields import WebAddressField
from resources.publishing.workflow import PUBLISH, lock_entry

from . import occurrences

# For a check that a person waits for. What takes longer is left to the next run.
INTERACTIVE_LIMITS = FetchLimits(connect=4, idle=5, total=8, pause=0.2, patience=0)
MAX_SECONDS = 12
MAX_LINKS_PER_ACTION = 200  # that one click decides about
MAX_NAMED = 10
# What a link at a new address takes over from the link at the old one.
INHERITED_FIELDS = [
    *("checked_at", "due_at", "final_address", "http_status", "file_type", "size", "language"),
    *("good", "good_host", "reviewed", "reviewed_on", "changed_much"),
]


@transaction.atomic
def accept_move(link, *, by):
    """Give every entry that shows a moved link its new address.

    Returns (changed, left) entries. `left` lists the entries that the user `by` may not change, and
    those that show the address within a text. A person has to edit them. Raises ValidationError if
    there is no new address, or an entry may not have it.
    """
    link = Link.objects.select_for_update().get(pk=link.pk)
    if link.state != LinkState.MOVED or not occurrences.is_checkable(link.final_address):
        raise ValidationError(_("This link has no new address, or no longer has one."))
    new_link, changed, left = link_at_new_url(link), [], []
    for kind, entry, occurrence in occurrences.entries_by_link([link]).get(link.pk, []):
        if is_address_field(entry, occurrence.field) and may_change(by, entry):
            replace_url(entry, occurrence.field, link, new_link, by)
            occurrences.sync_entries(kind, [entry.pk])
            changed.append(entry)
        else:
            left.append(entry)
    return changed, left


def accept_moves(links, *, by):
    """Accept the new address of each link. A refused one does not stop the others."""
    moves = MoveResults()
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
class MoveResults:
    """Entries changed, entries left for a person, and (link, error) of the refused ones."""

    changed: list = field(default_factory=list)
    left: list = field(default_factory=list)
    refused: list = field(default_factory=list)

    def remaining_work(self):
        """Yield sentences for the curator about what was not done."""
        if self.left:
            names = list(dict.fromkeys(map(str, self.left)))
            listed = ", ".join(names[:MAX_NAMED]) + ("…" if len(names) > MAX_NAMED else "")
            text = _("Change these yourself, or ask somebody who may: %(entries)s.")
            yield text % {"entries": listed}
        for link, refusal in self.refused[:MAX_NAMED]:
            yield f"{link.address}: {' '.join(refusal.messages)}"


def is_address_field(entry, field):
    """True if the field holds an address and nothing else."""
    return "." not in field and isinstance(entry._meta.get_field(field), WebAddressField)


def may_change(user, entry):
    """As in the admin: only users who may publish an entry change one that visitors read."""
    app = entry._meta.app_label
    is_allowed = user.has_perm(f"{app}.{get_permission_codename('change', entry._meta)}")
    has_workflow = hasattr(entry, "reviewed_on")
    return is_allowed and (
        not has_workflow or not entry.has_page or user.has_perm(PUBLISH.permission(entry))
    )


def link_at_new_url(link):
    """The link at a moved link's new address, where the page seen by redirect is.

    Unless it has been checked itself, it takes over what is known of the old one.
    """
    address = link.final_address
    new_link, _created = Link.objects.get_or_create(
        address=address, defaults={"host": occurrences.link_host(address)}
    )
    if new_link.state == LinkState.NOT_CHECKED:
        for name in INHERITED_FIELDS:
            setattr(new_link, name, getattr(link, name))
        new_link.state, new_link.reason, new_link.since = LinkState.WORKS, "works", link.checked_at
        new_link.save()
    return new_link


def replace_url(entry, field, link, new_link, by):
    """Save the address of `new_link` in a field of the entry, as a version by the user `by`.

    Raises ValidationError with every rule that the entry would break.
    """
    words = {"old": link.address, "new": new_link.address}
    with history.revision(entry, user=by, why=_("Moved: %(old)s → %(new)s") % words):
        current = lock_entry(entry)
        setattr(current, field, new_link.address)
        if isinstance(current, Resource) and field == "url":
            current.link_state, current.link_checked_at = new_link.state, new_link.checked_at
        current.full_clean()
        current.save()


@transaction.atomic
def lift_quarantine(link, *, by):
    """End a quarantine, because the user `by` looked at the page and found the right owner.

    Later checks accept the suspicious page, which they know by its fingerprint. The next run
    checks the link again. Raises PermissionDenied, or ValidationError if it is not in quarantine.
    """
    if not by.has_perm("resources.lift_link"):
        raise PermissionDenied("resources.lift_link")
    link = Link.objects.select_for_update().get(pk=link.pk)
    if link.state != LinkState.TAKEN_OVER:
        raise ValidationError(_("This link is not in quarantine."))
    now = timezone.now()
    link.state, link.since, link.reason, link.facts = LinkState.WORKS, now, "", {}
    link.lifted_at, link.lifted_by, link.lifted_for = now, by, link.suspect
    link.failed_on, link.due_at = [], now
    link.save()
    copy_to_entries([link])
    return link


def check_now(link):
    """Check a link while a person waits, for MAX_SECONDS at most, and return it afterwards.

    Returns None if that took too long, or another run has claimed its host. The next run checks
    it then.
    """
    now = timezone.now()
    Link.objects.filter(pk=link.pk).update(due_at=now)
    fetcher = Fetcher(
        contact=settings.LINK_CHECK_CONTACT,
        allowlist=settings.LINK_CHECK_ALLOWED,
        limits=INTERACTIVE_LIMITS,
    )
    outcomes = []
    run = Run(fetcher, DueLinks(now, only=(link.pk,)), report=outcomes.append)
    async_to_sync(run_briefly)(run, fetcher)
    return Link.objects.get(pk=link.pk) if outcomes else None


async def run_briefly(run, fetcher):
    async with fetcher:
        await run.go(seconds=MAX_SECONDS)


def pause_checks(links, do_not_check_until, do_not_check_why):
    """Pause the checks of these links until the end of a day. Without a day, resume them."""
    keys = [link.pk for link in links]
    Link.objects.filter(pk__in=keys).update(
        do_not_check_until=do_not_check_until, do_not_check_why=do_not_check_why
    )


def check_soon(links):
    """Make these links due for the next run. Returns their number."""
    return Link.objects.filter(pk__in=[link.pk for link in links]).update(due_at=timezone.now())


def link_of_resource(resource):
    """The link at a resource's address, created if need be. None without a checkable address."""
    occurrences.sync_entries(kind_of(Resource), [resource.pk])
    return Link.objects.filter(address=resource.url).first() if resource.url else None
