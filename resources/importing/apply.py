"""Applying a plan: all of it, with a version of every entry it changes, or nothing."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources import history
from resources.batches import batches, silent
from resources.models import ImportPlan, LinkState, PlannedRow, Resource
from resources.models.slugs import used_slugs

from .columns import ColumnTable, TermsColumn
from .errors import RefusedError
from .match import own_url_key, resources_with_url_keys
from .stored_entries import load_entries

Rows = tuple[PlannedRow, ...]

ROWS_PER_WRITE = 500
REASONS_NOT_APPLIED = {
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
    """The plan was not applied. `slugs` names the entries that prevent it."""

    def __init__(self, code: str, slugs: list[str] | None = None) -> None:
        super().__init__(code)
        self.code, self.slugs = code, slugs or []

    def __str__(self) -> str:
        return str(REASONS_NOT_APPLIED[self.code])


def apply_plan(
    plan: ImportPlan,
    *,
    user: Any = None,
    leave_out_refused: bool = False,
    progress: Callable[[int, float], None] = silent,
) -> ImportPlan:
    """Write the changes of a plan. Raises NotAppliedError."""
    try:
        with transaction.atomic():
            plan = ImportPlan.objects.select_for_update().get(pk=plan.pk)
            if plan.applied_at:
                raise NotAppliedError("applied-before")
            if plan.number_of("refused") and not leave_out_refused:
                raise NotAppliedError("has-refused")
            PlanWriter(plan, user, progress).write()
            plan.applied_at, plan.applied_by = timezone.now(), user
            plan.save()
    except IntegrityError as problem:
        raise NotAppliedError("rule") from problem
    return plan


class PlanWriter:
    """Writes a plan inside a transaction."""

    def __init__(self, plan: ImportPlan, user: Any, progress: Callable[[int, float], None]) -> None:
        self.plan, self.user, self.progress = plan, user, progress
        self.columns = ColumnTable().columns
        self.done = 0

    def write(self) -> None:
        changed = self.plan.rows.changed().order_by("resource_key")
        new = self.plan.rows.new().order_by("number")
        outdated = [slug for rows in in_batches(changed) for slug in self.changed_since(rows)]
        outdated += [slug for rows in in_batches(new) for slug in self.created_since(rows)]
        if outdated:
            raise NotAppliedError("changed-since", outdated)
        for rows in in_batches(changed):
            self.record(self.change(rows))
        for rows in in_batches(new):
            self.record(self.create(rows))

    def changed_since(self, rows: Rows) -> Iterator[str]:
        """Lock the entries, and yield the slugs of those that differ from the plan."""
        keys = [row.resource_key for row in rows]
        history.record_baselines([Resource(pk=key) for key in keys])
        stored = load_entries(keys, self.columns.values())
        for row in rows:
            entry = stored.get(row.resource_key)
            if not entry or entry.fingerprint() != row.fingerprint or not self.has_values(row):
                yield row.slug

    def created_since(self, rows: Rows) -> Iterator[str]:
        """Yields the slugs of new rows whose slug or address an entry has by now."""
        slugs = used_slugs(Resource, slug__in={row.slug for row in rows})
        url_keys = {row.number: own_url_key(new_cells(row)) for row in rows}
        known = resources_with_url_keys(set(url_keys.values()) - {""})
        known = set(known.values_list("url_key", flat=True))
        for row in rows:
            if row.slug in slugs or url_keys[row.number] in known or not self.has_values(row):
                yield row.slug

    def has_values(self, row: PlannedRow) -> bool:
        """False if a column or a slug in a cell no longer exists."""
        try:
            return bool(self.values(row))
        except (RefusedError, KeyError):
            return False

    def values(self, row: PlannedRow) -> dict[str, Any]:
        """{column name: new value}"""
        return {name: self.columns[name].parse(cell) for name, cell in new_cells(row).items()}

    def change(self, rows: Rows) -> list[Resource]:
        """Write the rows of stored entries. Their status stays as it is."""
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

    def create(self, rows: Rows) -> list[Resource]:
        """Write the rows of new entries, which become drafts."""
        resources = [Resource(slug=row.slug) for row in rows]
        for resource, row in zip(resources, rows, strict=True):
            self.fill(resource, row)
        Resource.objects.bulk_create(resources)
        self.write_terms(resources, rows)
        return resources

    def fill(self, resource: Resource, row: PlannedRow) -> set[str]:
        """Set the row's values on a record. Returns the names of all fields that changed."""
        values = self.values(row)
        plain = {name for name in values if self.columns[name].attribute}
        for name in plain:
            setattr(resource, self.columns[name].attribute or "", values[name])
        if "url" in plain:  # the link state belongs to the old address
            resource.link_state, resource.link_checked_at = LinkState.NOT_CHECKED, None
            plain |= {"url_key", "link_state", "link_checked_at"}
        if any(f"{name}_es" in plain for name in resource.text_names()):
            resource.mark_translated()
            plain.add("translated_from")
        return plain

    def write_terms(self, resources: list[Resource], rows: Rows) -> None:
        wanted = {}
        for resource, row in zip(resources, rows, strict=True):
            for name, value in self.values(row).items():
                column = self.columns[name]
                if isinstance(column, TermsColumn):
                    wanted[resource.pk, column.vocabulary.slug] = value
        replace_terms(wanted)

    def record(self, resources: list[Resource]) -> None:
        """Save versions of the entries, and report the progress."""
        why = f"Import: {self.plan.file_name}"
        history.record_versions(resources, user=self.user, why=why)
        self.done += len(resources)
        self.progress(self.done, self.done / self.plan.number_of_changes)


def new_cells(row: PlannedRow) -> dict[str, str]:
    """{column name: new cell}"""
    return {name: new for name, (_old, new) in row.changes.items()}


def in_batches(rows: Any) -> Iterator[Rows]:
    return batches(rows.iterator(chunk_size=ROWS_PER_WRITE), ROWS_PER_WRITE)


def replace_terms(wanted: dict[tuple[int, str], set[int]]) -> None:
    """Set terms: {(key of the entry, vocabulary): keys of the terms}.

    Terms of other vocabularies stay.
    """
    uses = Resource.terms.through.objects
    removed, present = [], set()
    stored = uses.filter(resource_id__in={key for key, _vocabulary in wanted})
    for use, key, vocabulary, term in stored.values_list(
        "pk", "resource_id", "term__vocabulary_id", "term_id"
    ):
        if (key, vocabulary) not in wanted:
            continue
        if term in wanted[key, vocabulary]:
            present.add((key, term))
        else:
            removed.append(use)
    uses.filter(pk__in=removed).delete()
    uses.bulk_create(
        uses.model(resource_id=key, term_id=term)
        for (key, _vocabulary), terms in wanted.items()
        for term in sorted(terms)
        if (key, term) not in present
    )
