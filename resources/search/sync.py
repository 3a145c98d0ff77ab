"""Keeps this process's index true to the database by following the change journal."""

import gc
import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock, Thread

from django.db import DatabaseError, connection, connections
from pyroaring import BitMap

import resources.journal.reader as journal
from resources.batches import Progress, batches, silent
from resources.models import Change, Resource
from resources.models.recommendations import recommendations

from . import storage
from .documents import BATCH, documents
from .index import Index
from .labels import Names

log = logging.getLogger(__name__)

WHILE_A_READER_WAITS = 200  # changed entries put in before answering; more go in behind the scenes
WORTH_SAVING = 5_000
WORTH_TELLING = 10  # seconds that an operator waits for an index, and from then on again and again


@dataclass(frozen=True)
class View:
    """The catalogue at one moment. Its index may grow meanwhile; these sets do not change."""

    head: str  # the journal's at that moment; of an outdated view, none that ever was
    position: str
    index: Index
    listed: BitMap
    closed: BitMap
    names: Names
    is_outdated: bool = False  # more than its entries may have changed: a new one is wanted

    @classmethod
    def of(cls, index, head, position):
        return cls(head, position, index, index.listed, index.closed, Names.read())


class Follower:
    """Holds the newest view. Readers take it, and wait for no more than a few entries."""

    def __init__(self):
        self.view = None
        self.turn = Lock()
        self.unsettled = set()  # read inside a transaction, which may yet be undone
        self.works_behind_the_scenes = True  # tests take turns with nobody
        self.running = set()  # what goes on behind the scenes
        self.is_busy_behind_the_scenes = False  # it is one of those that has the turn

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
        """Take in what changed: at once if it is little, else behind the scenes.

        Where only a new view will do, the old one goes on following until that is there.
        """
        # Nobody reads yet at the start; and another thread sees nothing of an open transaction.
        is_private = self.view is None or connection.in_atomic_block
        is_alone = is_private or not self.works_behind_the_scenes
        view = self.view or started()
        reading = read_since(view)
        if must_be_renewed(view, reading):
            if is_alone:
                view, self.unsettled = started(), set()
                reading = read_since(view)
            else:
                self.go_behind_the_scenes(self.renew)
        if reading is None:  # nothing to go on from
            self.view = view
            return
        reading = replace(reading, entries=reading.entries | self.unsettled)
        keys = resources_in(reading.entries)
        if is_alone or max(len(keys), len(reading.entries)) <= WHILE_A_READER_WAITS:
            self.take_in(view, reading, keys)
        else:
            self.go_behind_the_scenes(self.take_in_much)

    def take_in(self, view, reading, keys):
        """Publish what `view` becomes by `reading`, in which `keys` are the resources."""
        self.view = followed(view, reading, keys)
        # Inside a transaction nothing is final: the same is read again, until it is over.
        self.unsettled = reading.entries if connection.in_atomic_block else set()

    def go_behind_the_scenes(self, task):
        """Do it in a thread of its own, unless that is being done."""
        if task not in self.running:
            self.running.add(task)
            Thread(target=self.done_behind_the_scenes, args=[task], daemon=True).start()

    def done_behind_the_scenes(self, task):
        try:
            task()
        except Exception:
            log.exception("The index could not follow the database; the next request tries again.")
        finally:
            self.running.discard(task)
            connections.close_all()

    @contextmanager
    def turn_behind_the_scenes(self):
        """Readers who come meanwhile go on with the view there is."""
        with self.turn:
            self.is_busy_behind_the_scenes = True
            try:
                yield
            finally:
                self.is_busy_behind_the_scenes = False

    def take_in_much(self):
        with self.turn_behind_the_scenes():
            if reading := read_since(self.view):
                keys = resources_in(reading.entries)
                self.take_in(self.view, reading, keys)
                is_worth_saving = len(keys) >= WORTH_SAVING
        if reading and is_worth_saving:
            with storage.turn(), self.turn_behind_the_scenes():
                if not self.view.is_outdated:
                    saved(self.view)

    def renew(self):
        """Put a new view in the place of the old one, which follows the journal till then."""
        view = started()
        reading = read_since(view)
        while reading and len(reading.entries) > WHILE_A_READER_WAITS:
            view = followed(view, reading, resources_in(reading.entries))
            reading = read_since(view)
        if reading:
            with self.turn_behind_the_scenes():
                self.take_in(view, reading, resources_in(reading.entries))


def followed(view, reading, keys):
    """What `view` becomes by `reading`, in which `keys` are the resources.

    Readers of the old view go on seeing what they saw.
    """
    found = list(documents(keys))  # what can fail does so before the index is touched
    names = view.names.after(reading.entries)
    index = view.index
    index.replace(keys, found)
    is_outdated = view.is_outdated or is_of_everything(reading)
    return View(
        head="" if is_outdated else reading.head,
        position=view.position if connection.in_atomic_block else reading.position,
        index=index,
        listed=index.listed,
        closed=index.closed,
        names=names,
        is_outdated=is_outdated,
    )


def read_since(view):
    """What the journal has since the view; None if that is no way to learn what changed."""
    try:
        return journal.read_changes(view.position)
    except journal.PositionUnknown:
        return None


def is_of_everything(reading):
    return any(kind == Change.EVERYTHING for kind, _key in reading.entries)


def must_be_renewed(view, reading):
    """Whether only reading the whole database will do, or pays."""
    is_true = reading and not view.is_outdated and not is_of_everything(reading)
    return not is_true or view.index.is_worn_out


def resources_in(entries):
    """Keys of the resources whose documents change with `entries`, (kind, key) pairs."""
    entries = list(entries)
    found = {int(key) for kind, key in entries if kind == "resource"}
    publishers = {int(key) for kind, key in entries if kind == "organization"}
    for keys in batches(publishers, BATCH):
        published = Resource.objects.filter(organization__in=keys)
        found.update(published.values_list("pk", flat=True))
    return found | recommendations().resources_of(entries)


def started():
    """The view a process begins with: the one saved on this machine, or else a new one."""
    if connection.in_atomic_block:
        return built()
    with storage.turn():
        if stored := storage.load():
            view = View.of(*stored)
            if not must_be_renewed(view, read_since(view)):
                return view
        return saved(built(Progress(log.warning, "entries indexed", every=WORTH_TELLING)))


def rebuilt(progress):
    """A view read from the whole database, which every process then takes instead of its own."""
    with storage.turn():
        journal.record_everything()
        return saved(built(progress))


def saved(view):
    storage.save(view.index, view.head, view.position)
    return view


def built(progress=silent):
    """A view of the whole database as it is now."""
    reading = journal.read_changes(None)
    position = "" if connection.in_atomic_block else reading.position
    total = Resource.objects.with_page().count()
    index = Index.of(counted(documents(), total, progress))
    return View.of(index, reading.head, position)


def counted(documents, total, progress):
    for done, document in enumerate(documents, start=1):
        yield document
        progress(done, min(done / total, 1) if total else 1)


follower = Follower()
