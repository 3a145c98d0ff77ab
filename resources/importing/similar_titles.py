"""Entries with nearly one title: pointed out in a preview, never decided by it."""

from collections import defaultdict
from dataclasses import dataclass

from resources.merging.duplicates import MAX_TITLES_COMPARED, TitleIndex, comparable_titles
from resources.models import Resource


@dataclass(slots=True)
class Titled:
    """As much of an entry as is compared, for there are many."""

    slug: str
    title_en: str
    title_es: str

    @property
    def title(self):
        return self.title_en or self.title_es


class TitlesSeen:
    """The titles of the organizations that a file names, those of its own new rows included."""

    def __init__(self):
        self.by_organization = defaultdict(TitleIndex)
        self.known = set()

    def load(self, organizations):
        """Know what is stored of these; each is asked for once."""
        new = set(organizations) - self.known
        stored = Resource.objects.filter(organization__in=new).order_by("pk")
        columns = ("organization_id", "slug", "title_en", "title_es")
        for organization, *titled in stored.values_list(*columns).iterator():
            self.add(organization, Titled(*titled))
        self.known |= new

    def add(self, organization, entry):
        same = self.by_organization[organization]
        if len(same.entries) < MAX_TITLES_COMPARED:
            same.add(entry)

    def near(self, organization, entry):
        """Another entry of the organization with nearly the same title, or None."""
        same = self.by_organization[organization]
        found = (other for title in comparable_titles(entry) for other in same.similar_to(title))
        return next((other for other in found if other.slug != entry.slug), None)
