"""An entry at one moment: its fields, its terms and its parts.

It is written as a fixture writes it, the entry first and its parts after, so that
django-reversion's own tools can read a version of ours.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.serializers.json import DjangoJSONEncoder

from resources.batches import batches

from .registry import parts_of_model

AT_ONCE = 500  # entries a query asks for


@dataclass
class State:
    """Values as JSON has them; `parts` holds the rows of each relation by their keys."""

    fields: dict
    parts: dict[str, dict] = field(default_factory=dict)

    @classmethod
    def from_text(cls, model, text):
        entry, *rows = json.loads(text)
        state = cls(entry["fields"], {part.name: {} for part in parts_of_model(model)})
        names = {part.model._meta.label_lower: part.name for part in parts_of_model(model)}
        for row in rows:
            if row["model"] in names:
                state.parts[names[row["model"]]][row["pk"]] = row["fields"]
        return state

    def fingerprint(self):
        """A short text, another for every other state."""
        text = json.dumps([self.fields, self.parts], sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def texts_of(model, keys):
    """Yields (key, text) of each entry that exists, as the database holds it now.

    The number of queries depends on the kind of entry alone, for every 500 entries.
    """
    for some in batches(keys, AT_ONCE):
        parts = parts_of(model, some)
        for key, fields in entries_with_terms(model, some):
            text = [written(model, key, fields), *parts[key]]
            yield key, json.dumps(text, cls=DjangoJSONEncoder, ensure_ascii=False)


def state_of(model, key):
    """The entry as the database holds it now; None if it is gone."""
    for _key, text in texts_of(model, [key]):
        return State.from_text(model, text)
    return None


def entries_with_terms(model, keys):
    terms = {f.name: related_keys(f, keys) for f in model._meta.local_many_to_many}
    for key, fields in rows_of(model, pk__in=keys):
        yield key, fields | {name: sorted(found[key]) for name, found in terms.items()}


def related_keys(field, keys):
    """{key of the entry: keys of what its many-to-many `field` holds}"""
    through, source = field.remote_field.through, field.m2m_field_name()
    pairs = through._base_manager.filter(**{f"{source}__in": keys}).order_by()
    found = defaultdict(list)
    for key, related in pairs.values_list(source, field.m2m_reverse_field_name()):
        found[key].append(related)
    return found


def parts_of(model, keys):
    """{key of the entry: its parts' rows as written}"""
    found = defaultdict(list)
    for part in parts_of_model(model):
        for key, fields in rows_of(part.model, **{f"{part.owner}__in": keys}):
            found[fields[part.owner]].append(written(part.model, key, fields))
    return found


def rows_of(model, **condition):
    """(key, fields) of each row, in the order of their keys."""
    names = names_of(model)
    for key, *values in (
        model._base_manager.filter(**condition).order_by("pk").values_list("pk", *names)
    ):
        yield key, dict(zip(names, values, strict=True))


def names_of(model):
    """What a version keeps of a row. The moment of its last change says nothing of its content."""
    return [
        f.name
        for f in model._meta.concrete_fields
        if not f.primary_key and not getattr(f, "auto_now", False)
    ]


def written(model, key, fields):
    return {"model": model._meta.label_lower, "pk": key, "fields": fields}
