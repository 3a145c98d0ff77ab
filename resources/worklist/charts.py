"""Figures of the charts: reviews by age, coverage, links in trouble by month.

Each function needs a constant number of queries and returns rows. The table and the drawing of a
chart both come from these rows.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from resources import search
from resources.models import ROLE, TOPIC, LinkMonth, Resource
from resources.models.link_states import TROUBLE
from resources.models.translation import LANGUAGES
from resources.search.index import EMPTY

MONTHS_SHOWN = 12
BAR_HEIGHT = 16
REVIEW_AGES = [0, 91, 365, 730]  # days


@dataclass(frozen=True)
class Share:
    """A part of a whole, with its position on a line of length 100."""

    label: str
    count: int
    start: float
    length: float

    @property
    def percent(self):
        return round(self.length)


def freshness():
    """Published resources by age of their last review: newest first, never last."""
    today = timezone.localdate()
    days = [today - timedelta(days=age) for age in REVIEW_AGES]
    spans = enumerate(pairwise(days))
    since = {f"since_{n}": reviewed_between(new, old) for n, (new, old) in spans}
    counts = Resource.objects.published().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in since.items()},
        longer_ago=Count("pk", filter=Q(reviewed_on__lte=days[-1])),
        never=Count("pk", filter=Q(reviewed_on=None)),
    )
    labels = [
        _("In the last three months"),
        _("In the last year"),
        _("One to two years ago"),
        _("Longer ago"),
        _("Never by a person"),
    ]
    return shares(zip(labels, counts.values(), strict=True))


def reviewed_between(new, old):
    """Condition: reviewed after `old` and up to `new`.

    A date in the future counts as today.
    """
    later = Q() if new == timezone.localdate() else Q(reviewed_on__lte=new)
    return later & Q(reviewed_on__gt=old)


def shares(labels_and_counts):
    counted = list(labels_and_counts)
    total = sum(count for _label, count in counted) or 1
    found, start = [], 0.0
    for label, count in counted:
        length = 100 * count / total
        found.append(Share(label, count, round(start, 2), round(length, 2)))
        start += length
    return found


@dataclass(frozen=True)
class Cell:
    """Resources for a role and topic by language, and the height of each bar."""

    english: int
    spanish: int
    english_height: int
    spanish_height: int

    @property
    def english_top(self):
        return BAR_HEIGHT - self.english_height

    @property
    def spanish_top(self):
        return BAR_HEIGHT - self.spanish_height

    @property
    def is_gap(self):
        return not (self.english and self.spanish)


@dataclass(frozen=True)
class Coverage:
    """The table of roles and topics. `gaps` counts cells that lack a language."""

    roles: list
    rows: list  # (topic, cells)
    gaps: int


def coverage():
    """Resources by topic, role and their language, counted in the search index."""
    snapshot = search.current_snapshot()
    terms = snapshot.labels.terms
    languages = terms.get("language", {})
    english, spanish = (documents_with(snapshot, languages.get(code)) for code in LANGUAGES)
    roles = list(terms.get(ROLE, {}).values())
    rows, gaps = [], 0
    for topic in terms.get(TOPIC, {}).values():
        on_topic = documents_with(snapshot, topic) & snapshot.listed
        role_documents = [on_topic & documents_with(snapshot, role) for role in roles]
        cells = [coverage_cell(found, english, spanish) for found in role_documents]
        gaps += sum(cell.is_gap for cell in cells)
        rows.append((topic, cells))
    return Coverage(roles, rows, gaps)


def documents_with(snapshot, term):
    """Bitmap of the documents that have `term`. Empty for None."""
    return snapshot.index.documents_by_term.get(term.pk, EMPTY) if term else EMPTY


def coverage_cell(found, english, spanish):
    counts = [found.intersection_cardinality(some) for some in (english, spanish)]
    return Cell(*counts, *map(bar_height, counts))


def bar_height(count):
    """Height on a logarithmic scale: 4 for one resource, 6 for two, 16 from 64 on."""
    return min(BAR_HEIGHT, 2 * count.bit_length() + 2) if count else 0


@dataclass(frozen=True)
class Month:
    """Links in trouble in one month, with the position and height of the bar."""

    month: object
    troubled: int
    total: int
    x: int
    y: float
    height: float


def link_trouble_by_month():
    """The last twelve months with counts, oldest first. Each bar is up to 56 high."""
    rows = list(LinkMonth.objects.order_by("-month")[:MONTHS_SHOWN])[::-1]
    troubled = [sum(row.counts.get(state, 0) for state in TROUBLE) for row in rows]
    most = max(troubled, default=0) or 1
    return [
        Month(row.month, count, row.total, 24 * n, 60 - tall, tall)
        for n, (row, count) in enumerate(zip(rows, troubled, strict=True))
        for tall in [round(56 * count / most, 1)]
    ]
