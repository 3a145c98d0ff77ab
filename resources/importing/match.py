"""Matching rows with stored entries: by id, former id, or else web address.

An address matches only if it is the resource's own, since many resources may lead to one page of
their publisher.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType

from resources.models import FormerSlug, Resource
from resources.models.url_keys import url_key

from .columns import ID
from .errors import RefusedError, Remark
from .rows import FileRow


@dataclass
class EntryMatch:
    """The entry of a row. Without a key it is new or, if not `is_new`, unknown."""

    key: int | None = None
    slug: str = ""
    is_new: bool = False
    note: Remark | None = None  # how the entry was found, if not by its id


class SlugAndKey(NamedTuple):
    slug: str
    key: int


class EntryMatcher:
    """Matches the rows of a batch with stored entries, in a fixed number of queries."""

    def __init__(self, rows: Iterable[FileRow]) -> None:
        rows = list(rows)
        ids = {row.cells.get(ID, "").strip() for row in rows} - {""}
        self.by_slug = dict(Resource.objects.filter(slug__in=ids).values_list("slug", "pk"))
        self.by_former_slug = entries_by_former_slug(ids - self.by_slug.keys())
        keys = {own_url_key(row.cells) for row in rows} - {""}
        self.by_address: dict[str, dict[str, int]] = defaultdict(dict)
        for key, slug, pk in resources_with_url_keys(keys).values_list("url_key", "slug", "pk"):
            self.by_address[key][slug] = pk

    def match(self, row: FileRow) -> EntryMatch:
        """Raises RefusedError if several entries match."""
        given = row.cells.get(ID, "").strip()
        if given in self.by_slug:
            return EntryMatch(self.by_slug[given], given)
        if given in self.by_former_slug:
            slug, key = self.by_former_slug[given]
            return EntryMatch(key, slug, note=Remark("matched-former", given=given, slug=slug))
        found = self.by_address.get(own_url_key(row.cells), {})
        if len(found) > 1:
            slugs = ", ".join(sorted(found)[:5])
            raise RefusedError("which-entry", column="url", slugs=slugs)
        for slug, key in found.items():
            note = Remark("matched-address", given=given[:100], slug=slug) if given else None
            return EntryMatch(key, slug, note=note)
        return EntryMatch(is_new=True)

    def others_at(self, key: str, *, besides: str) -> list[str]:
        """The slugs of entries with this URL key, without the slug `besides`."""
        return sorted(self.by_address.get(key, {}).keys() - {besides})


def own_url_key(texts: Mapping[str, str]) -> str:
    """The key of a row's web address, empty if that is a page of the publisher."""
    if texts.get("link_target", "").strip() == Resource.LinkTarget.PUBLISHER_PAGE:
        return ""
    return url_key(texts.get("url", ""))


def resources_with_url_keys(keys: Collection[str]) -> Any:
    """A queryset of the resources whose own address has one of these keys."""
    return Resource.objects.filter(url_key__in=keys, link_target=Resource.LinkTarget.ITEM)


def entries_by_former_slug(slugs: Collection[str]) -> dict[str, SlugAndKey]:
    """{former slug: present slug and key}"""
    kind = ContentType.objects.get_for_model(Resource)
    former = FormerSlug.objects.filter(content_type=kind, slug__in=slugs)
    keys = dict(former.values_list("slug", "object_id"))
    present = dict(Resource.objects.filter(pk__in=keys.values()).values_list("pk", "slug"))
    return {slug: SlugAndKey(present[key], key) for slug, key in keys.items() if key in present}
