"""Stored entries as a file would write them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from resources.batches import batches
from resources.models import Resource, Status

from .columns import FileColumn, TermsColumn

ENTRIES_PER_BATCH = 500


@dataclass
class StoredEntry:
    """A resource. `texts` maps column names to cells."""

    pk: int
    slug: str
    is_published: bool
    texts: dict[str, str]

    def fingerprint(self) -> str:
        return texts_fingerprint(self.texts)


def texts_fingerprint(texts: Mapping[str, str]) -> str:
    """A hash of all that an import can write.

    Empty cells do not count, so a new column without values changes no fingerprint.
    """
    filled = {name: text for name, text in texts.items() if text}
    canonical = json.dumps(filled, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()


def load_entries(keys: Iterable[int], columns: Iterable[FileColumn]) -> dict[int, StoredEntry]:
    """{key: StoredEntry} of the resources with these keys, in their order."""
    keys, columns = list(keys), list(columns)
    found: dict[int, StoredEntry] = {}
    for some in batches(keys, ENTRIES_PER_BATCH):
        found |= load_batch(some, columns)
    return {key: found[key] for key in keys if key in found}


def load_batch(keys: Collection[int], columns: list[FileColumn]) -> dict[int, StoredEntry]:
    """The entries in no order, in two queries at most."""
    plain = [column for column in columns if column.attribute]
    of_terms = [column for column in columns if isinstance(column, TermsColumn)]
    terms = term_keys(keys) if of_terms else {}
    rows = Resource.objects.filter(pk__in=keys).order_by()
    attributes = [column.attribute for column in plain]
    found = {}
    for key, slug, status, *values in rows.values_list("pk", "slug", "status", *attributes):
        cells = zip(plain, values, strict=True)
        texts = {column.name: column.format(value) for column, value in cells}
        for column in of_terms:
            texts[column.name] = column.format(terms.get((key, column.vocabulary.slug), ()))
        found[key] = StoredEntry(key, slug, status == Status.PUBLISHED, texts)
    return found


def term_keys(keys: Collection[int]) -> dict[tuple[int, str], set[int]]:
    """{(key of the resource, slug of the vocabulary): keys of the resource's terms}"""
    uses = Resource.terms.through.objects.filter(resource_id__in=keys).order_by()
    found = defaultdict(set)
    rows = uses.values_list("resource_id", "term__vocabulary_id", "term_id")
    for resource, vocabulary, term in rows:
        found[resource, vocabulary].add(term)
    return found
