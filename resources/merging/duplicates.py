"""Entries that may be the same: one address, or similar titles at a publisher.

An address counts only if it is the resource's own: many resources may lead to one page of their
publisher. Titles are similar if their words are, in any order, apart from a small misspelling. A
number that only one of them has tells two volumes or two years apart.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from resources.models import Resource
from resources.search.analysis import folded_words

MIN_SIMILARITY = 92  # of 100, as rapidfuzz measures it
MIN_TITLE_LENGTH = 8  # characters. Shorter titles are similar by chance.
MAX_TITLES_COMPARED = 2_000  # of one organization
MAX_DUPLICATES = 50  # of one entry


class DuplicateReason(models.TextChoices):
    ADDRESS = "address", _("the same address")
    TITLE = "title", _("nearly the same title at the same organization")


@dataclass(frozen=True)
class Duplicate:
    """An entry that may be the same as another one, and the reason to think so."""

    entry: Resource
    reason: DuplicateReason


@dataclass
class TitleIndex:
    """The titles of one organization's entries. Each list has them in one order."""

    texts: list = field(default_factory=list)
    sorted_texts: list = field(default_factory=list)  # the same, with their words from A to Z
    entries: list = field(default_factory=list)

    def add(self, entry):
        for title in comparable_titles(entry):
            self.texts.append(title)
            self.sorted_texts.append(sorted_words(title))
            self.entries.append(entry)

    def similar_to(self, title):
        """Yields entries with a similar title, or similar words in another order."""
        for query, texts in (
            (title, self.texts),
            (sorted_words(title), self.sorted_texts),
        ):
            near = process.extract(
                query, texts, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=None
            )
            for _text, _points, place in near:
                if numbers_in(self.texts[place]) == numbers_in(title):
                    yield self.entries[place]


@dataclass
class DuplicateIndex:
    """The entries of some addresses and organizations, to find duplicates among."""

    by_address: dict = field(default_factory=lambda: defaultdict(list))
    by_organization: dict = field(default_factory=lambda: defaultdict(TitleIndex))

    @classmethod
    def of(cls, at_addresses, by_organizations):
        known = cls()
        for entry in filter(has_own_address, at_addresses):
            known.by_address[entry.url_key].append(entry)
        for entry in by_organizations:
            same = known.by_organization[entry.organization_id]
            if len(same.entries) < MAX_TITLES_COMPARED:
                same.add(entry)
        return known

    def duplicates_of(self, entry):
        found = {}
        if has_own_address(entry):
            for other in self.by_address.get(entry.url_key, ()):
                found.setdefault(other.pk, Duplicate(other, DuplicateReason.ADDRESS))
        same = self.by_organization.get(entry.organization_id, TitleIndex())
        for title in comparable_titles(entry):
            for other in same.similar_to(title):
                found.setdefault(other.pk, Duplicate(other, DuplicateReason.TITLE))
        found.pop(entry.pk, None)
        return list(found.values())[:MAX_DUPLICATES]


def duplicates_of(entry):
    """The Duplicates of `entry`, which need not be saved."""
    return next((duplicates for _entry, duplicates in find_duplicates([entry])), [])


def find_duplicates(entries):
    """[(entry, its Duplicates)] of entries that have any, closed ones included.

    It takes two queries at most. Pass a few hundred entries at a time: databases limit the
    number of parameters of a query.
    """
    entries = list(entries)
    keys = {entry.url_key for entry in entries if has_own_address(entry)}
    organizations = {entry.organization_id for entry in entries if entry.organization_id}
    near = Resource.objects.only(*COMPARED_FIELDS).order_by("pk")
    at_addresses = near.filter(url_key__in=keys) if keys else ()
    by_organizations = near.filter(organization__in=organizations) if organizations else ()
    known = DuplicateIndex.of(at_addresses, by_organizations)
    found = [(entry, known.duplicates_of(entry)) for entry in entries]
    return [(entry, duplicates) for entry, duplicates in found if duplicates]


COMPARED_FIELDS = [
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


def comparable_titles(entry):
    """The titles of an entry, folded for comparison, without too short ones."""
    folded = {" ".join(folded_words(title)) for title in (entry.title_en, entry.title_es) if title}
    return [title for title in folded if len(title) >= MIN_TITLE_LENGTH]


def sorted_words(title):
    return " ".join(sorted(title.split()))


def numbers_in(title):
    """The numbers in a title, Roman ones included, such as the I of “Part I”."""
    return sorted(w for w in title.split() if any(c.isdigit() for c in w) or is_roman_numeral(w))


def is_roman_numeral(word):
    return set(word) <= set("ivx")
