"""The index on disk, so that a process starts by reading a file instead of the whole database.

The file may be deleted at any time. A file that is damaged, incomplete or of another format
version is ignored.
"""

import fcntl
import logging
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from pyroaring import BitMap

from resources.models.translation import LANGUAGES

from .arrays import Array, GrowingArray
from .index import Index
from .postings import Field, Postings
from .title_order import TitleOrder

log = logging.getLogger(__name__)

# Raise it whenever the index holds something else, or texts are analysed in another way.
FORMAT_VERSION = "2"
BITMAP_ATTRIBUTES = (
    "documents_by_term",
    "documents_by_organization",
    "documents_by_year",
    "documents_by_guide_term",
    "documents_by_recommendation_count",
)
# Files of earlier versions, which called the index "catalogue".
OLD_FILES = ("catalogue.npz", "catalogue.lock")

Arrays = Mapping[str, Array]


@dataclass(frozen=True)
class StoredIndex:
    """An index, and the journal's head and position when it was read from the database."""

    index: Index
    head: str
    position: str


def index_path() -> Path:
    return settings.VAR_DIR / "search.npz"


@contextmanager
def index_file_lock() -> Iterator[None]:
    """Wait until no other process of this machine builds or saves an index.

    If the folder cannot be written to, no process saves, and there is nothing to wait for.
    """
    with ExitStack() as stack:
        try:
            settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context((settings.VAR_DIR / "search.lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        except OSError as problem:
            log.warning("Cannot lock the file of the search index: %s", problem)
        yield


def save_index(index: Index, head: str, position: str) -> None:
    """Write the file completely or not at all. A full disk is logged, and delays the next start.

    The caller holds the `index_file_lock`. A file that a killed process left incomplete is
    overwritten.
    """
    incomplete = index_path().with_suffix(".half")
    try:
        with incomplete.open("wb") as file:
            arrays: dict[str, Any] = index_to_arrays(index)
            np.savez(file, **arrays, about=encode_lines([FORMAT_VERSION, head, position]))
            file.flush()
            os.fsync(file.fileno())
        incomplete.replace(index_path())
        for name in OLD_FILES:
            (settings.VAR_DIR / name).unlink(missing_ok=True)
    except OSError as problem:
        log.warning("Could not save the search index. The next start builds it again: %s", problem)
        incomplete.unlink(missing_ok=True)


def load_index() -> StoredIndex | None:
    """The stored index, or None if there is no file that can be used."""
    try:
        with index_path().open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            version, head, position = decode_lines(arrays["about"])
            if version == FORMAT_VERSION:
                return StoredIndex(index_from_arrays(arrays), head, position)
    except FileNotFoundError:
        pass
    except Exception as problem:  # a damaged file may raise anything
        log.warning("The saved search index cannot be read and is built again: %s", problem)
    return None


def index_to_arrays(index: Index) -> dict[str, Array]:
    arrays = postings_to_arrays(index.postings)
    arrays |= {
        "entries": index.entries.contents(),
        "organizations": index.organizations.contents(),
    }
    for name in BITMAP_ATTRIBUTES:
        arrays |= bitmaps_to_arrays(name, getattr(index, name))
    arrays |= bitmaps_to_arrays("readable", {0: index.listed, 1: index.closed})
    for language in LANGUAGES:
        arrays |= title_order_to_arrays(language, index.order[language])
    return arrays


def index_from_arrays(arrays: Arrays) -> Index:
    index = Index()
    index.postings = postings_from_arrays(arrays)
    index.entries = GrowingArray(arrays["entries"])
    index.organizations = GrowingArray(arrays["organizations"], np.int32)
    for name in BITMAP_ATTRIBUTES:
        setattr(index, name, bitmaps_from_arrays(name, arrays))
    readable = bitmaps_from_arrays("readable", arrays)
    index.publish(readable[0], readable[1])
    index.order = {language: title_order_from_arrays(language, arrays) for language in LANGUAGES}
    return index


def postings_to_arrays(postings: Postings) -> dict[str, Array]:
    lexemes_of_forms = postings.surface_forms.values()
    arrays = {
        "lexemes": encode_lines(postings.lexemes),
        "forms": encode_lines(postings.surface_forms),
        "form_lexemes": np.array([n for found in lexemes_of_forms for n in found], np.int32),
        "form_counts": np.array([len(found) for found in lexemes_of_forms], np.int32),
        "spelled": encode_lines(postings.spellings),
        "spellings": encode_lines(postings.spellings.values()),
        "sequences": postings.sequences.numbers.contents(),
        "sequence_ends": postings.sequences.ends.contents(),
    }
    for field in Field:
        arrays |= bitmaps_to_arrays(f"words_{field}", postings.documents[field])
    return arrays


def postings_from_arrays(arrays: Arrays) -> Postings:
    postings = Postings()
    lexemes = decode_lines(arrays["lexemes"])
    postings.lexemes = {name: number for number, name in enumerate(lexemes)}
    groups = np.split(arrays["form_lexemes"], np.cumsum(arrays["form_counts"])[:-1])
    forms = decode_lines(arrays["forms"])
    # Without any form there still is one group, which is empty.
    postings.surface_forms = dict(zip(forms, (tuple(g.tolist()) for g in groups), strict=False))
    postings.sorted_forms = sorted(postings.surface_forms)
    for form in postings.surface_forms:
        postings.forms_by_length[len(form)].append(form)
    spellings = zip(decode_lines(arrays["spelled"]), decode_lines(arrays["spellings"]), strict=True)
    postings.spellings = dict(spellings)
    postings.sequences.numbers = GrowingArray(arrays["sequences"], np.int32)
    postings.sequences.ends = GrowingArray(arrays["sequence_ends"])
    for field in Field:
        postings.documents[field] = bitmaps_from_arrays(f"words_{field}", arrays)
    return postings


def bitmaps_to_arrays(name: str, sets: Mapping[int, BitMap]) -> dict[str, Array]:
    blobs = [documents.serialize() for documents in sets.values()]
    return {
        f"{name}_keys": np.array(list(sets), np.int64),
        f"{name}_lengths": np.array([len(blob) for blob in blobs], np.int64),
        f"{name}_sets": np.frombuffer(b"".join(blobs), np.uint8),
    }


def bitmaps_from_arrays(name: str, arrays: Arrays) -> dict[int, BitMap]:
    sets: dict[int, BitMap] = defaultdict(BitMap)
    end = 0
    blobs = arrays[f"{name}_sets"].tobytes()
    lengths = arrays[f"{name}_lengths"].tolist()
    for key, length in zip(arrays[f"{name}_keys"].tolist(), lengths, strict=True):
        sets[key] = BitMap.deserialize(blobs[end : end + length])
        end += length
    return sets


def title_order_to_arrays(language: str, order: TitleOrder) -> dict[str, Array]:
    order.relabel()
    return {
        f"titles_{language}": encode_lines(title for title, _entry in order.sorted_keys),
        f"title_entries_{language}": np.array([e for _title, e in order.sorted_keys], np.int64),
        f"title_labels_{language}": order.sorted_labels,
        f"labels_{language}": order.labels.contents(),
    }


def title_order_from_arrays(language: str, arrays: Arrays) -> TitleOrder:
    order = TitleOrder()
    titles = decode_lines(arrays[f"titles_{language}"])
    entries = arrays[f"title_entries_{language}"].tolist()
    order.sorted_keys = list(zip(titles, entries, strict=False))
    order.sorted_labels = arrays[f"title_labels_{language}"]
    order.labels = GrowingArray(arrays[f"labels_{language}"])
    return order


def encode_lines(strings: Iterable[str]) -> Array:
    """Strings without line breaks as one array of bytes."""
    return np.frombuffer("".join(f"{string}\n" for string in strings).encode(), np.uint8)


def decode_lines(array: Array) -> list[str]:
    return array.tobytes().decode().split("\n")[:-1]
