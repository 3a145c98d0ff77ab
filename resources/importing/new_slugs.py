"""Ids for entries whose file gives none: made from their titles, as the desk does."""

from itertools import count

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify

from resources.models import FormerSlug, Resource

from .columns import ID

LONGEST = 190  # characters, so that a number fits behind
NAMELESS = "resource"


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
        wanted = [slug_of(next(filter(None, c.titles))) for c in nameless]
        taken = taken_of(set(wanted))
        for comparison, slug in zip(nameless, wanted, strict=True):
            comparison.slug = self.free(slug, taken)
            self.given.add(comparison.slug)

    def free(self, slug, taken):
        if slug not in taken and slug not in self.given:
            return slug
        for number in count(self.next_numbers.get(slug, 2)):
            numbered = f"{slug}-{number}"
            if numbered not in self.given and not taken_of({numbered}):
                self.next_numbers[slug] = number + 1
                return numbered
        return None  # never: there is always another number


def slug_of(title):
    return slugify(title)[:LONGEST].strip("-") or NAMELESS


def taken_of(slugs):
    """Those of `slugs` that an entry has or once had."""
    kind = ContentType.objects.get_for_model(Resource)
    former = FormerSlug.objects.filter(content_type=kind, slug__in=slugs)
    now = Resource.objects.filter(slug__in=slugs)
    return {*now.values_list("slug", flat=True), *former.values_list("slug", flat=True)}
