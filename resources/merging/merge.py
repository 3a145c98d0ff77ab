"""Two records become one, and nothing that pointed at either is lost."""

from dataclasses import dataclass, field
from hashlib import blake2b

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from resources.history import owning_entries, revision
from resources.models import FormerSlug, FormerTerm, MergedEntry, Resource, Status, Term
from resources.models.recommendations import recommendations

from .field_choices import take
from .references import references_to


class Refused(Exception):  # noqa: N818 - it is a rule that says no, and no mistake of a program
    """A merge that may not be, with the reason in words."""


@dataclass
class Moved:
    """What became of everything that pointed at the record that goes."""

    counts: dict[type, int] = field(default_factory=dict)  # model → rows that point at the other
    given_up: list = field(default_factory=list)  # rows for which there was no second place


@transaction.atomic
def merge_terms(old, new, *, by=None):
    """Whatever had `old` has `new` afterwards, and addresses with the slug of `old` find `new`."""
    old, new = locked(Term, old, new)
    if reason := why_terms_stay_apart(old, new):
        raise Refused(reason)
    why = _("Term “%(old)s” merged into “%(new)s”.") % {"old": old, "new": new}
    with revision(old, new, *entries_pointing_at(old), user=by, why=why):
        moved = point_at(new, instead_of=old)
        FormerTerm.objects.update_or_create({"term": new}, vocabulary=new.vocabulary, slug=old.slug)
        remember(old, new, by)
        Term.objects.filter(pk=old.pk).delete()
    return moved


def why_terms_stay_apart(old, new):
    """The reason in words why `old` cannot become `new`; empty if it can."""
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
    """Both, in the order a curator is offered: which may stay, and which become part of it."""
    return sorted([one, other], key=standing, reverse=True)


def standing(resource):
    """What is published stays, then what guides recommend more often, then what is older."""
    ranks = [Status.DRAFT, Status.IN_REVIEW, Status.CLOSED, Status.PUBLISHED]
    return ranks.index(resource.status), recommendations().count(resource), -resource.pk


def why_resources_stay_apart(survivor, other):
    """The reason in words why `other` cannot become part of `survivor`; empty if it can."""
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
def merge_resources(survivor, other, *, taking, seen, by=None):
    """`survivor` takes over what points at `other`, and the fields of it that `taking` names.

    `seen` is what `fingerprint` said of both when somebody looked at them. Where `other` had a
    page, its addresses lead to the survivor.
    """
    survivor, other = locked(Resource, survivor, other)
    if seen != fingerprint(survivor, other):
        raise Refused(
            _("One of the two was changed since you opened this page. Look at them once more.")
        )
    if reason := why_resources_stay_apart(survivor, other):
        raise Refused(reason)
    why = _("Merged with “%(title)s” (%(slug)s).") % {"title": other, "slug": other.slug}
    with revision(survivor, other, *entries_pointing_at(other), user=by, why=why):
        terms = take(survivor, other, taking)
        moved = point_at(survivor, instead_of=other)
        keep_addresses(survivor, other)
        remember(other, survivor, by)
        Resource.objects.filter(pk=other.pk).delete()
        finish(survivor, terms)
    return moved


def finish(survivor, terms):
    survivor.refresh_from_db(fields=["successor"])
    try:
        survivor.full_clean()
    except ValidationError as refusal:
        raise Refused(" ".join(refusal.messages)) from refusal
    survivor.save()
    survivor.terms.set(terms)


def keep_addresses(survivor, other):
    """What visitors may have kept of `other` leads to `survivor`; a draft had no address."""
    if other.has_page:
        kind = ContentType.objects.get_for_model(survivor)
        FormerSlug.objects.update_or_create(
            {"object_id": survivor.pk}, content_type=kind, slug=other.slug
        )


def remember(gone, survivor, by):
    """Let the history of the survivor lead to that of the one that is gone."""
    MergedEntry.objects.create(entry=survivor, key=gone.pk, title=str(gone)[:300], by=by)


def entries_pointing_at(record):
    """The entries, of whatever kind, that are not the same once `record` is gone."""
    rows = []
    for reference in references_to(type(record)):
        rows += reference.owners(record)
    return [entry for entry in owning_entries(rows) if entry != record]


def locked(model, *records):
    """The records as they are now; nobody changes them until the transaction ends."""
    found = model.objects.select_for_update().order_by("pk").in_bulk([r.pk for r in records])
    if missing := [record for record in records if record.pk not in found]:
        raise Refused(_("“%(record)s” is not there any more.") % {"record": missing[0]})
    return [found[record.pk] for record in records]


def fingerprint(*records):
    """A short text that differs once one of the records, or what points at it, has changed."""
    rows = [type(r)._base_manager.filter(pk=r.pk) for r in records]
    rows += [ref.rows(record) for record in records for ref in references_to(type(record))]
    seen = [list(found.order_by("pk").values_list()) for found in rows]
    return blake2b(repr(seen).encode(), digest_size=16).hexdigest()


def given_up(old, new):
    """[(row that stays, row that goes)] of what would point at `new`: where only one may."""
    references = [r for r in references_to(type(new)) if not r.model._meta.auto_created]
    return [pair for reference in references for pair in rivals(reference, old, new)]


def point_at(new, *, instead_of):
    """Let every row that points at `instead_of` point at `new`.

    Where a rule allows one row only and both have it, the better one stays (see `merit_of`).
    """
    old, moved = instead_of, Moved()
    for reference in references_to(type(new)):
        if reference.model is type(new):  # nothing points at itself
            reference.rows(old).filter(pk=new.pk).update(**reference.naming(None))
        if reference.model._meta.auto_created:
            reference.clashing(old, new).delete()
        for _winner, loser in rivals(reference, old, new):
            moved.given_up.append(loser)
            loser.delete()
        if count := reference.rows(old).update(**reference.naming(new)):
            moved.counts[reference.model] = moved.counts.get(reference.model, 0) + count
    return moved


def rivals(reference, old, new):
    """(the row that stays, the row that is given up) for each place only one of them can have."""
    pairs = []
    for row in reference.clashing(old, new):
        pairs.append(sorted([reference.rival(row, new), row], key=merit_of, reverse=True))
    return pairs


def merit_of(row):
    """What decides which of two rows stays: what its model says matters, then how much it says."""
    said = sum(1 for f in row._meta.concrete_fields if f.value_from_object(row) not in (None, ""))
    return (*getattr(row, "merits", ()), said)
