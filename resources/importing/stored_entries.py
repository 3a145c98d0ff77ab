"""What is stored of entries, in the words of a file."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass

from resources.batches import batches
from resources.models import Resource, Status

AT_ONCE = 500  # entries a query asks for


@dataclass
class Entry:
    pk: int
    slug: str
    is_published: bool
    texts: dict[str, str]  # column name → cell

    def fingerprint(self):
        return fingerprint(self.texts)


def fingerprint(texts):
    """Changes when anything does that an import can write; a column without text is no change."""
    told = {name: text for name, text in texts.items() if text}
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()


def entries(keys, columns):
    """{key: Entry} of the resources with these primary keys, in their order."""
    keys = list(keys)
    found = {}
    for some in batches(keys, AT_ONCE):
        found |= entries_at_once(some, columns)
    return {key: found[key] for key in keys if key in found}


def entries_at_once(keys, columns):
    plain = [column for column in columns if column.attribute]
    of_terms = [column for column in columns if not column.attribute]
    terms = terms_of(keys) if of_terms else {}
    rows = Resource.objects.filter(pk__in=keys).order_by()
    attributes = [column.attribute for column in plain]
    found = {}
    for key, slug, status, *values in rows.values_list("pk", "slug", "status", *attributes):
        cells = zip(plain, values, strict=True)
        texts = {column.name: column.write(value) for column, value in cells}
        for column in of_terms:
            texts[column.name] = column.write(terms.get((key, column.vocabulary.slug), ()))
        found[key] = Entry(key, slug, status == Status.PUBLISHED, texts)
    return found


def terms_of(keys):
    """{(key of the resource, vocabulary): keys of its terms}"""
    uses = Resource.terms.through.objects.filter(resource_id__in=keys).order_by()
    found = defaultdict(set)
    rows = uses.values_list("resource_id", "term__vocabulary_id", "term_id")
    for resource, vocabulary, term in rows:
        found[resource, vocabulary].add(term)
    return found
