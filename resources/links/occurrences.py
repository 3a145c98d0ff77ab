"""Every address we show, and where it stands.

Each kind of entry declares the addresses it shows (resources/entry_kinds.py). `follow` brings
links and places to what the entries say today.
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

from .in_text import links_in

AT_ONCE = 500
LONGEST = 2_000  # bytes of an address: what an index of either database takes
LONGEST_HOST = 255
LONGEST_TEXT = 200
# What is known of an address that stands nowhere is kept for so long: it may come back.
FORGOTTEN_AFTER = timedelta(days=90)


@dataclass(frozen=True)
class Place:
    """Where in its entry an address stands: a field, and the text of the link if it has its own."""

    address: str
    field: str
    text: str = ""


def linking_kinds():
    """The kinds of entries that show addresses."""
    return [kind for kind in kinds.values() if kind.links]


def places_in_texts(record, part=""):
    """The links within the bilingual texts of a record, which may be the `part` of an entry."""
    for name in record.text_names():
        for language in LANGUAGES:
            field = f"{name}_{language}"
            for address, text in links_in(getattr(record, field)):
                yield Place(address, f"{part}.{field}" if part else field, text)


def site_of(address):
    """The host whose links are visited one at a time; empty if the address has none."""
    return display_host(address).rstrip(".")[:LONGEST_HOST]


def is_visitable(address):
    scheme = address.partition("://")[0].lower()
    size = len(address.encode(errors="replace"))
    return scheme in WEB_SCHEMES and size <= LONGEST and "\0" not in address and site_of(address)


def follow(progress=silent):
    """Know the links of all entries, and forget those that have stood nowhere for long."""
    total = sum(kind.model._base_manager.count() for kind in linking_kinds())
    done = 0
    for kind in linking_kinds():
        keys = kind.model._base_manager.order_by("pk").values_list("pk", flat=True).iterator()
        for some in batches(keys, AT_ONCE):
            follow_entries(kind, some)
            done += len(some)
            progress(done, min(done / (total or 1), 1))
        forget_entries(kind)
    forget_links()


def follow_entries(kind, keys):
    """Know the links of these entries, in a short transaction of its own."""
    wanted = places_of(kind, keys)
    stored = LinkOccurrence.objects.filter(content_type=kind.content_type, object_id__in=keys)
    known = {
        (key, field, address): (place, text)
        for place, key, field, address, text in stored.values_list(
            "pk", "object_id", "field", "link__address", "text"
        )
    }
    new = {place: text for place, text in wanted.items() if place not in known}
    gone = [place for where, (place, _text) in known.items() if where not in wanted]
    told = [
        LinkOccurrence(pk=known[where][0], text=text)
        for where, text in wanted.items()
        if where in known and known[where][1] != text
    ]
    if not (new or gone or told):
        return
    with transaction.atomic():
        stored.filter(pk__in=gone).delete()
        LinkOccurrence.objects.bulk_update(told, ["text"])
        add_places(kind, new)


def places_of(kind, keys):
    """{(key of the entry, field, address): text of the link}"""
    found = {}
    for record in kind.loaded().filter(pk__in=keys):
        for place in kind.links.occurrences(record):
            if is_visitable(place.address):
                where = record.pk, place.field, place.address
                found.setdefault(where, place.text[:LONGEST_TEXT])
    return found


def add_places(kind, new):
    links = known_links({address for _key, _field, address in new})
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
            if address in links  # else it was forgotten this moment: the next run knows it
        ),
        ignore_conflicts=True,  # another run follows, too
    )


def known_links(addresses):
    """{address: key of its link}; nobody forgets them until the transaction ends."""
    Link.objects.bulk_create(
        (Link(address=address, host=site_of(address)) for address in sorted(addresses)),
        ignore_conflicts=True,
    )
    links = Link.objects.select_for_update(no_key=True).filter(address__in=addresses)
    return dict(links.order_by("pk").values_list("address", "pk"))


def forget_entries(kind):
    """The places of entries that are gone."""
    places = LinkOccurrence.objects.filter(content_type=kind.content_type)
    places.exclude(object_id__in=kind.model._base_manager.values("pk")).delete()


def standing():
    """Links that some entry shows."""
    return Link.objects.filter(Exists(LinkOccurrence.objects.filter(link=OuterRef("pk"))))


def shown():
    """Links that stand on a page visitors can open."""
    places = Q()
    for kind in linking_kinds():
        places |= Q(content_type=kind.content_type, object_id__in=kind.with_page().values("pk"))
    return Link.objects.filter(Exists(LinkOccurrence.objects.filter(places, link=OuterRef("pk"))))


def of_host(host):
    """Those of one host, or all."""
    return standing().filter(host=site_of(f"https://{host}/")) if host else standing()


def forget_links():
    """Links that stand nowhere go, once it is long ago that they were last looked at."""
    long_ago = timezone.now() - FORGOTTEN_AFTER
    placeless = Link.objects.filter(
        ~Exists(LinkOccurrence.objects.filter(link=OuterRef("pk"))),
        Q(checked_at=None) | Q(checked_at__lt=long_ago),
    )
    while True:
        with transaction.atomic():
            # Held first and asked again: meanwhile somebody may have given one a place.
            held = list(placeless.order_by("pk").select_for_update().values_list("pk")[:AT_ONCE])
            placeless.filter(pk__in=[key for (key,) in held]).delete()
        if len(held) < AT_ONCE:
            return


def entries_of(links):
    """{key of a link: [(kind, entry, place)]}: where each stands, the entries loaded."""
    found = {}
    for where in with_entries(LinkOccurrence.objects.filter(link__in=links)):
        found.setdefault(where[-1].link_id, []).append(where)
    return found


def with_entries(places):
    """(kind, entry, place) of each place whose entry is there: a query for each kind."""
    of_type = {kind.content_type.pk: kind for kind in linking_kinds()}
    places = list(places)
    entries = {}
    for type_id, kind in of_type.items():
        keys = {place.object_id for place in places if place.content_type_id == type_id}
        for entry in kind.loaded().filter(pk__in=keys) if keys else ():
            entries[type_id, entry.pk] = entry
    for place in places:
        if entry := entries.get((place.content_type_id, place.object_id)):
            yield of_type[place.content_type_id], entry, place
