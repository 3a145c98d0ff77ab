"""Ids for entries whose file gives none: made from their titles, as the desk does."""

from itertools import count

from resources.models import Resource
from resources.models.slugs import slug_from, used_slugs

from .columns import ID


class Names:
    """The slugs that one file's new entries take."""

    def __init__(self):
        self.given = set()
        self.next_numbers = {}

    def give(self, comparisons):
        """Say in each which slug it will have."""
        nameless = []
        for comparison in comparisons:
            comparison.slug = comparison.row.cells.get(ID, "").strip()
            self.given.add(comparison.slug)
            if not comparison.slug:
                nameless.append(comparison)
        wanted = [slug_from(next(filter(None, c.titles)), fallback="resource") for c in nameless]
        taken = used_slugs(Resource, slug__in=set(wanted))
        for comparison, slug in zip(nameless, wanted, strict=True):
            comparison.slug = self.free(slug, taken)
            self.given.add(comparison.slug)

    def free(self, slug, taken):
        if slug not in taken and slug not in self.given:
            return slug
        for number in count(self.next_numbers.get(slug, 2)):
            numbered = f"{slug}-{number}"
            if numbered not in self.given and not used_slugs(Resource, slug=numbered):
                self.next_numbers[slug] = number + 1
                return numbered
        return None  # never: there is always another number
