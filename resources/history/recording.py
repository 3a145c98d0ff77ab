"""Keeping versions: what an entry was before its first change, and what each change made of it."""

from collections import defaultdict
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Max
from django.utils import timezone
from reversion.models import Revision, Version

from resources.batches import batches

from .snapshots import AT_ONCE, texts_of

# The comment of a revision nobody made: the entry as it was before its first kept change.
BASELINE = "baseline"


@contextmanager
def revising(*entries, user=None, why=""):
    """Make one revision of all that happens inside, together with it or not at all.

    Yields the list of changed entries, for those that are made inside to be added.
    """
    with transaction.atomic():
        baseline(entries)
        touched = list(entries)
        yield touched
        record(touched, user=user, why=why)


def baseline(entries):
    """Call it before a change, in the same transaction: nobody else changes them until its end.

    Entries that have no version yet, as those loaded from a fixture, get one of what they are.
    """
    with transaction.atomic():
        texts = []
        hold(entries)
        for model, keys in keys_by_model(entries):
            known = keys_with_version(model, keys)
            new = [key for key in keys if str(key) not in known]
            texts += [(model, key, text) for key, text in texts_of(model, new)]
        save(texts, user=None, why=BASELINE)


def record(entries, *, user=None, why=""):
    """Call it after a change, in the same transaction: one revision of all entries that differ.

    Made for thousands at once. Answers the revision, or None where nothing differs.
    """
    with transaction.atomic():
        texts = []
        for model, keys in keys_by_model(entries):
            newest = newest_texts(model, keys)
            texts += [
                (model, key, text)
                for key, text in texts_of(model, keys)
                if newest.get(str(key)) != text
            ]
        return save(texts, user=user, why=why)


def keys_by_model(entries):
    """(model, keys) of each kind; always in the same order, so that two writers cannot wait for
    each other.
    """
    keys = defaultdict(set)
    for entry in entries:
        keys[entry._meta.concrete_model].add(entry.pk)
    for model in sorted(keys, key=lambda model: model._meta.label):
        yield model, sorted(keys[model])


def hold(records):
    """Keep everybody else from changing these records until the transaction ends."""
    for model, keys in keys_by_model(records):
        rows = model._base_manager.select_for_update(no_key=True).order_by("pk")
        for some in batches(keys, AT_ONCE):
            len(rows.filter(pk__in=some).values_list("pk"))


def keys_with_version(model, keys):
    found = set()
    for some in batches(keys, AT_ONCE):
        found.update(versions_of(model, some).values_list("object_id", flat=True))
    return found


def newest_texts(model, keys):
    """{key as text: the newest version's text}"""
    found = {}
    for some in batches(keys, AT_ONCE):
        newest = versions_of(model, some).values("object_id").annotate(newest=Max("pk"))
        versions = Version.objects.filter(pk__in=newest.values("newest")).order_by()
        found.update(versions.values_list("object_id", "serialized_data"))
    return found


def versions_of(model, keys):
    versions = Version.objects.get_for_model(model)
    return versions.filter(object_id__in=list(map(str, keys))).order_by()


def save(texts, *, user, why):
    """One revision with a version for each (model, key, text); None without any."""
    if not texts:
        return None
    revision = Revision.objects.create(date_created=timezone.now(), user=user, comment=why)
    types = {model: ContentType.objects.get_for_model(model) for model, _key, _text in texts}
    Version.objects.bulk_create(
        Version(
            revision_id=revision.pk,
            content_type_id=types[model].pk,
            object_id=str(key),
            db=DEFAULT_DB_ALIAS,
            format="json",
            serialized_data=text,
            object_repr=f"{model._meta.label_lower} {key}",
        )
        for model, key, text in texts
    )
    return revision
