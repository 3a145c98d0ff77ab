"""Slugs for new entries without an id, made from their titles as in the admin."""

from collections.abc import Collection, Iterable
from itertools import count

from resources.models import Resource
from resources.models.slugs import slug_from, used_slugs

from .columns import ID
from .compare import Comparison


class SlugAllocator:
    """Assigns slugs that no stored entry and no earlier row of the file uses."""

    def __init__(self) -> None:
        self.assigned: set[str] = set()
        self.next_numbers: dict[str, int] = {}

    def assign(self, comparisons: Iterable[Comparison]) -> None:
        """Set the slug of each Comparison."""
        without_id = []
        for comparison in comparisons:
            comparison.slug = comparison.row.cells.get(ID, "").strip()
            self.assigned.add(comparison.slug)
            if not comparison.slug:
                without_id.append(comparison)
        wanted = [slug_from(next(filter(None, c.titles)), fallback="resource") for c in without_id]
        used = used_slugs(Resource, slug__in=set(wanted))
        for comparison, slug in zip(without_id, wanted, strict=True):
            comparison.slug = self.free_slug(slug, used)
            self.assigned.add(comparison.slug)

    def free_slug(self, slug: str, used: Collection[str]) -> str:
        """The slug itself, or with the first number that makes it free."""
        if slug not in used and slug not in self.assigned:
            return slug
        for number in count(self.next_numbers.get(slug, 2)):
            numbered = f"{slug}-{number}"
            if numbered not in self.assigned and not used_slugs(Resource, slug=numbered):
                break
        self.next_numbers[slug] = number + 1
        return numbered
