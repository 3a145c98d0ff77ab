"""Every address that our entries show, and where it occurs.

Each kind of entry declares the addresses it shows (resources/entry_kinds.py). `sync_all` brings
Link and LinkOccurrence up to date with the entries.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from resources.batches import batches, silent
from resources.entry_kinds import kinds
from resources.models import Link, LinkOccurrence
from resources.models.fields import WEB_SCHEMES
from resources.models.translation import LANGUAGES
from resources.models.urls import display_host

from .in_text import links_in_text

ROWS_PER_BATCH = 500
MAX_ADDRESS_BYTES = 2_000  # what an index of either database takes
MAX_HOST_LENGTH = 255
MAX_LINK_TEXT_LENGTH = 200
# A checked link that no entry shows any more is kept for so long after its last check, because its
# address may come back. One that was never checked is deleted at once.
UNUSED_LINKS_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Occurrence:
    """An address in a field of an entry, and the text of the link if it has its own."""

    address: str
    field: str
    text: str = ""


def linking_kinds():
    """The kinds of entries that show addresses."""
    return [kind for kind in kinds.values() if kind.links]


def occurrences_in_texts(record, part=""):
    """Yield the links in the bilingual texts of a record. It may be a row of an entry's `part`."""
    for name in record.text_names():
        for language in LANGUAGES:
            field = f"{name}_{language}"
            for address, text in links_in_text(getattr(record, field)):
                yield Occurrence(address, f"{part}.{field}" if part else field, text)


def link_host(address):
    """The host that links are grouped by, and claimed by a run. Empty if the address has none."""
    return display_host(address).rstrip(".")[:MAX_HOST_LENGTH]


def is_checkable(address):
    """True if the checker can fetch the address, and the database store it."""
    scheme = address.partition("://")[0].lower()
    size = len(address.encode(errors="replace"))
    is_storable = size <= MAX_ADDRESS_BYTES and "\0" not in address
    return scheme in WEB_SCHEMES and is_storable and bool(link_host(address))


def sync_all(progress=silent):
    """Bring links and occurrences up to date with all entries, and delete unused links."""
    total = sum(kind.model._base_manager.count() for kind in linking_kinds())
    done = 0
    for kind in linking_kinds():
        keys = kind.model._base_manager.order_by("pk").values_list("pk", flat=True).iterator()
        for batch in batches(keys, ROWS_PER_BATCH):
            sync_entries(kind, batch)
            done += len(batch)
            progress(done, min(done / (total or 1), 1))
        delete_orphans(kind)
    delete_unused_links()


def sync_entries(kind, keys):
    """Bring the occurrences in these entries up to date, in a short transaction of its own."""
    wanted = wanted_occurrences(kind, keys)
    stored = LinkOccurrence.objects.filter(content_type=kind.content_type, object_id__in=keys)
    known = {
        (key, field, address): (occurrence, text)
        for occurrence, key, field, address, text in stored.values_list(
            "pk", "object_id", "field", "link__address", "text"
        )
    }
    new = {where: text for where, text in wanted.items() if where not in known}
    removed = [occurrence for where, (occurrence, _text) in known.items() if where not in wanted]
    renamed = [
        LinkOccurrence(pk=known[where][0], text=text)
        for where, text in wanted.items()
        if where in known and known[where][1] != text
    ]
    if not (new or removed or renamed):
        return
    with transaction.atomic():
        stored.filter(pk__in=removed).delete()
        LinkOccurrence.objects.bulk_update(renamed, ["text"])
        create_occurrences(kind, new)


def wanted_occurrences(kind, keys):
    """{(key of the entry, field, address): text of the link}"""
    found = {}
    for record in kind.entries_for_texts().filter(pk__in=keys):
        for occurrence in kind.links.occurrences(record):
            if is_checkable(occurrence.address):
                where = record.pk, occurrence.field, occurrence.address
                found.setdefault(where, occurrence.text[:MAX_LINK_TEXT_LENGTH])
    return found


def create_occurrences(kind, new):
    links = lock_links({address for _key, _field, address in new})
    LinkOccurrence.objects.bulk_create(
        (
            LinkOccurrence(
                link_id=links[address],
                content_type=kind.content_type,
                object_id=key,
                field=field,
                text=text,
            )
            for (key, field, address), text in new.items()
            if address in links  # else it was deleted this moment: the next run creates it
        ),
        ignore_conflicts=True,  # another run syncs, too
    )


def lock_links(addresses):
    """{address: key of its link}. They are created if need be, and locked in the transaction."""
    Link.objects.bulk_create(
        (Link(address=address, host=link_host(address)) for address in sorted(addresses)),
        ignore_conflicts=True,
    )
    links = Link.objects.select_for_update(no_key=True).filter(address__in=addresses)
    return dict(links.order_by("pk").values_list("address", "pk"))


def delete_orphans(kind):
    """Delete the occurrences in entries that no longer exist."""
    occurrences = LinkOccurrence.objects.filter(content_type=kind.content_type)
    occurrences.exclude(object_id__in=kind.model._base_manager.values("pk")).delete()


def delete_unused_links():
    """Delete links that no entry shows and that were never checked, or long ago."""
    long_ago = timezone.now() - UNUSED_LINKS_KEPT
    unused = Link.objects.filter(
        ~Exists(LinkOccurrence.objects.filter(link=OuterRef("pk"))),
        Q(checked_at=None) | Q(checked_at__lt=long_ago),
    )
    while True:
        with transaction.atomic():
            # Locked first, then filtered again: meanwhile an entry may have come to show one.
            locked = list(
                unused.order_by("pk").select_for_update().values_list("pk")[:ROWS_PER_BATCH]
            )
            unused.filter(pk__in=[key for (key,) in locked]).delete()
        if len(locked) < ROWS_PER_BATCH:
            return


def public_links():
    """Links on pages that visitors can open.

    Not a method of LinkQuerySet: models do not know which kinds of entries there are.
    """
    public = Q()
    for kind in linking_kinds():
        public |= Q(content_type=kind.content_type, object_id__in=kind.with_page().values("pk"))
    return Link.objects.filter(Exists(LinkOccurrence.objects.filter(public, link=OuterRef("pk"))))


def links_of_host(host):
    """Links in use at one host. All links in use for an empty `host`."""
    links = Link.objects.in_use()
    return links.filter(host=link_host(f"https://{host}/")) if host else links


def entries_by_link(links):
    """{key of a link: [(kind, entry, occurrence)]}, with the entries loaded."""
    found = {}
    for where in with_entries(LinkOccurrence.objects.filter(link__in=links)):
        found.setdefault(where[-1].link_id, []).append(where)
    return found


def with_entries(occurrences):
    """Yield (kind, entry, occurrence) for each occurrence whose entry exists. One query a kind."""
    kind_of_type = {kind.content_type.pk: kind for kind in linking_kinds()}
    occurrences = list(occurrences)
    entries = {}
    for type_id, kind in kind_of_type.items():
        keys = {one.object_id for one in occurrences if one.content_type_id == type_id}
        for entry in kind.entries_for_texts().filter(pk__in=keys) if keys else ():
            entries[type_id, entry.pk] = entry
    for one in occurrences:
        if entry := entries.get((one.content_type_id, one.object_id)):
            yield kind_of_type[one.content_type_id], entry, one
