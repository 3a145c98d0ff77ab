"""The types the worklist is built from: issues, reasons and resolutions.

Each kind of entry declares in its app's `entries.py` the functions that find issues in it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy

from resources.entry_kinds import kinds
from resources.models import Status


@dataclass(frozen=True)
class Resolution:
    """The button that resolves an item with one click.

    `resolve(item, entry, user)` does the work. It may raise `ValidationError` with a message for
    the curator, and may return sentences about what is left to do. For an item without an entry,
    `permission` is the permission that the user needs.
    """

    label: str
    resolve: Callable
    permission: str = ""


@dataclass(frozen=True)
class IssueReason:
    """Why an item is listed.

    `explain` makes a sentence from an item's details. An item links to `url_of(item)`, or else to
    the field `form_field` of the entry's form. For items without an entry, `subject` names what
    they are about, and `items_about` takes [(content type, queryset of entries)] and returns the
    condition for the items that concern those entries. `links` takes items and returns the links
    to show with them: {key of the item: lines}.
    """

    slug: str
    label: str
    explain: Callable[[dict], str]
    resolution: Resolution | None = None
    form_field: str = ""
    url_of: Callable[[Model], str] | None = None
    subject: str = gettext_lazy("words of visitors")
    items_about: Callable[[list], Q] | None = None
    links: Callable[[list], dict] | None = None


@dataclass(frozen=True)
class Issue:
    """A reason to list an entry, given by its key, or to list some words.

    A higher `priority` comes first. A dismissed item is listed again when its `subject_hash`
    changes. It is shown from the day `due_on`. None means the day it was found.
    """

    key: int | None
    reason: IssueReason
    priority: int
    details: dict = field(default_factory=dict)
    subject_hash: str = ""
    due_on: date | None = None
    words: str = ""


reasons: dict[str, IssueReason] = {}
live_reasons: dict[str, Callable] = {}


def watched_kinds():
    """The kinds of entries that the worklist watches, by their slug."""
    return {slug: kind for slug, kind in kinds.items() if kind.worklist}


def register_reasons(*some):
    """Make reasons known, so that items can have them."""
    reasons.update((reason.slug, reason) for reason in some)


def register_live_reason(reason, find):
    """Register a reason whose issues are found anew each time the worklist opens.

    Their source is not in the change journal. `find()` yields (kind, issue) for all of them, a few
    hundred at most. The kind is None for an issue about words.
    """
    register_reasons(reason)
    live_reasons[reason.slug] = find


def is_published(record):
    """True if visitors can read `record` now. Records without a status always are."""
    return getattr(record, "status", Status.PUBLISHED) == Status.PUBLISHED
