"""Keeps this process's index up to date with the database by reading the change journal."""

import gc
import logging
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock, Thread
from typing import NamedTuple

from django.db import DatabaseError, connection, connections

import resources.journal.reader as journal

from . import storage
from .snapshot import (
    Snapshot,
    affected_resources,
    changes_since,
    is_rebuild_needed,
    load_or_build_snapshot,
    save_snapshot,
    updated_snapshot,
)

log = logging.getLogger(__name__)

MAX_CHANGES_BEFORE_ANSWERING = 200  # changed entries. A background thread takes in more.
MIN_CHANGES_WORTH_SAVING = 5_000


class SyncState(NamedTuple):
    """The journal's head and the newest snapshot, which is behind if its head is another."""

    head: str
    snapshot: Snapshot


class IndexSync:
    """Holds the newest snapshot. A reader waits for the update of a few entries, never for more."""

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        self.lock = Lock()
        # Changes that were read inside a transaction, which may still be rolled back.
        self.uncommitted: set[journal.ChangedEntry] = set()
        self.uses_threads = True  # tests turn it off, to see every change at once
        self.running_tasks: set[Callable[[], None]] = set()
        self.is_background_update = False  # the lock is held by a background thread

    def preload(self) -> None:
        """Load the index before the server forks, so that its workers share the memory."""
        try:
            self.current()
        except DatabaseError as problem:  # it may answer later, so the server starts
            log.warning("The search index waits for the database: %s", problem)
        connections.close_all()  # or all workers would use the same connection at once
        gc.collect()
        gc.freeze()  # or the collector writes to every page of memory, and the sharing ends

    def reset(self) -> None:
        """Drop the snapshot, so that the next reader loads a new one."""
        with self.lock:
            self.snapshot, self.uncommitted = None, set()

    def current(self) -> SyncState:
        """The newest snapshot, with all changes, or with none of them if there are many."""
        head, snapshot = journal.head(), self.snapshot
        if snapshot and snapshot.head == head and not self.uncommitted:
            return SyncState(head, snapshot)
        while not self.lock.acquire(timeout=0.02):
            if self.snapshot and self.is_background_update:
                return SyncState(head, self.snapshot)
        try:
            return SyncState(head, self.catch_up())
        finally:
            self.lock.release()

    def wait_until_current(self) -> Snapshot:
        """A snapshot with everything committed until now, however long that takes."""
        head, snapshot = self.current()
        while snapshot.head != head:
            time.sleep(0.01)
            head, snapshot = self.current()
        return snapshot

    def catch_up(self) -> Snapshot:
        """Take in what changed: at once if it is little, else in a background thread.

        If only a new index will do, the old snapshot is updated until the new index is ready.
        """
        # A thread is of no use before there is a snapshot, and sees nothing of a transaction.
        needs_result = self.snapshot is None or connection.in_atomic_block
        is_immediate = needs_result or not self.uses_threads
        snapshot = self.snapshot or load_or_build_snapshot()
        changes = changes_since(snapshot)
        if is_rebuild_needed(snapshot, changes):
            if is_immediate:
                snapshot, self.uncommitted = load_or_build_snapshot(), set()
                changes = changes_since(snapshot)
            else:
                self.start_in_background(self.rebuild)
        if changes is None:  # the old snapshot cannot be updated
            self.snapshot = snapshot
            return snapshot
        changes = replace(changes, entries=changes.entries | self.uncommitted)
        keys = affected_resources(changes.entries)
        if is_immediate or max(len(keys), len(changes.entries)) <= MAX_CHANGES_BEFORE_ANSWERING:
            return self.apply(snapshot, changes, keys)
        self.start_in_background(self.apply_many_changes)
        return snapshot

    def apply(
        self, snapshot: Snapshot, changes: journal.Changes, keys: Collection[int]
    ) -> Snapshot:
        """Publish the snapshot that follows from `changes`, which affect the resources `keys`."""
        self.snapshot = snapshot = updated_snapshot(snapshot, changes, keys)
        # A transaction may be rolled back, so the same entries are read again until it is over.
        self.uncommitted = changes.entries if connection.in_atomic_block else set()
        return snapshot

    def start_in_background(self, task: Callable[[], None]) -> None:
        """Run `task` in a thread of its own, unless it is running already."""
        if task not in self.running_tasks:
            self.running_tasks.add(task)
            Thread(target=self.run_in_background, args=[task], daemon=True).start()

    def run_in_background(self, task: Callable[[], None]) -> None:
        try:
            task()
        except Exception:
            log.exception("The index could not follow the database. The next request tries again.")
        finally:
            self.running_tasks.discard(task)
            connections.close_all()

    @contextmanager
    def background_lock(self) -> Iterator[None]:
        """Hold the lock. Readers do not wait for it, but use the old snapshot."""
        with self.lock:
            self.is_background_update = True
            try:
                yield
            finally:
                self.is_background_update = False

    def apply_many_changes(self) -> None:
        with self.background_lock():
            snapshot = self.snapshot
            changes = changes_since(snapshot) if snapshot else None
            if snapshot is None or changes is None:
                return
            keys = affected_resources(changes.entries)
            self.apply(snapshot, changes, keys)
        if len(keys) >= MIN_CHANGES_WORTH_SAVING:
            with storage.index_file_lock(), self.background_lock():
                if self.snapshot and not self.snapshot.is_outdated:
                    save_snapshot(self.snapshot)

    def rebuild(self) -> None:
        """Replace the snapshot by a new one. The old one is kept up to date until then."""
        snapshot = load_or_build_snapshot()
        changes = changes_since(snapshot)
        while changes and len(changes.entries) > MAX_CHANGES_BEFORE_ANSWERING:
            snapshot = updated_snapshot(snapshot, changes, affected_resources(changes.entries))
            changes = changes_since(snapshot)
        if changes:
            with self.background_lock():
                self.apply(snapshot, changes, affected_resources(changes.entries))


index_sync = IndexSync()
