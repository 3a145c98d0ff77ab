"""Snapshots of the search data: how they are built, stored, and derived from one another."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

import resources.journal.reader as journal
from resources.batches import Progress, batches, silent
from resources.models import Change, Resource
from resources.models.recommendations import recommendations

from . import storage
from .documents import DOCUMENTS_PER_QUERY, Document, documents
from .index import Index
from .labels import FacetLabels
from .site_pages import SitePages
from .synonyms import Synonyms, read_synonyms

log = logging.getLogger(__name__)

PROGRESS_INTERVAL = 10  # seconds between lines about an index that is being built

OnProgress = Callable[[int, float], None]  # number of entries done, share of all work from 0 to 1


@dataclass(frozen=True)
class Snapshot:
    """The search data at one moment.

    The index may grow meanwhile. Its sets here do not change.
    """

    # The journal's head at that moment. Empty if the snapshot is outdated, so that it equals no
    # head.
    head: str
    position: str
    index: Index
    listed: BitMap
    closed: BitMap
    labels: FacetLabels
    synonyms: Synonyms
    site_pages: SitePages
    is_outdated: bool = False  # more than its entries may have changed, so a new one is needed

    @classmethod
    def of_index(cls, index: Index, head: str, position: str) -> "Snapshot":
        return cls(
            head=head,
            position=position,
            index=index,
            listed=index.listed,
            closed=index.closed,
            labels=FacetLabels.read(),
            synonyms=read_synonyms(),
            site_pages=SitePages(),
        )


def updated_snapshot(
    snapshot: Snapshot, changes: journal.Changes, keys: Collection[int]
) -> Snapshot:
    """The snapshot that follows from `changes`, which affect the resources `keys`.

    Readers of the old snapshot continue to see what they saw.
    """
    found = list(documents(keys))  # what can fail does so before the index is changed
    changed_kinds = {kind for kind, _key in changes.entries}
    labels = snapshot.labels.updated(changed_kinds)
    synonyms = read_synonyms() if "synonyms" in changed_kinds else snapshot.synonyms
    site_pages = snapshot.site_pages
    site_pages.update(changes.entries)
    if site_pages.has_many_obsolete_documents:
        site_pages = SitePages()
    index = snapshot.index
    index.replace(keys, found)
    is_outdated = snapshot.is_outdated or is_everything_changed(changes)
    return Snapshot(
        head="" if is_outdated else changes.head,
        position=snapshot.position if connection.in_atomic_block else changes.position,
        index=index,
        listed=index.listed,
        closed=index.closed,
        labels=labels,
        synonyms=synonyms,
        site_pages=site_pages,
        is_outdated=is_outdated,
    )


def changes_since(snapshot: Snapshot) -> journal.Changes | None:
    """The journal since the snapshot. None if it cannot tell what changed since then."""
    try:
        return journal.read_changes(snapshot.position)
    except journal.PositionUnknown:
        return None


def is_everything_changed(changes: journal.Changes) -> bool:
    """True if the journal says that any entry may have changed."""
    return any(kind == Change.EVERYTHING for kind, _key in changes.entries)


def is_rebuild_needed(snapshot: Snapshot, changes: journal.Changes | None) -> bool:
    """True if the snapshot cannot be updated, or if a new index pays."""
    if changes is None or snapshot.is_outdated or is_everything_changed(changes):
        return True
    return snapshot.index.has_many_obsolete_documents


def affected_resources(entries: Iterable[journal.ChangedEntry]) -> set[int]:
    """Keys of the resources whose documents depend on the `entries`."""
    entries = list(entries)
    found = {int(key) for kind, key in entries if kind == "resource"}
    publishers = {int(key) for kind, key in entries if kind == "organization"}
    for keys in batches(publishers, DOCUMENTS_PER_QUERY):
        published = Resource.objects.filter(organization__in=keys)
        found.update(published.values_list("pk", flat=True))
    return found | recommendations().resources_of(entries)


def load_or_build_snapshot() -> Snapshot:
    """The snapshot stored on this machine if it can be updated, or else a new one."""
    if connection.in_atomic_block:
        return build_snapshot()
    with storage.index_file_lock():
        if stored := storage.load_index():
            snapshot = Snapshot.of_index(stored.index, stored.head, stored.position)
            if not is_rebuild_needed(snapshot, changes_since(snapshot)):
                return snapshot
        progress = Progress(log.warning, "entries indexed", every=PROGRESS_INTERVAL)
        return save_snapshot(build_snapshot(progress))


def rebuild_index(progress: OnProgress) -> Snapshot:
    """A snapshot of the whole database. Every running process then replaces its own."""
    with storage.index_file_lock():
        journal.record_everything()
        return save_snapshot(build_snapshot(progress))


def save_snapshot(snapshot: Snapshot) -> Snapshot:
    storage.save_index(snapshot.index, snapshot.head, snapshot.position)
    return snapshot


def build_snapshot(progress: OnProgress = silent) -> Snapshot:
    """A snapshot of the whole database as it is now."""
    start = journal.read_changes(None)
    position = "" if connection.in_atomic_block else start.position
    total = Resource.objects.with_page().count()
    index = Index.build(with_progress(documents(), total, progress))
    return Snapshot.of_index(index, start.head, position)


def with_progress(
    documents: Iterable[Document], total: int, progress: OnProgress
) -> Iterator[Document]:
    for done, document in enumerate(documents, start=1):
        yield document
        progress(done, min(done / total, 1) if total else 1)
