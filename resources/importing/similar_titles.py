"""Entries with similar titles. A preview points them out, and they decide nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from resources.merging.duplicates import MAX_TITLES_COMPARED, TitleIndex, comparable_titles
from resources.models import Resource


@dataclass(slots=True)
class TitledEntry:
    """The part of an entry that is compared. It is small, as there are many."""

    slug: str
    title_en: str
    title_es: str

    @property
    def title(self) -> str:
        return self.title_en or self.title_es


class KnownTitles:
    """The titles of the organizations in a file, and of the file's entries."""

    def __init__(self) -> None:
        self.by_organization: dict[int | None, TitleIndex] = defaultdict(TitleIndex)
        self.loaded: set[int | None] = set()

    def load(self, organizations: Iterable[int | None]) -> None:
        """Load the stored titles of organizations that are not loaded yet."""
        new = set(organizations) - self.loaded
        stored = Resource.objects.filter(organization__in=new).order_by("pk")
        columns = ("organization_id", "slug", "title_en", "title_es")
        for organization, *titled in stored.values_list(*columns).iterator():
            self.add(organization, TitledEntry(*titled))
        self.loaded |= new

    def add(self, organization: int | None, entry: TitledEntry) -> None:
        index = self.by_organization[organization]
        if len(index.entries) < MAX_TITLES_COMPARED:
            index.add(entry)

    def similar(self, organization: int | None, entry: TitledEntry) -> TitledEntry | None:
        """Another entry of the organization with a similar title, if there is one."""
        index = self.by_organization[organization]
        found = (other for title in comparable_titles(entry) for other in index.similar_to(title))
        return next((other for other in found if other.slug != entry.slug), None)
