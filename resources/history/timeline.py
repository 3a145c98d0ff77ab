"""The versions of an entry, newest first, each with what it changed of the one before."""

from dataclasses import dataclass
from itertools import zip_longest

from django.contrib.contenttypes.models import ContentType
from reversion.models import Version

from resources.models import MergedEntry

from .diff import changed_fields
from .recording import BASELINE
from .snapshots import State


@dataclass(frozen=True)
class Step:
    """A version, the one before it (None for the first), and the names of what differs."""

    version: Version
    before: Version | None
    state: State
    changed: list[str]

    @property
    def revision(self):
        return self.version.revision

    @property
    def is_baseline(self):
        """Nobody's change: what the entry was before its first change was kept."""
        return self.revision.comment == BASELINE and self.revision.user_id is None


def versions_of(entry):
    versions = Version.objects.get_for_object(entry).order_by("-pk")
    return versions.select_related("revision__user")


def last_known(model, key):
    """An entry that is gone, as its last version has it; None if none was kept."""
    version = Version.objects.get_for_object_reference(model, key).order_by("-pk").first()
    if version is None:
        return None
    names = {f.name for f in model._meta.concrete_fields if not f.is_relation}
    known = State.from_text(model, version.serialized_data).fields
    values = {name: value for name, value in known.items() if name in names}
    return model(pk=version.object_id, **values)


def merged_into(entry):
    """The entries that became part of this one, the latest first; their versions are kept."""
    if not isinstance(entry.pk, int):  # a vocabulary, which is never merged: its key is its slug
        return MergedEntry.objects.none()
    kind = ContentType.objects.get_for_model(entry)
    return MergedEntry.objects.filter(content_type=kind, object_id=entry.pk)


def steps_of(entry, *, start=0, count):
    """At most `count` steps from the one at `start` (0 is the newest) back, in one query."""
    model = type(entry)
    versions = list(versions_of(entry)[start : start + count + 1])
    states = [State.from_text(model, version.serialized_data) for version in versions]
    found = list(zip(versions, states, strict=True))
    return [step(model, *pair) for pair in zip_longest(found, found[1:])][:count]


def step(model, newer, older):
    (version, state), (before, old) = newer, older or (None, None)
    return Step(version, before, state, changed_fields(model, old, state) if before else [])
