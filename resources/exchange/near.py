"""Entries with nearly one title: pointed out in a preview, never decided by it."""

from collections import defaultdict

from resources.duplicates import MOST_COMPARED, Titles, titles_of
from resources.models import Resource


class TitlesSeen:
    """The titles of the organizations that a file names, those of its own new rows included."""

    def __init__(self):
        self.by_organization = defaultdict(Titles)
        self.known = set()

    def load(self, organizations):
        """Know what is stored of these; each is asked for once."""
        new = set(organizations) - self.known
        stored = Resource.objects.filter(organization__in=new).order_by("pk")
        for entry in stored.only("slug", "title_en", "title_es", "organization_id").iterator():
            self.add(entry)
        self.known |= new

    def add(self, entry):
        same = self.by_organization[entry.organization_id]
        if len(same.entries) < MOST_COMPARED:
            same.add(entry)

    def near(self, entry):
        """Another entry of its organization with nearly the same title, or None."""
        same = self.by_organization[entry.organization_id]
        found = (other for title in titles_of(entry) for other in same.like(title))
        return next((other for other in found if other.slug != entry.slug), None)
