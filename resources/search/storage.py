"""The index on disk, so that a start reads it instead of the whole database.

The file may be deleted at any time. One that is damaged, half written or made by another version
of the code is as good as none.
"""

import fcntl
import logging
import os
from collections import defaultdict
from contextlib import ExitStack, contextmanager

import numpy as np
from django.conf import settings
from pyroaring import BitMap

from .arrays import Column
from .index import Index
from .postings import LANGUAGES, Field
from .title_order import TitleOrder

log = logging.getLogger(__name__)

VERSION = "1"  # raise it whenever the index keeps something else, or words are read otherwise
SETS = ("with_term", "of_organization", "of_year", "recommended_by", "times_recommended")


def path():
    return settings.VAR_DIR / "catalogue.npz"


@contextmanager
def turn():
    """Wait until no other process of this machine builds an index or saves one.

    Where nothing can be written nobody saves, and there is nothing to wait for.
    """
    with ExitStack() as stack:
        try:
            settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context((settings.VAR_DIR / "catalogue.lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        except OSError as problem:
            log.warning("Cannot take turns at the search index: %s", problem)
        yield


def save(index, head, position):
    """Write the file whole or not at all. A full disk is told, and costs only the next start.

    Call it when it is this process's `turn`. What a killed one left half-way is written over.
    """
    half = path().with_suffix(".half")
    try:
        with half.open("wb") as file:
            np.savez(file, **pack(index), about=text([VERSION, head, position]))
            file.flush()
            os.fsync(file.fileno())
        half.replace(path())
    except OSError as problem:
        log.warning("Could not save the search index; the next start builds it again: %s", problem)
        half.unlink(missing_ok=True)


def load():
    """(index, the journal's head and position when it was read), or None."""
    try:
        with path().open("rb") as file, np.load(file, allow_pickle=False) as stored:
            version, head, position = lines(stored["about"])
            if version == VERSION:
                return unpack(stored), head, position
    except FileNotFoundError:
        pass
    except Exception as problem:  # damage comes in any form
        log.warning("The saved search index cannot be read and is built again: %s", problem)
    return None


def pack(index):
    """The index as named arrays."""
    texts = index.texts
    arrays = {
        "lexemes": text(texts.lexemes),
        "forms": text(texts.forms),
        "form_lexemes": np.array([n for found in texts.forms.values() for n in found], np.int32),
        "form_counts": np.array([len(found) for found in texts.forms.values()], np.int32),
        "spelled": text(texts.spellings),
        "spellings": text(texts.spellings.values()),
        "sequences": texts.sequences.numbers.filled(),
        "sequence_ends": texts.sequences.ends.filled(),
        "entries": index.entries.filled(),
        "organizations": index.organizations.filled(),
    }
    for field in Field:
        arrays |= pack_sets(f"words_{field}", texts.documents[field])
    for name in SETS:
        arrays |= pack_sets(name, getattr(index, name))
    arrays |= pack_sets("readable", {0: index.listed, 1: index.closed})
    for language in LANGUAGES:
        arrays |= pack_order(language, index.order[language])
    return arrays


def unpack(stored):
    index = Index()
    texts = index.texts
    texts.lexemes = {name: number for number, name in enumerate(lines(stored["lexemes"]))}
    groups = np.split(stored["form_lexemes"], np.cumsum(stored["form_counts"])[:-1])
    texts.forms = dict(
        zip(lines(stored["forms"]), (tuple(g.tolist()) for g in groups), strict=False)
    )
    texts.sorted_forms = sorted(texts.forms)
    for form in texts.forms:
        texts.forms_of_length[len(form)].append(form)
    texts.spellings = dict(zip(lines(stored["spelled"]), lines(stored["spellings"]), strict=True))
    texts.sequences.numbers = Column(stored["sequences"], np.int32)
    texts.sequences.ends = Column(stored["sequence_ends"])
    for field in Field:
        texts.documents[field] = unpack_sets(f"words_{field}", stored)
    index.entries = Column(stored["entries"])
    index.organizations = Column(stored["organizations"], np.int32)
    for name in SETS:
        setattr(index, name, unpack_sets(name, stored))
    readable = unpack_sets("readable", stored)
    index.show(readable[0], readable[1])
    index.order = {language: unpack_order(language, stored) for language in LANGUAGES}
    return index


def pack_sets(name, sets):
    blobs = [documents.serialize() for documents in sets.values()]
    return {
        f"{name}_keys": np.array(list(sets), np.int64),
        f"{name}_lengths": np.array([len(blob) for blob in blobs], np.int64),
        f"{name}_sets": np.frombuffer(b"".join(blobs), np.uint8),
    }


def unpack_sets(name, stored):
    sets, end = defaultdict(BitMap), 0
    blobs = stored[f"{name}_sets"].tobytes()
    lengths = stored[f"{name}_lengths"].tolist()
    for key, length in zip(stored[f"{name}_keys"].tolist(), lengths, strict=True):
        sets[key] = BitMap.deserialize(blobs[end : end + length])
        end += length
    return sets


def pack_order(language, order):
    order.spread()
    return {
        f"titles_{language}": text(title for title, _entry in order.places),
        f"title_entries_{language}": np.array([e for _title, e in order.places], np.int64),
        f"title_labels_{language}": order.place_labels,
        f"labels_{language}": order.labels.filled(),
    }


def unpack_order(language, stored):
    order = TitleOrder()
    entries = stored[f"title_entries_{language}"].tolist()
    order.places = list(zip(lines(stored[f"titles_{language}"]), entries, strict=False))
    order.place_labels = stored[f"title_labels_{language}"]
    order.labels = Column(stored[f"labels_{language}"])
    return order


def text(strings):
    """Strings without line breaks as one array of bytes."""
    return np.frombuffer("".join(f"{string}\n" for string in strings).encode(), np.uint8)


def lines(array):
    return array.tobytes().decode().split("\n")[:-1]
