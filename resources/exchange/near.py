"""Entries that may be one: pointed out in a preview, never decided by it."""

from collections import defaultdict

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from resources.models import Resource

NEARLY_THE_SAME = 92  # per cent
MOST_COMPARED = 500  # titles of one organization; of more, only equal ones are found


class Titles:
    """The titles of the organizations that a file names, those of its own new rows included."""

    def __init__(self):
        self.by_organization = defaultdict(dict)  # {title as compared: (slug, title)}
        self.known = set()

    def load(self, organizations):
        """Know what is stored of these; each is asked for once."""
        new = set(organizations) - self.known
        rows = Resource.objects.filter(organization__in=new).order_by("pk")
        columns = ("organization_id", "slug", "title_en", "title_es")
        for organization, slug, *titles in rows.values_list(*columns):
            self.add(organization, slug, titles)
        self.known |= new

    def add(self, organization, slug, titles):
        for title in filter(None, titles):
            known = self.by_organization[organization]
            known.setdefault(default_process(title), (slug, title))

    def near(self, organization, titles, *, besides):
        """(slug, title) of another entry with nearly the same title, or None."""
        known = self.by_organization[organization]
        for title in map(default_process, filter(None, titles)):
            for other in (title, *alike(title, known)):
                slug, shown = known.get(other, (besides, ""))
                if slug != besides:
                    return slug, shown
        return None


def alike(title, known):
    if len(known) > MOST_COMPARED:
        return []
    found = process.extract(
        title, list(known), scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME, limit=3
    )
    return [other for other, _score, _index in found]
