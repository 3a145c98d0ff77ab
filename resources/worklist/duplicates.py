"""Resources that are listed twice: at one address, or with nearly one title by one publisher.

Of a pair the later one is listed, and names the one it looks like.
"""

import re
from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from resources.models import Resource, Status, WorkItem

from .kinds import Finding, Reason, Settlement
from .settling import let_be

ALIKE = 92  # of 100
MOST_ALIKE = 50
WEIGHT = 60
NUMBER = re.compile(r"\d+")  # “Part 1” and “Part 2” are two things


def said_of_duplicate(details):
    if details["same"] == "address":
        return _("It leads to the same address as “%(title)s”.") % details
    return _("It has nearly the same title as “%(title)s”, by the same publisher.") % details


THEY_DIFFER = Settlement(gettext_lazy("They are different"), let_be)
DUPLICATE = Reason("duplicate", gettext_lazy("Near-duplicate"), said_of_duplicate, THEY_DIFFER)


def duplicates(kind, records):
    """The earlier resource each one looks like most: the same address counts above a title."""
    alike = Alike(record for record in records if record.status != Status.CLOSED)
    pairs = {record.pk: alike.earlier(record) for record in alike.records}
    named = Resource.objects.in_bulk({pair[0] for pair in pairs.values() if pair})
    for key, pair in pairs.items():
        if pair and pair[0] in named:
            other, same = pair
            details = {"other": other, "title": str(named[other]), "same": same}
            yield Finding(key, DUPLICATE, WEIGHT, details, concerns=concern(other, same))


def resources_alike(keys):
    """Those that look like one of `keys` now, and those that were said to."""
    alike = Alike(Resource.objects.filter(pk__in=keys))
    found = {key for record in alike.records for key in alike.all(record)}
    concerns = [concern(key, same) for key in keys for same in ("address", "title")]
    said = WorkItem.objects.filter(reason=DUPLICATE.slug, concerns__in=concerns)
    return found.union(said.values_list("object_id", flat=True))


def concern(other, same):
    return f"{same} {other}"


def leads_to_itself(record):
    """Whether its address is its own: many resources may lead to one page of their publisher."""
    return bool(record.url_key) and not record.leads_to_publisher


class Alike:
    """What some records may be the same as: two queries, whatever their number."""

    def __init__(self, records):
        self.records = list(records)
        self.at_address, self.titles = defaultdict(list), defaultdict(dict)
        open_ones = Resource.objects.exclude(status=Status.CLOSED).order_by("pk")
        addresses = {record.url_key for record in self.records if leads_to_itself(record)}
        at_address = open_ones.exclude(link_target=Resource.LinkTarget.PUBLISHER_PAGE)
        for address, key in at_address.filter(url_key__in=addresses).values_list("url_key", "pk"):
            self.at_address[address].append(key)
        publishers = {record.organization_id for record in self.records}
        rows = open_ones.filter(organization__in=publishers)
        for publisher, key, *titles in rows.values_list(
            "organization_id", "pk", "title_en", "title_es"
        ):
            for title in filter(None, map(default_process, titles)):
                self.titles[publisher][title, key] = title

    def earlier(self, record):
        """(key, what is the same) of the first at its address, or of the one with its title."""
        for keys, same in (
            (self.at_its_address(record), "address"),
            (self.with_title_of(record), "title"),
        ):
            if before := [key for key in keys if key < record.pk]:
                return before[0], same
        return None

    def all(self, record):
        return [*self.at_its_address(record), *self.with_title_of(record)][:MOST_ALIKE]

    def at_its_address(self, record):
        return self.at_address[record.url_key] if leads_to_itself(record) else []

    def with_title_of(self, record):
        """Keys of its publisher's others with nearly its title and the same numbers in it."""
        found = []
        for title in filter(None, map(default_process, (record.title_en, record.title_es))):
            for other, _score, (_title, key) in process.extract(
                title,
                self.titles[record.organization_id],
                scorer=fuzz.ratio,
                processor=None,
                score_cutoff=ALIKE,
                limit=MOST_ALIKE,
            ):
                if key != record.pk and NUMBER.findall(other) == NUMBER.findall(title):
                    found.append(key)
        return list(dict.fromkeys(found))
