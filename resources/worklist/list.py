"""The list as curators see it: filtered, ranked and paginated."""

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

from .issues import IssueReason, reasons, watched_kinds

PER_PAGE = 25
MAX_COLLEAGUES = 200
ME, NOBODY = "me", "nobody"


def colleagues():
    """Users with an active account for the desk: items can be assigned to them."""
    users = get_user_model().objects.filter(is_active=True, is_staff=True)
    return users.order_by("username")[:MAX_COLLEAGUES]


def assignees():
    """Choices of the filter and the form: (value, label)."""
    names = [(user.get_username(), user.get_username()) for user in colleagues()]
    return [(ME, _("Me")), (NOBODY, _("Nobody yet")), *names]


class WorklistFilterSet(filters.FilterSet):
    """Filters of the worklist, except `reason`.

    Every reason has its count, whichever is chosen, so that filter comes last.
    """

    topic = filters.ModelChoiceFilter(
        label=_("Topic"),
        queryset=Term.objects.topics(),
        to_field_name="slug",
        empty_label=_("Any topic"),
        method="filter_by_topic",
    )
    organization = filters.CharFilter(
        label=_("Organization"), max_length=200, method="filter_by_organization"
    )
    assignee = filters.ChoiceFilter(
        label=_("Who takes it"),
        choices=assignees,
        empty_label=_("Anybody"),
        method="filter_by_assignee",
    )

    class Meta:
        model = WorkItem
        fields = []

    def filter_by_topic(self, items, name, topic):
        return items.filter(items_with_entry("topics", topic))

    def filter_by_organization(self, items, name, words):
        found = Organization.objects.filter(name__icontains=words)
        return items.filter(items_with_entry("organization", found.values("pk"), "__in"))

    def filter_by_assignee(self, items, name, value):
        if value == ME:
            return items.filter(assignee=self.request.user)
        if value == NOBODY:
            return items.filter(assignee=None)
        return items.filter(assignee__username=value)


def items_with_entry(lookup, value, operator=""):
    """Condition for items whose entry, or an entry with one of their links, matches.

    `lookup` is "topics" or "organization", an attribute of `WorklistOptions`.
    """
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
    entry_conditions = [
        Q(content_type=content_type, object_id__in=records.values("pk"))
        for content_type, records in entries
    ]
    link_conditions = [
        reason.items_about(entries) for reason in reasons.values() if reason.items_about
    ]
    return reduce(or_, entry_conditions + link_conditions)


class Worklist:
    """The worklist for a request: `page`, its `rows`, and `counts` of all reasons."""

    def __init__(self, request):
        self.request = request
        self.filterset = WorklistFilterSet(
            request.GET, queryset=WorkItem.objects.open(), request=request
        )
        reason = request.GET.get("reason")
        self.reason = reasons.get(reason)

    @cached_property
    def items_of_all_reasons(self):
        return self.filterset.qs

    @property
    def items(self):
        items = self.items_of_all_reasons
        if self.reason:
            items = items.filter(reason=self.reason.slug)
        return items.ranked()

    @cached_property
    def counts(self):
        """{reason: number of items}, largest first. One query."""
        items = self.items_of_all_reasons.order_by()
        rows = items.values_list("reason").annotate(count=Count("pk"))
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
        return worklist_rows(self.page.object_list, links_of_items)


class CountedPaginator(Paginator):
    """A paginator whose count is set instead of queried."""

    count = 0


@dataclass(frozen=True)
class WorklistRow:
    """An item with its entry.

    Never use `item.entry` here: it costs a query for each row.
    """

    item: WorkItem
    reason: IssueReason
    kind: EntryKind | None
    entry: Model | None
    links: list = field(default_factory=list)

    @property
    def title(self):
        return str(self.entry) if self.entry else self.item.words

    @property
    def kind_name(self):
        return self.kind.model._meta.verbose_name if self.kind else self.reason.subject

    @property
    def sentence(self):
        return self.reason.explain(self.item.details)

    @property
    def more_links(self):
        """Number of the item's links that are not shown."""
        return self.item.details["count"] - len(self.links) if self.links else 0

    @property
    def url(self):
        """URL of the page where the issue can be resolved."""
        if self.reason.url_of:
            return self.reason.url_of(self.item)
        meta = self.entry._meta
        form = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.entry.pk])
        return f"{form}#id_{self.form_field}" if self.form_field else form

    @property
    def form_field(self):
        """Name of the form field to open. Empty for the top of the form.

        For a text of a part, such as a step of a guide, the form opens at the top.
        """
        text = next(iter(self.item.details.get("texts", [])), "") or self.item.details.get("text")
        if text and text.startswith(f"{self.kind.model._meta.label_lower}."):
            name = text.rpartition(".")[2]
            is_missing = "texts" in self.item.details
            return f"{name.removesuffix('_en')}_es" if is_missing else name
        return self.reason.form_field


def worklist_rows(items, look_up_links=lambda items: {}):
    """A row for each item whose entry still exists. One query for each kind of entry.

    Pass `links_of_items` to load the links of the items too.
    """
    by_type = {kind.content_type.pk: kind for kind in watched_kinds().values()}
    entries = {}
    for type_key, kind in by_type.items():
        keys = [item.object_id for item in items if item.content_type_id == type_key]
        if keys:
            named = kind.entries_for_names().in_bulk(keys)
            entries |= {(type_key, key): entry for key, entry in named.items()}
    links = look_up_links(items)
    found = []
    for item in items:
        entry = entries.get((item.content_type_id, item.object_id))
        if entry or item.words:
            kind = by_type.get(item.content_type_id)
            shown_links = links.get(item.pk, [])
            found.append(WorklistRow(item, reasons[item.reason], kind, entry, shown_links))
    return found


def links_of_items(items):
    """{key of an item: lines of its links}. A few queries for each reason about links."""
    items_by_source = {}
    for item in items:
        if look_up := reasons[item.reason].links:
            items_by_source.setdefault(look_up, []).append(item)
    lines = {}
    for look_up, some in items_by_source.items():
        lines |= look_up(some)
    return lines
