"""What the worklist is made of. Kinds of entries declare what finds issues in them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy

from resources.entry_kinds import kinds
from resources.models import Status


@dataclass(frozen=True)
class Settlement:
    """The one click: what its button says, and what it does with (item, entry, user).

    It may raise `ValidationError` with words for the curator, or answer sentences about what is
    left to do. Where an item is about no entry, `permission` says who may click.
    """

    label: str
    settle: Callable
    permission: str = ""


@dataclass(frozen=True)
class Reason:
    """Why something is listed. `sentence` says it in words from an item's details.

    One goes to mend it to the field `opens` of the entry's form, or where `leads_to` says of an
    item. Items about no entry are about what `about` names; `among` gives the condition for those
    that have to do with some entries, [(content type, queryset)]. `links` shows the links that
    items are about: {key of the item: lines}.
    """

    slug: str
    label: str
    sentence: Callable[[dict], str]
    settlement: Settlement | None = None
    opens: str = ""
    leads_to: Callable[[Model], str] | None = None
    about: str = gettext_lazy("words of visitors")
    among: Callable[[list], Q] | None = None
    links: Callable[[list], dict] | None = None


@dataclass(frozen=True)
class Finding:
    """That an entry (its key), or words, is listed for a reason. Heavier ones come first.

    `due_on` is the day it is shown from; without one, the day it was found.
    """

    key: int | None
    reason: Reason
    weight: int
    details: dict = field(default_factory=dict)
    concerns: str = ""
    due_on: date | None = None
    words: str = ""


reasons: dict[str, Reason] = {}
standing: dict[str, Callable] = {}


def watched_kinds():
    """The kinds of entries that the worklist watches."""
    return {slug: kind for slug, kind in kinds.items() if kind.worklist}


def register_reasons(*some):
    """Let items of the worklist have these reasons."""
    reasons.update((reason.slug, reason) for reason in some)


def register_standing(reason, findings):
    """A reason that follows no entry: `findings()` gives all its findings, a few hundred at most.

    It is asked whenever somebody opens the worklist, and yields (kind, finding); the kind is None
    where a finding is about words.
    """
    register_reasons(reason)
    standing[reason.slug] = findings


def is_public(record):
    """Whether visitors read it now. What has no status is public at once."""
    return getattr(record, "status", Status.PUBLISHED) == Status.PUBLISHED
