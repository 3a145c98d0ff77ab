"""The list as curators see it: narrowed, ranked, a page at a time."""

from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_

import django_filters as filters
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Count, Model, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.entry_kinds import EntryKind
from resources.models import Organization, Term, WorkItem

from .findings import Reason, reasons, watched_kinds

PER_PAGE = 25
MOST_COLLEAGUES = 200
ME, NOBODY = "me", "nobody"


def colleagues():
    """Who may take an item: everybody with an account for the desk."""
    users = get_user_model().objects.filter(is_active=True, is_staff=True)
    return users.order_by("username")[:MOST_COLLEAGUES]


def assignees():
    names = [(user.get_username(), user.get_username()) for user in colleagues()]
    return [(ME, _("Me")), (NOBODY, _("Nobody yet")), *names]


class WorklistFilterSet(filters.FilterSet):
    """What narrows the worklist. `reason` comes last: every reason is counted before it."""

    topic = filters.ModelChoiceFilter(
        label=_("Topic"),
        queryset=Term.objects.topics(),
        to_field_name="slug",
        empty_label=_("Any topic"),
        method="about_topic",
    )
    organization = filters.CharFilter(
        label=_("Organization"), max_length=200, method="of_organization"
    )
    assignee = filters.ChoiceFilter(
        label=_("Who takes it"), choices=assignees, empty_label=_("Anybody"), method="taken_by"
    )

    class Meta:
        model = WorkItem
        fields = []

    def about_topic(self, items, name, topic):
        return items.filter(entries_where("topics", topic))

    def of_organization(self, items, name, words):
        found = Organization.objects.filter(name__icontains=words)
        return items.filter(entries_where("organization", found.values("pk"), "__in"))

    def taken_by(self, items, name, value):
        if value == ME:
            return items.filter(assignee=self.request.user)
        if value == NOBODY:
            return items.filter(assignee=None)
        return items.filter(assignee__username=value)


def entries_where(lookup, value, operator=""):
    """A condition for items: the `topics` or `organization` of their entry, or entries, is this."""
    entries = [
        (
            kind.content_type,
            kind.model._default_manager.filter(
                **{getattr(kind.worklist, lookup) + operator: value}
            ),
        )
        for kind in watched_kinds().values()
        if getattr(kind.worklist, lookup)
    ]
    about_them = [
        Q(content_type=content_type, object_id__in=records.values("pk"))
        for content_type, records in entries
    ]
    among_them = [reason.among(entries) for reason in reasons.values() if reason.among]
    return reduce(or_, about_them + among_them)


class Worklist:
    """What a request asks for: `page` of rows, and every reason with its count."""

    def __init__(self, request):
        self.request = request
        self.filterset = WorklistFilterSet(
            request.GET, queryset=WorkItem.objects.open(), request=request
        )
        reason = request.GET.get("reason")
        self.reason = reasons.get(reason)

    @cached_property
    def before_reason(self):
        return self.filterset.qs

    @property
    def items(self):
        items = self.before_reason
        if self.reason:
            items = items.filter(reason=self.reason.slug)
        return items.ranked()

    @cached_property
    def counts(self):
        """{reason: how many items}, the most first; one query."""
        rows = self.before_reason.order_by().values_list("reason").annotate(count=Count("pk"))
        known = [(reasons[slug], count) for slug, count in rows if slug in reasons]
        return dict(sorted(known, key=lambda row: -row[1]))

    @property
    def total(self):
        return sum(self.counts.values())

    @cached_property
    def page(self):
        items = self.items.select_related("assignee")
        counted = CountedPaginator(items, PER_PAGE)
        counted.count = self.counts.get(self.reason, 0) if self.reason else self.total
        return counted.get_page(self.request.GET.get("page"))

    @cached_property
    def rows(self):
        return rows(self.page.object_list, links_of)


class CountedPaginator(Paginator):
    """A paginator that is told the count."""

    count = 0


@dataclass(frozen=True)
class Row:
    """An item with its entry, which may not be loaded by `item.entry`: that costs a query each."""

    item: WorkItem
    reason: Reason
    kind: EntryKind | None
    entry: Model | None
    links: list = field(default_factory=list)

    @property
    def title(self):
        return str(self.entry) if self.entry else self.item.words

    @property
    def kind_name(self):
        return self.kind.model._meta.verbose_name if self.kind else self.reason.about

    @property
    def sentence(self):
        return self.reason.sentence(self.item.details)

    @property
    def more_links(self):
        """How many of the links it is about are not among those shown."""
        return self.item.details["count"] - len(self.links) if self.links else 0

    @property
    def address(self):
        """Where one goes to mend it."""
        if self.reason.leads_to:
            return self.reason.leads_to(self.item)
        meta = self.entry._meta
        form = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.entry.pk])
        return f"{form}#id_{self.begin_at}" if self.begin_at else form

    @property
    def begin_at(self):
        """The field of the form to begin at."""
        text = next(iter(self.item.details.get("texts", [])), "") or self.item.details.get("text")
        if text and text.startswith(f"{self.kind.model._meta.label_lower}."):
            name = text.rpartition(".")[2]
            is_gap = "texts" in self.item.details
            return f"{name.removesuffix('_en')}_es" if is_gap else name
        return self.reason.opens


def rows(items, look_up_links=lambda items: {}):
    """A row for each item whose entry is still there: a query for each kind of entry.

    The links that items are about are looked up for those who show them.
    """
    by_type = {kind.content_type.pk: kind for kind in watched_kinds().values()}
    entries = {}
    for type_key, kind in by_type.items():
        keys = [item.object_id for item in items if item.content_type_id == type_key]
        if keys:
            named = kind.named().in_bulk(keys)
            entries |= {(type_key, key): entry for key, entry in named.items()}
    links = look_up_links(items)
    found = []
    for item in items:
        entry = entries.get((item.content_type_id, item.object_id))
        if entry or item.words:
            kind = by_type.get(item.content_type_id)
            found.append(Row(item, reasons[item.reason], kind, entry, links.get(item.pk, [])))
    return found


def links_of(items):
    """{key of an item: lines} of all that are about links, in some queries for each such reason."""
    about_links = {}
    for item in items:
        if look_up := reasons[item.reason].links:
            about_links.setdefault(look_up, []).append(item)
    lines = {}
    for look_up, some in about_links.items():
        lines |= look_up(some)
    return lines
