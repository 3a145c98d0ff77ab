"""Which entry a row is about: by its id, by an id it once had, else by its address.

An address tells only where it is the resource's own: many may lead to one page of a publisher.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from resources.models import FormerSlug, Resource
from resources.models.url_keys import url_key

from .columns import ID
from .errors import RefusedError, Remark


@dataclass
class Match:
    key: int | None = None  # of the resource; None for a new one
    slug: str = ""
    is_new: bool = False
    note: Remark | None = None  # how it was found, if not by its id


class Matcher:
    """Matches a batch of rows with what is stored, in three queries."""

    def __init__(self, rows):
        ids = {row.cells.get(ID, "").strip() for row in rows} - {""}
        self.by_slug = dict(Resource.objects.filter(slug__in=ids).values_list("slug", "pk"))
        self.by_former_slug = former_slugs(ids - self.by_slug.keys())
        keys = {own_address(row.cells) for row in rows} - {""}
        self.by_address = defaultdict(dict)
        for key, slug, pk in at_addresses(keys).values_list("url_key", "slug", "pk"):
            self.by_address[key][slug] = pk

    def match(self, row):
        """Raises RefusedError where several entries fit."""
        given = row.cells.get(ID, "").strip()
        if given in self.by_slug:
            return Match(self.by_slug[given], given)
        if given in self.by_former_slug:
            slug, key = self.by_former_slug[given]
            return Match(key, slug, note=Remark("matched-former", given=given, slug=slug))
        found = self.by_address.get(own_address(row.cells), {})
        if len(found) > 1:
            slugs = ", ".join(sorted(found)[:5])
            raise RefusedError("which-entry", column="url", slugs=slugs)
        for slug, key in found.items():
            note = Remark("matched-address", given=given[:100], slug=slug) if given else None
            return Match(key, slug, note=note)
        return Match(is_new=True)

    def others_at(self, key, *, besides):
        """Slugs of other entries whose address has this key."""
        return sorted(self.by_address.get(key, {}).keys() - {besides})


def own_address(texts):
    """The key of the address among a row's texts; empty where it is a page of the publisher."""
    if texts.get("link_target", "").strip() == Resource.LinkTarget.PUBLISHER_PAGE:
        return ""
    return url_key(texts.get("url", ""))


def at_addresses(keys):
    """The resources whose own address has one of these keys."""
    return Resource.objects.filter(url_key__in=keys, link_target=Resource.LinkTarget.ITEM)


def former_slugs(slugs):
    """{former slug: (slug of today, key)}"""
    kind = ContentType.objects.get_for_model(Resource)
    former = FormerSlug.objects.filter(content_type=kind, slug__in=slugs)
    keys = dict(former.values_list("slug", "object_id"))
    today = dict(Resource.objects.filter(pk__in=keys.values()).values_list("pk", "slug"))
    return {slug: (today[key], key) for slug, key in keys.items() if key in today}
