"""Keeps this process's index true to the database by following the change journal."""

import gc
import logging
import time
from dataclasses import dataclass
from threading import Lock, Thread

from django.db import DatabaseError, connection, connections
from pyroaring import BitMap

import resources.journal as journal
from resources.models import Change, Resource

from . import storage
from .documents import batches, documents
from .index import Index
from .names import Names

log = logging.getLogger(__name__)

WHILE_A_READER_WAITS = 200  # changed entries put in before answering; more go in behind the scenes
WORTH_SAVING = 5_000


@dataclass(frozen=True)
class View:
    """The catalogue at one moment. Its index may grow meanwhile; these sets do not change."""

    head: str  # the journal's at that moment
    position: str
    index: Index
    listed: BitMap
    closed: BitMap
    names: Names

    @classmethod
    def of(cls, index, head, position):
        return cls(head, position, index, index.listed, index.closed, Names.read())


class Follower:
    """Holds the newest view. Readers take it, and wait for no more than a few entries."""

    def __init__(self):
        self.view = None
        self.turn = Lock()
        self.is_busy_behind_the_scenes = False
        self.works_behind_the_scenes = True  # tests take turns with nobody
        self.unsettled = set()  # read inside a transaction, which may yet be undone

    def prepare(self):
        """Take up the index before this process divides, so that its children share the memory."""
        try:
            self.current()
        except DatabaseError as problem:  # it may answer later; that is no reason not to start
            log.warning("The search index waits for the database: %s", problem)
        connections.close_all()  # a connection shared with children would be used by all at once
        gc.collect()
        gc.freeze()  # or the collector writes into every page, and the sharing ends

    def forget(self):
        """Let the next reader start anew."""
        with self.turn:
            self.view, self.unsettled = None, set()

    def current(self):
        """(the journal's head, the newest view); the view is behind while its head is another."""
        head, view = journal.head(), self.view
        if view and view.head == head and not self.unsettled:
            return head, view
        while not self.turn.acquire(timeout=0.02):
            if self.view and self.is_busy_behind_the_scenes:
                return head, self.view
        try:
            self.catch_up()
        finally:
            self.turn.release()
        return head, self.view

    def caught_up(self):
        """The view of what is committed now, however long it takes."""
        head, view = self.current()
        while view.head != head:
            time.sleep(0.01)
            head, view = self.current()
        return view

    def catch_up(self):
        """Take in what changed: at once if it is little, else behind the scenes."""
        is_start = self.view is None
        if is_start:
            self.view = started()
        reading = unread_since(self.view)
        keys = resources_in(reading.entries | self.unsettled) if reading else None
        is_little = reading and max(len(keys), len(reading.entries)) <= WHILE_A_READER_WAITS
        # Nobody reads yet at the start; and another thread sees nothing of an open transaction.
        is_private = is_start or connection.in_atomic_block
        if is_little or is_private or not self.works_behind_the_scenes:
            self.take_in(reading, keys)
        else:
            self.is_busy_behind_the_scenes = True
            Thread(target=self.catch_up_behind_the_scenes, daemon=True).start()

    def take_in(self, reading, keys):
        """Publish a view with everything `reading` names; of the whole database if that is None."""
        view = self.view
        if reading is None:
            view, self.unsettled = started(), set()
            reading = unread_since(view)
            if reading is None:  # built inside a transaction: nothing to go on from
                self.view = view
                return
            keys = resources_in(reading.entries)  # a saved one may be older than what readers have
        entries = reading.entries | self.unsettled
        found = list(documents(keys))  # what can fail does so before the index is touched
        names = view.names.after(entries)
        index = view.index
        index.replace(keys, found)
        # Inside a transaction nothing is final: the same is read again, until it is over.
        is_final = not connection.in_atomic_block
        self.unsettled = set() if is_final else entries
        position = reading.position if is_final else view.position
        self.view = View(reading.head, position, index, index.listed, index.closed, names)

    def catch_up_behind_the_scenes(self):
        try:
            with self.turn:
                reading = unread_since(self.view)
                keys = resources_in(reading.entries) if reading else None
                self.take_in(reading, keys)
                if keys is None or len(keys) >= WORTH_SAVING:
                    with storage.turn():
                        saved(self.view)
        except Exception:
            log.exception("The index could not follow the database; the next request tries again.")
        finally:
            self.is_busy_behind_the_scenes = False
            connections.close_all()


def unread_since(view):
    """What the journal has since the view; None if only reading everything will do."""
    try:
        reading = journal.read(view.position)
    except journal.PositionUnknown:
        return None
    if any(kind == Change.EVERYTHING for kind, _key in reading.entries):
        return None
    return None if view.index.is_worn_out else reading


def resources_in(entries):
    """Keys of the resources whose documents change with `entries`, (kind, key) pairs."""
    of = {"resource": set(), "organization": set(), "guide": set()}
    for kind, key in entries:
        if kind in of:
            of[kind].add(int(key))
    found = of["resource"]
    for kind, lookup in [
        ("organization", "organization__in"),
        ("guide", "recommendations__guide__in"),
    ]:
        for keys in batches(of[kind]):
            found.update(Resource.objects.filter(**{lookup: keys}).values_list("pk", flat=True))
    return found


def started():
    """The view a process begins with: the one saved on this machine, or else a new one."""
    if connection.in_atomic_block:
        return built()
    with storage.turn():
        if stored := storage.load():
            view = View.of(*stored)
            if unread_since(view):
                return view
        return saved(built())


def rebuilt(tell):
    """A view read from the whole database, which every process then takes instead of its own.

    `tell` hears how many entries are done, and of how many.
    """
    with storage.turn():
        journal.record_everything()
        return saved(built(tell))


def saved(view):
    storage.save(view.index, view.head, view.position)
    return view


def built(tell=lambda done, total: None):
    """A view of the whole database as it is now."""
    reading = journal.read(None)
    position = "" if connection.in_atomic_block else reading.position
    total = Resource.objects.with_page().count()
    index = Index.of(counted(documents(), total, tell))
    return View.of(index, reading.head, position)


def counted(documents, total, tell):
    for done, document in enumerate(documents, start=1):
        yield document
        tell(done, total)


follower = Follower()
