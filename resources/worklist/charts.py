"""How the catalogue is doing: when it was reviewed, what it covers, how its links fare.

Each function costs a constant number of queries and answers rows that a table shows as they are;
the drawings beside them come from the same rows.
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
BOX = 16
DAYS = [0, 91, 365, 730]


@dataclass(frozen=True)
class Share:
    """A part of a whole, with its place on a line a hundred long."""

    label: str
    count: int
    start: float
    length: float

    @property
    def percent(self):
        return round(self.length)


def freshness():
    """How many published resources were reviewed when: the freshest first, the unseen last."""
    today = timezone.localdate()
    days = [today - timedelta(days=days) for days in DAYS]
    since = {f"since_{n}": within(new, old) for n, (new, old) in enumerate(pairwise(days))}
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


def within(new, old):
    """Reviewed after `old`; a day yet to come counts as today."""
    later = Q() if new == timezone.localdate() else Q(reviewed_on__lte=new)
    return later & Q(reviewed_on__gt=old)


def shares(counted):
    counted = list(counted)
    total = sum(count for _label, count in counted) or 1
    found, start = [], 0.0
    for label, count in counted:
        length = 100 * count / total
        found.append(Share(label, count, round(start, 2), round(length, 2)))
        start += length
    return found


@dataclass(frozen=True)
class Cell:
    """Resources for one role on one topic, by language; each also as a bar in a box 16 high."""

    english: int
    spanish: int
    english_height: int
    spanish_height: int

    @property
    def english_top(self):
        return BOX - self.english_height

    @property
    def spanish_top(self):
        return BOX - self.spanish_height

    @property
    def is_gap(self):
        return not (self.english and self.spanish)


@dataclass(frozen=True)
class Coverage:
    roles: list
    rows: list  # (topic, cells)
    gaps: int


def coverage():
    """Resources by topic, role and their own language, counted in the search index."""
    snapshot = search.current_snapshot()
    terms = snapshot.labels.terms
    languages = terms.get("language", {})
    english, spanish = (having(snapshot, languages.get(code)) for code in LANGUAGES)
    roles = list(terms.get(ROLE, {}).values())
    rows, gaps = [], 0
    for topic in terms.get(TOPIC, {}).values():
        on_topic = having(snapshot, topic) & snapshot.listed
        cells = [cell(on_topic & having(snapshot, role), english, spanish) for role in roles]
        gaps += sum(cell.is_gap for cell in cells)
        rows.append((topic, cells))
    return Coverage(roles, rows, gaps)


def having(snapshot, term):
    return snapshot.index.with_term.get(term.pk, EMPTY) if term else EMPTY


def cell(found, english, spanish):
    counts = [found.intersection_cardinality(some) for some in (english, spanish)]
    return Cell(*counts, *map(height, counts))


def height(count):
    """Of a bar: one resource shows, two are taller, and sixty-four fill it."""
    return min(BOX, 2 * count.bit_length() + 2) if count else 0


@dataclass(frozen=True)
class Month:
    month: object
    troubled: int
    total: int
    x: int
    y: float
    height: float


def link_trouble_by_month():
    """The last twelve months that were counted, the oldest first, with a bar for each."""
    rows = list(LinkMonth.objects.order_by("-month")[:MONTHS_SHOWN])[::-1]
    troubled = [sum(row.counts.get(state, 0) for state in TROUBLE) for row in rows]
    most = max(troubled, default=0) or 1
    return [
        Month(row.month, count, row.total, 24 * n, 60 - tall, tall)
        for n, (row, count) in enumerate(zip(rows, troubled, strict=True))
        for tall in [round(56 * count / most, 1)]
    ]
