"""Merging two terms or two resources, with everything that points at them."""

from dataclasses import dataclass, field
from hashlib import blake2b

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from resources.history import owning_entries, revision
from resources.models import FormerSlug, FormerTerm, MergedEntry, Resource, Status, Term
from resources.models.recommendations import recommendations

from .field_choices import copy_fields
from .references import references_to


class MergeRefused(Exception):  # noqa: N818 - a rule refuses it, and nothing failed
    """A rule forbids the merge. The message is a sentence for the curator."""


@dataclass
class MergeResult:
    """The rows that pointed at the merged record: moved or dropped."""

    counts: dict[type, int] = field(default_factory=dict)  # model → number of rows moved
    dropped: list = field(default_factory=list)  # rows deleted, as a rule allows only one


@transaction.atomic
def merge_terms(old, new, *, by=None):
    """Replace `old` by `new` everywhere, and redirect addresses with its slug."""
    old, new = lock_records(Term, old, new)
    if reason := why_terms_cannot_merge(old, new):
        raise MergeRefused(reason)
    why = _("Term “%(old)s” merged into “%(new)s”.") % {"old": old, "new": new}
    with revision(old, new, *entries_referring_to(old), user=by, why=why):
        result = move_references(old, new)
        FormerTerm.objects.update_or_create({"term": new}, vocabulary=new.vocabulary, slug=old.slug)
        record_merge(old, new, by)
        Term.objects.filter(pk=old.pk).delete()
    return result


def why_terms_cannot_merge(old, new):
    """A sentence on why `old` cannot be merged into `new`. Empty if it can."""
    if old == new:
        return _("Choose another term.")
    if old.vocabulary_id != new.vocabulary_id:
        return _("Only terms of one vocabulary can be merged.")
    if new.is_retired and not old.is_retired:
        return _("“%(term)s” is retired. Choose a term that is still offered.") % {"term": new}
    for reference in references_to(Term):
        if reference.field.one_to_one and (page := reference.rows(old).first()):
            return _(
                "A %(kind)s is about “%(term)s” and takes its name and address from it. Merge"
                " the other term into this one, or retire this one."
            ) % {"kind": page._meta.verbose_name, "term": old}
    return ""


def survivor_first(one, other):
    """Both resources, the suggested survivor first."""
    return sorted([one, other], key=survivor_rank, reverse=True)


def survivor_rank(resource):
    """Sort key for the suggested survivor: status, number of recommendations, age."""
    ranks = [Status.DRAFT, Status.IN_REVIEW, Status.CLOSED, Status.PUBLISHED]
    return ranks.index(resource.status), recommendations().count(resource), -resource.pk


def why_resources_cannot_merge(survivor, other):
    """A sentence on why `other` cannot be merged into `survivor`. Empty if it can."""
    if survivor == other:
        return _("Choose another entry.")
    loses_page = other.has_page and not survivor.has_page
    if loses_page or (other.status == Status.PUBLISHED and survivor.status != Status.PUBLISHED):
        return _(
            "Visitors can open “%(other)s”, and would find “%(survivor)s” closed or not there."
            " Keep the other one."
        ) % {"other": other, "survivor": survivor}
    return ""


@transaction.atomic
def merge_resources(survivor, other, *, fields_to_copy, seen, by=None):
    """Merge `other` into `survivor`, copying the fields named in `fields_to_copy`.

    `seen` is the `merge_fingerprint` of both when the curator looked at them. If `other` had a
    page, its addresses redirect to the survivor. Raises MergeRefused.
    """
    survivor, other = lock_records(Resource, survivor, other)
    if seen != merge_fingerprint(survivor, other):
        raise MergeRefused(
            _("One of the two was changed since you opened this page. Look at them once more.")
        )
    if reason := why_resources_cannot_merge(survivor, other):
        raise MergeRefused(reason)
    why = _("Merged with “%(title)s” (%(slug)s).") % {"title": other, "slug": other.slug}
    with revision(survivor, other, *entries_referring_to(other), user=by, why=why):
        terms = copy_fields(survivor, other, fields_to_copy)
        result = move_references(other, survivor)
        redirect_addresses(survivor, other)
        record_merge(other, survivor, by)
        Resource.objects.filter(pk=other.pk).delete()
        save_survivor(survivor, terms)
    return result


def save_survivor(survivor, terms):
    survivor.refresh_from_db(fields=["successor"])
    try:
        survivor.full_clean()
    except ValidationError as problem:
        raise MergeRefused(" ".join(problem.messages)) from problem
    survivor.save()
    survivor.terms.set(terms)


def redirect_addresses(survivor, other):
    """Redirect the page of `other` to `survivor`. A draft had no page."""
    if other.has_page:
        kind = ContentType.objects.get_for_model(survivor)
        FormerSlug.objects.update_or_create(
            {"object_id": survivor.pk}, content_type=kind, slug=other.slug
        )


def record_merge(merged, survivor, by):
    """Let the history of the survivor link to that of the merged record."""
    MergedEntry.objects.create(entry=survivor, key=merged.pk, title=str(merged)[:300], by=by)


def entries_referring_to(record):
    """The entries of any kind that change if `record` is merged into another."""
    rows = []
    for reference in references_to(type(record)):
        rows += reference.referring_records(record)
    return [entry for entry in owning_entries(rows) if entry != record]


def lock_records(model, *records):
    """Read the records again and lock them. Raises MergeRefused if one is deleted."""
    found = model.objects.select_for_update().order_by("pk").in_bulk([r.pk for r in records])
    if missing := [record for record in records if record.pk not in found]:
        raise MergeRefused(_("“%(record)s” is not there any more.") % {"record": missing[0]})
    return [found[record.pk] for record in records]


def merge_fingerprint(*records):
    """A hash of the records and of all rows that point at them."""
    rows = [type(r)._base_manager.filter(pk=r.pk) for r in records]
    rows += [ref.rows(record) for record in records for ref in references_to(type(record))]
    seen = [list(found.order_by("pk").values_list()) for found in rows]
    return blake2b(repr(seen).encode(), digest_size=16).hexdigest()


def rows_to_drop(old, new):
    """[(row that stays, row that goes)] where only one of them may point at `new`."""
    references = [r for r in references_to(type(new)) if not r.model._meta.auto_created]
    return [pair for reference in references for pair in conflicting_pairs(reference, old, new)]


def move_references(old, new):
    """Let every row that points at `old` point at `new`. Returns the MergeResult.

    Where a rule allows only one of two rows, the one with the higher `row_rank` stays.
    """
    result = MergeResult()
    for reference in references_to(type(new)):
        if reference.model is type(new):  # nothing points at itself
            reference.rows(old).filter(pk=new.pk).update(**reference.values_for(None))
        if reference.model._meta.auto_created:
            reference.conflicting_rows(old, new).delete()
        for _winner, loser in conflicting_pairs(reference, old, new):
            result.dropped.append(loser)
            loser.delete()
        if count := reference.rows(old).update(**reference.values_for(new)):
            result.counts[reference.model] = result.counts.get(reference.model, 0) + count
    return result


def conflicting_pairs(reference, old, new):
    """[(row that stays, row to drop)] of rows that cannot both point at `new`."""
    pairs = []
    for row in reference.conflicting_rows(old, new):
        pairs.append(sorted([reference.conflicting_row(row, new), row], key=row_rank, reverse=True))
    return pairs


def row_rank(row):
    """Sort key of conflicting rows: the model's `merge_rank`, then filled fields."""
    filled = sum(1 for f in row._meta.concrete_fields if f.value_from_object(row) not in (None, ""))
    return (*getattr(row, "merge_rank", ()), filled)
