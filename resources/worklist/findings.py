"""What the worklist is made of; apps register their own kinds of entries and reasons."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy

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


@dataclass
class Kind:
    """A kind of entry. `slug` is what the change journal calls it.

    `load` gives records with these keys and what the reasons need, in a constant number of
    queries; `for_links`, a queryset with what a record's name needs. `topics` and `organization`
    are lookups from an entry, empty where it has none. Each of `reasons` takes (kind, records)
    and yields findings; each of `widened` gives the keys of further entries whose findings
    change with those of some.
    """

    slug: str
    model: type[Model]
    load: Callable[[list], Iterable]
    parts: Callable[[Model], list] = lambda record: [record]  # its bilingual records
    for_links: Callable | None = None
    topics: str = ""
    organization: str = ""
    reasons: list = field(default_factory=list)
    widened: list = field(default_factory=list)

    @property
    def content_type(self):
        return ContentType.objects.get_for_model(self.model)

    def named(self, keys):
        """{key: record} with what their names need."""
        queryset = self.for_links() if self.for_links else self.model._default_manager.all()
        return queryset.in_bulk(keys)


kinds: dict[str, Kind] = {}
reasons: dict[str, Reason] = {}
standing: dict[str, Callable] = {}


def register_kind(kind):
    kinds[kind.slug] = kind


def register_reason(reason, **finders):
    """Know a reason, and what finds it, by the kind of entry: `resource=orphans`."""
    reasons[reason.slug] = reason
    for kind, finder in finders.items():
        kinds[kind.replace("_", "-")].reasons.append(finder)


def register_standing(reason, findings):
    """A reason that follows no entry: `findings()` gives all its findings, a few hundred at most.

    It is asked whenever somebody opens the worklist, and yields (kind, finding); the kind is None
    where a finding is about words.
    """
    reasons[reason.slug] = reason
    standing[reason.slug] = findings


def is_public(record):
    """Whether visitors read it now. What has no status is public at once."""
    return getattr(record, "status", Status.PUBLISHED) == Status.PUBLISHED
