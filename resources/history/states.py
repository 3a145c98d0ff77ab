"""The state of an entry at one moment: its fields, its terms and its parts.

It is stored in the format of Django's fixtures, the entry first and its parts after it, so that
django-reversion's own tools can read our versions.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.serializers.json import DjangoJSONEncoder

from resources.batches import batches

from .owners import parts_of_model

ENTRIES_PER_QUERY = 500


@dataclass
class EntryState:
    """The values of an entry, as JSON has them.

    `parts` maps the name of each part to {key of the row: its fields}.
    """

    fields: dict
    parts: dict[str, dict] = field(default_factory=dict)

    @classmethod
    def from_text(cls, model, text):
        """Read a serialized entry, without parts that are no longer registered."""
        entry, *rows = json.loads(text)
        state = cls(entry["fields"], {part.name: {} for part in parts_of_model(model)})
        names = {part.model._meta.label_lower: part.name for part in parts_of_model(model)}
        for row in rows:
            if row["model"] in names:
                state.parts[names[row["model"]]][row["pk"]] = row["fields"]
        return state

    def fingerprint(self):
        """A hash of the whole state."""
        text = json.dumps([self.fields, self.parts], sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def serialized_entries(model, keys):
    """Yields (key, text) of each entry that exists, as the database holds it now.

    Each batch of entries takes a fixed number of queries, which depends on the model's parts.
    """
    for some in batches(keys, ENTRIES_PER_QUERY):
        parts = serialized_parts(model, some)
        for key, fields in entries_with_terms(model, some):
            text = [serialized(model, key, fields), *parts[key]]
            yield key, json.dumps(text, cls=DjangoJSONEncoder, ensure_ascii=False)


def current_state(model, key):
    """The EntryState in the database now, or None if the entry does not exist."""
    for _key, text in serialized_entries(model, [key]):
        return EntryState.from_text(model, text)
    return None


def entries_with_terms(model, keys):
    """Yields (key, fields) of each entry, with sorted keys of many-to-many fields."""
    terms = {f.name: related_keys(f, keys) for f in model._meta.local_many_to_many}
    for key, fields in stored_rows(model, pk__in=keys):
        yield key, fields | {name: sorted(found[key]) for name, found in terms.items()}


def related_keys(field, keys):
    """{key of the entry: keys that its many-to-many `field` holds}"""
    through, source = field.remote_field.through, field.m2m_field_name()
    pairs = through._base_manager.filter(**{f"{source}__in": keys}).order_by()
    found = defaultdict(list)
    for key, related in pairs.values_list(source, field.m2m_reverse_field_name()):
        found[key].append(related)
    return found


def serialized_parts(model, keys):
    """{key of the entry: serialized rows of its parts}"""
    found = defaultdict(list)
    for part in parts_of_model(model):
        for key, fields in stored_rows(part.model, **{f"{part.owner}__in": keys}):
            found[fields[part.owner]].append(serialized(part.model, key, fields))
    return found


def stored_rows(model, **condition):
    """Yields (key, fields) of each row, ordered by key."""
    names = versioned_columns(model)
    for key, *values in (
        model._base_manager.filter(**condition).order_by("pk").values_list("pk", *names)
    ):
        yield key, dict(zip(names, values, strict=True))


def versioned_columns(model):
    """The columns a version holds: not the key, nor the moment of the last change."""
    return [
        f.name
        for f in model._meta.concrete_fields
        if not f.primary_key and not getattr(f, "auto_now", False)
    ]


def serialized(model, key, fields):
    return {"model": model._meta.label_lower, "pk": key, "fields": fields}
