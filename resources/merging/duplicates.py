"""Entries that may be one and the same: one address, or nearly one title at one organization.

An address counts where it is the resource's own: many may lead to one page of their publisher.
Titles count as nearly the same when their words are, in whatever order, with a slip of the pen in
them; but a number in one and not in the other tells two volumes or two years apart.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from resources.models import Resource
from resources.search.analysis import folded_words

ALIKE = 92  # of 100 points of likeness
SHORTEST_TITLE = 8  # letters; shorter titles are alike by chance
MOST_COMPARED = 2_000  # titles of one organization
MOST_FOUND = 50  # for one entry


class Reason(models.TextChoices):
    ADDRESS = "address", _("the same address")
    TITLE = "title", _("nearly the same title at the same organization")


@dataclass(frozen=True)
class Duplicate:
    """An entry that another one may repeat, and why we think so."""

    entry: Resource
    reason: Reason


@dataclass
class Titles:
    """Titles of the entries of one organization, taken apart once; a place in each list is one."""

    texts: list = field(default_factory=list)
    in_order: list = field(default_factory=list)  # the same with their words from A to Z
    entries: list = field(default_factory=list)

    def add(self, entry):
        for title in titles_of(entry):
            self.texts.append(title)
            self.in_order.append(with_words_in_order(title))
            self.entries.append(entry)

    def like(self, title):
        """Entries that have nearly this title, or nearly its words."""
        for sought, texts in (
            (title, self.texts),
            (with_words_in_order(title), self.in_order),
        ):
            near = process.extract(sought, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
            for _text, _points, place in near:
                if numbers_in(self.texts[place]) == numbers_in(title):
                    yield self.entries[place]


@dataclass
class Known:
    """What is compared of the entries of some organizations and addresses."""

    by_address: dict = field(default_factory=lambda: defaultdict(list))
    by_organization: dict = field(default_factory=lambda: defaultdict(Titles))

    @classmethod
    def of(cls, at_addresses, by_organizations):
        known = cls()
        for entry in filter(has_own_address, at_addresses):
            known.by_address[entry.url_key].append(entry)
        for entry in by_organizations:
            same = known.by_organization[entry.organization_id]
            if len(same.entries) < MOST_COMPARED:
                same.add(entry)
        return known

    def duplicates_of(self, entry):
        found = {}
        if has_own_address(entry):
            for other in self.by_address.get(entry.url_key, ()):
                found.setdefault(other.pk, Duplicate(other, Reason.ADDRESS))
        same = self.by_organization.get(entry.organization_id, Titles())
        for title in titles_of(entry):
            for other in same.like(title):
                found.setdefault(other.pk, Duplicate(other, Reason.TITLE))
        found.pop(entry.pk, None)
        return list(found.values())[:MOST_FOUND]


def duplicates_of(entry):
    """The entries that `entry`, saved or not, may repeat."""
    return next((duplicates for _entry, duplicates in near_duplicates([entry])), [])


def near_duplicates(entries):
    """[(entry, its duplicates, closed ones too)] of those that have any, in two queries at most.

    Hand over a few hundred at once: databases limit how much one query may name.
    """
    entries = list(entries)
    keys = {entry.url_key for entry in entries if has_own_address(entry)}
    organizations = {entry.organization_id for entry in entries if entry.organization_id}
    near = Resource.objects.only(*COMPARED).order_by("pk")
    at_addresses = near.filter(url_key__in=keys) if keys else ()
    by_organizations = near.filter(organization__in=organizations) if organizations else ()
    known = Known.of(at_addresses, by_organizations)
    found = [(entry, known.duplicates_of(entry)) for entry in entries]
    return [(entry, duplicates) for entry, duplicates in found if duplicates]


COMPARED = [
    "title_en",
    "title_es",
    "slug",
    "url",
    "url_key",
    "link_target",
    "organization",
    "status",
]


def has_own_address(entry):
    return bool(entry.url) and not entry.leads_to_publisher


def titles_of(entry):
    """Its titles as they are compared: folded words."""
    folded = {" ".join(folded_words(title)) for title in (entry.title_en, entry.title_es) if title}
    return [title for title in folded if len(title) >= SHORTEST_TITLE]


def with_words_in_order(title):
    return " ".join(sorted(title.split()))


def numbers_in(title):
    """What counts in a title: its numbers, and single letters such as the I of “Part I”."""
    return sorted(w for w in title.split() if any(c.isdigit() for c in w) or is_roman(w))


def is_roman(word):
    return set(word) <= set("ivx")
