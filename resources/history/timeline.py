"""The versions of an entry, newest first, each compared with the one before it."""

from dataclasses import dataclass
from itertools import zip_longest

from django.contrib.contenttypes.models import ContentType
from reversion.models import Version

from resources.models import MergedEntry

from .diff import changed_fields
from .recording import BASELINE
from .states import EntryState


@dataclass(frozen=True)
class VersionChange:
    """A version with its state, and what it changed.

    `before` is the previous version, None for the first. `changed` names the fields and parts
    that differ from it, and is empty for the first.
    """

    version: Version
    before: Version | None
    state: EntryState
    changed: list[str]

    @property
    def revision(self):
        return self.version.revision

    @property
    def is_baseline(self):
        """True if this is the state before the first recorded change, which nobody made."""
        return self.revision.comment == BASELINE and self.revision.user_id is None


def versions_of(entry):
    """The reversion versions of an entry, newest first."""
    versions = Version.objects.get_for_object(entry).order_by("-pk")
    return versions.select_related("revision__user")


def deleted_entry(model, key):
    """A deleted entry rebuilt from its last version, unsaved. None without one."""
    version = Version.objects.get_for_object_reference(model, key).order_by("-pk").first()
    if version is None:
        return None
    names = {f.name for f in model._meta.concrete_fields if not f.is_relation}
    known = EntryState.from_text(model, version.serialized_data).fields
    values = {name: value for name, value in known.items() if name in names}
    return model(pk=version.object_id, **values)


def entries_merged_into(entry):
    """The MergedEntry records of entries that were merged into this one, latest first."""
    if not isinstance(entry.pk, int):  # a vocabulary: its key is its slug, and it is never merged
        return MergedEntry.objects.none()
    kind = ContentType.objects.get_for_model(entry)
    return MergedEntry.objects.filter(content_type=kind, object_id=entry.pk)


def version_changes(entry, *, start=0, count):
    """At most `count` changes, newest first, from number `start` on, by one query."""
    model = type(entry)
    versions = list(versions_of(entry)[start : start + count + 1])
    states = [EntryState.from_text(model, version.serialized_data) for version in versions]
    found = list(zip(versions, states, strict=True))
    return [version_change(model, *pair) for pair in zip_longest(found, found[1:])][:count]


def version_change(model, newer, older):
    (version, state), (before, old) = newer, older or (None, None)
    changed = changed_fields(model, old, state) if before else []
    return VersionChange(version, before, state, changed)
