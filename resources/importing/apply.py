"""A plan comes true: all of it, with versions of every entry it touches, or nothing."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources import history
from resources.batches import batches, silent
from resources.models import ImportPlan, LinkState, Resource
from resources.models.slugs import used_slugs

from .columns import Table
from .errors import RefusedError
from .match import at_addresses, own_address
from .stored_entries import entries

AT_ONCE = 500  # entries written at a time
NOT_APPLIED = {
    "applied-before": _("This import has been applied already."),
    "has-refused": _("Some rows are refused. Correct them, or say that they are to be left out."),
    "changed-since": _(
        "Nothing was imported, because entries have changed since this preview was made. Upload"
        " the file again to compare it with the catalogue of now."
    ),
    "rule": _(
        "Nothing was imported, because the database refused an entry. Upload the file again."
    ),
}


class NotAppliedError(Exception):
    """Nothing was written. `slugs` names the entries that stand in the way."""

    def __init__(self, code, slugs=()):
        super().__init__(code)
        self.code, self.slugs = code, list(slugs)

    def __str__(self):
        return str(NOT_APPLIED[self.code])


def apply(plan, *, user=None, leave_out_refused=False, progress=silent):
    """Write what `plan` says. Raises NotAppliedError."""
    try:
        with transaction.atomic():
            plan = ImportPlan.objects.select_for_update().get(pk=plan.pk)
            if plan.applied_at:
                raise NotAppliedError("applied-before")
            if plan.number_of("refused") and not leave_out_refused:
                raise NotAppliedError("has-refused")
            Application(plan, user, progress).write()
            plan.applied_at, plan.applied_by = timezone.now(), user
            plan.save()
    except IntegrityError as problem:
        raise NotAppliedError("rule") from problem
    return plan


class Application:
    """One plan on its way into the catalogue, inside a transaction."""

    def __init__(self, plan, user, progress):
        self.plan, self.user, self.progress = plan, user, progress
        self.columns = Table().columns
        self.done = 0

    def write(self):
        changed = self.plan.rows.changed().order_by("resource_key")
        new = self.plan.rows.new().order_by("number")
        outdated = [slug for rows in in_batches(changed) for slug in self.changed_since(rows)]
        outdated += [slug for rows in in_batches(new) for slug in self.made_since(rows)]
        if outdated:
            raise NotAppliedError("changed-since", outdated)
        for rows in in_batches(changed):
            self.keep(self.change(rows))
        for rows in in_batches(new):
            self.keep(self.make(rows))

    def changed_since(self, rows):
        """Slugs of entries that are not what the plan saw. From now on nobody else changes them."""
        keys = [row.resource_key for row in rows]
        history.snapshot_before([Resource(pk=key) for key in keys])
        stored = entries(keys, self.columns.values())
        for row in rows:
            entry = stored.get(row.resource_key)
            if not entry or entry.fingerprint() != row.fingerprint or not self.values(row):
                yield row.slug

    def made_since(self, rows):
        """Slugs of new entries that exist by now, under this slug or with this address."""
        slugs = used_slugs(Resource, slug__in={row.slug for row in rows})
        addresses = {row.number: own_address(new_texts(row)) for row in rows}
        known = at_addresses(set(addresses.values()) - {""})
        known = set(known.values_list("url_key", flat=True))
        for row in rows:
            if row.slug in slugs or addresses[row.number] in known or not self.values(row):
                yield row.slug

    def values(self, row):
        """{column name: value} of the row's changes; None where a slug in it is gone by now."""
        try:
            return {name: self.columns[name].read(new) for name, (_old, new) in row.changes.items()}
        except (RefusedError, KeyError):
            return None

    def change(self, rows):
        """The entries that exist, with what they say now. Status is the workflow's, and stays."""
        found = Resource.objects.in_bulk([row.resource_key for row in rows])
        resources = [found[row.resource_key] for row in rows]
        written = {"updated_at"}
        for resource, row in zip(resources, rows, strict=True):
            written |= self.fill(resource, row)
        Resource.objects.bulk_create(
            resources,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=sorted(written),
        )
        self.write_terms(resources, rows)
        return resources

    def make(self, rows):
        """New entries, as drafts."""
        resources = [Resource(slug=row.slug) for row in rows]
        for resource, row in zip(resources, rows, strict=True):
            self.fill(resource, row)
        Resource.objects.bulk_create(resources)
        self.write_terms(resources, rows)
        return resources

    def fill(self, resource, row):
        """Give a record the row's values; the names of the fields that changed by it."""
        values = self.values(row)
        plain = {name for name in values if self.columns[name].attribute}
        for name in plain:
            setattr(resource, self.columns[name].attribute, values[name])
        if "url" in plain:  # what the checker saw was the old address
            resource.link_state, resource.link_checked_at = LinkState.NOT_CHECKED, None
            plain |= {"url_key", "link_state", "link_checked_at"}
        if any(f"{name}_es" in plain for name in resource.text_names()):
            resource.mark_translated()
            plain.add("translated_from")
        return plain

    def write_terms(self, resources, rows):
        wanted = {}
        for resource, row in zip(resources, rows, strict=True):
            for name, value in self.values(row).items():
                if not self.columns[name].attribute:
                    wanted[resource.pk, self.columns[name].vocabulary.slug] = value
        replace_terms(wanted)

    def keep(self, resources):
        """One version of each, and a word of how far we are."""
        history.record_versions(resources, user=self.user, why=f"Import: {self.plan.file_name}")
        self.done += len(resources)
        self.progress(self.done, self.done / self.plan.number_of_changes)


def new_texts(row):
    return {name: new for name, (_old, new) in row.changes.items()}


def in_batches(rows):
    return batches(rows.iterator(chunk_size=AT_ONCE), AT_ONCE)


def replace_terms(wanted):
    """Give entries their terms of some vocabularies: {(key, vocabulary): keys of the terms}."""
    uses = Resource.terms.through.objects
    gone, kept = [], set()
    stored = uses.filter(resource_id__in={key for key, _vocabulary in wanted})
    for use, key, vocabulary, term in stored.values_list(
        "pk", "resource_id", "term__vocabulary_id", "term_id"
    ):
        if (key, vocabulary) not in wanted:
            continue
        if term in wanted[key, vocabulary]:
            kept.add((key, term))
        else:
            gone.append(use)
    uses.filter(pk__in=gone).delete()
    uses.bulk_create(
        uses.model(resource_id=key, term_id=term)
        for (key, _vocabulary), terms in wanted.items()
        for term in sorted(terms)
        if (key, term) not in kept
    )
