"""Saving versions: an entry before its first change, and after each change."""

from collections import defaultdict
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Max
from django.utils import timezone
from reversion.models import Revision, Version

from resources.batches import batches

from .states import ENTRIES_PER_QUERY, serialized_entries

# The comment of a revision that nobody made: the entry as it was before its first recorded change.
BASELINE = "baseline"


@contextmanager
def revision(*entries, user=None, why=""):
    """Record all changes inside as one revision, in one transaction.

    Yields the list of changed entries. Add to it the entries that are created inside.
    """
    with transaction.atomic():
        record_baselines(entries)
        touched = list(entries)
        yield touched
        record_versions(touched, user=user, why=why)


def record_baselines(entries):
    """Lock the entries, and give those without a version one of their present state.

    Call it before a change, in the same transaction: nobody else can change the entries until
    that ends. Entries have no version yet if they came from a fixture, for example.
    """
    with transaction.atomic():
        texts = []
        lock_entries(entries)
        for model, keys in keys_by_model(entries):
            known = keys_with_version(model, keys)
            new = [key for key in keys if str(key) not in known]
            texts += [(model, key, text) for key, text in serialized_entries(model, new)]
        create_revision(texts, user=None, why=BASELINE)


def record_versions(entries, *, user=None, why=""):
    """Save a revision with a version of each entry that changed since its latest.

    Call it after a change, in the same transaction. The number of queries depends on the number
    of models and batches, so it suits thousands of entries. Returns the revision, or None if no
    entry differs.
    """
    with transaction.atomic():
        texts = []
        for model, keys in keys_by_model(entries):
            latest = latest_serialized(model, keys)
            texts += [
                (model, key, text)
                for key, text in serialized_entries(model, keys)
                if latest.get(str(key)) != text
            ]
        return create_revision(texts, user=user, why=why)


def keys_by_model(entries):
    """Yields (model, sorted keys), the models in a fixed order to prevent deadlocks."""
    keys = defaultdict(set)
    for entry in entries:
        keys[entry._meta.concrete_model].add(entry.pk)
    for model in sorted(keys, key=lambda model: model._meta.label):
        yield model, sorted(keys[model])


def lock_entries(entries):
    """Lock the rows of these entries until the transaction ends."""
    for model, keys in keys_by_model(entries):
        rows = model._base_manager.select_for_update(no_key=True).order_by("pk")
        for some in batches(keys, ENTRIES_PER_QUERY):
            len(rows.filter(pk__in=some).values_list("pk"))


def keys_with_version(model, keys):
    found = set()
    for some in batches(keys, ENTRIES_PER_QUERY):
        found.update(versions_with_keys(model, some).values_list("object_id", flat=True))
    return found


def latest_serialized(model, keys):
    """{key as text: serialized entry of its latest version}"""
    found = {}
    for some in batches(keys, ENTRIES_PER_QUERY):
        latest = versions_with_keys(model, some).values("object_id").annotate(latest=Max("pk"))
        versions = Version.objects.filter(pk__in=latest.values("latest")).order_by()
        found.update(versions.values_list("object_id", "serialized_data"))
    return found


def versions_with_keys(model, keys):
    versions = Version.objects.get_for_model(model)
    return versions.filter(object_id__in=list(map(str, keys))).order_by()


def create_revision(texts, *, user, why):
    """Save a revision of (model, key, text) triples. Returns None without any."""
    if not texts:
        return None
    made = Revision.objects.create(date_created=timezone.now(), user=user, comment=why)
    types = {model: ContentType.objects.get_for_model(model) for model, _key, _text in texts}
    Version.objects.bulk_create(
        Version(
            revision_id=made.pk,
            content_type_id=types[model].pk,
            object_id=str(key),
            db=DEFAULT_DB_ALIAS,
            format="json",
            serialized_data=text,
            object_repr=f"{model._meta.label_lower} {key}",
        )
        for model, key, text in texts
    )
    return made
