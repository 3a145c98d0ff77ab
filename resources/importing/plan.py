"""Planning an import: what a file would change. Only the plan itself is written."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO, NamedTuple

from resources.batches import batches, silent
from resources.models import ImportPlan, PlannedRow

from .columns import ID, ColumnTable
from .compare import Comparison, compare
from .errors import RefusedError, Remark
from .match import EntryMatch, EntryMatcher, own_url_key
from .new_slugs import SlugAllocator
from .read import FileLimits, ends_with_line_break, read_rows, size_in_bytes
from .rows import FileRow
from .similar_titles import KnownTitles, TitledEntry
from .stored_entries import load_entries

ROWS_PER_INSERT = 1000
SLUG_PATTERN = re.compile(r"[-a-zA-Z0-9_]{1,200}")


def make_plan(
    file: BinaryIO,
    *,
    name: str,
    user: Any = None,
    file_format: str | None = None,
    limits: FileLimits = FileLimits(),  # noqa: B008 - it cannot be changed
    progress: Callable[[int, float], None] = silent,
) -> ImportPlan:
    """Save the plan of importing `file`, for a preview. Raises RefusedError.

    Rows are saved in batches, so that other writers need not wait long. If the process is killed,
    the unfinished plan is never shown, and it is deleted with the expired ones.
    """
    ImportPlan.objects.expired().delete()
    plan = ImportPlan.objects.create(file_name=name[-200:], made_by=user)
    try:
        planner, size = Planner(), size_in_bytes(file)
        rows = read_rows(file, planner.table.names, file_format=file_format, limits=limits)
        for batch in batches(rows, ROWS_PER_INSERT):
            planned = [planned_row(plan, comparison) for comparison in planner.compare_batch(batch)]
            PlannedRow.objects.bulk_create(planned)
            progress(planner.number, file.tell() / size)
    except RefusedError:
        plan.delete()
        raise
    plan.counts = planner.counts
    plan.notes = [] if ends_with_line_break(file) else [Remark("no-last-break").as_stored()]
    plan.is_finished = True
    plan.save()
    return plan


class FirstRow(NamedTuple):
    """The first row of a file with some id or entry."""

    number: int
    line: int


class Planner:
    """Compares rows with stored entries, and with the earlier rows of the file."""

    def __init__(self) -> None:
        self.number = 0  # of the latest row
        self.table, self.titles, self.slugs = ColumnTable(), KnownTitles(), SlugAllocator()
        self.columns = self.table.columns
        self.first_rows_by_id: dict[str, FirstRow] = {}
        self.first_rows_by_entry: dict[int, FirstRow] = {}
        self.slugs_by_url_key: dict[str, str] = {}  # of the first row with the address
        self.counts: Counter[PlannedRow.Outcome] = Counter()

    def compare_batch(self, rows: Iterable[FileRow]) -> list[Comparison]:
        """The Comparison of each row."""
        rows = list(rows)
        matcher = EntryMatcher(rows)
        matches = [self.match(row, matcher) for row in rows]
        stored = load_entries({m.key for m in matches if m.key}, self.columns.values())
        found = []
        for row, match in zip(rows, matches, strict=True):
            entry = stored.get(match.key) if match.key else None
            comparison = compare(row, entry, self.columns, is_new=match.is_new)
            comparison.notes = [match.note] if match.note else []
            found.append(comparison)
        self.slugs.assign(c for c in found if c.outcome == PlannedRow.Outcome.NEW)
        self.note_duplicates([c for c in found if c.changes and not c.problems], matcher)
        self.counts.update(c.outcome for c in found)
        return found

    def match(self, row: FileRow, matcher: EntryMatcher) -> EntryMatch:
        """The match of a row. If it is ambiguous or repeated, the row gets a problem."""
        self.number += 1
        row.number = self.number
        given = row.cells.get(ID, "").strip()
        try:
            if given:
                require_first(self.first_rows_by_id, given, row, "same-id")
            match = matcher.match(row)
            if match.key:
                require_first(
                    self.first_rows_by_entry, match.key, row, "same-entry", slug=match.slug
                )
            elif given and not SLUG_PATTERN.fullmatch(given):
                raise RefusedError("bad-id", column=ID)
        except RefusedError as refused:
            row.problems.append(refused.remark)
            return EntryMatch()
        return match

    def note_duplicates(self, comparisons: list[Comparison], matcher: EntryMatcher) -> None:
        """Add notes on entries with the same address or a similar title."""
        organizations = self.table.organizations
        self.titles.load(organizations[c.text("organization")] for c in comparisons)
        for comparison in comparisons:
            if comparison.changes_any("url", "link_target"):
                self.note_same_address(comparison, matcher)
            if comparison.changes_any("title_en", "title_es", "organization"):
                self.note_similar_title(comparison, organizations[comparison.text("organization")])

    def note_same_address(self, comparison: Comparison, matcher: EntryMatcher) -> None:
        texts = {name: comparison.text(name) for name in ("url", "link_target")}
        key, slug = own_url_key(texts), comparison.slug
        if not key:
            return
        others = matcher.others_at(key, besides=slug)
        first = self.slugs_by_url_key.setdefault(key, slug)
        others += [first] if first != slug else []
        comparison.notes += [Remark("same-address", column="url", slug=o) for o in others[:3]]

    def note_similar_title(self, comparison: Comparison, organization: int) -> None:
        entry = TitledEntry(comparison.slug, *comparison.titles)
        if similar := self.titles.similar(organization, entry):
            note = Remark("like-title", column="title_en", slug=similar.slug, title=similar.title)
            comparison.notes.append(note)
        self.titles.add(organization, entry)


def require_first(
    seen: dict[Any, FirstRow], key: object, row: FileRow, code: str, **facts: str
) -> None:
    """Raises RefusedError unless `row` is the first with this key."""
    first = seen.setdefault(key, FirstRow(row.number, row.line))
    if first.number != row.number:
        raise RefusedError(code, column=ID, line=first.line, **facts)


def planned_row(plan: ImportPlan, comparison: Comparison) -> PlannedRow:
    row, entry = comparison.row, comparison.entry
    return PlannedRow(
        plan=plan,
        number=row.number,
        line=row.line,
        outcome=comparison.outcome,
        resource_key=entry.pk if entry else None,
        slug=comparison.slug or row.cells.get(ID, "").strip()[:200],
        title=comparison.title[:300],
        changes={} if comparison.problems else comparison.changes,
        problems=[problem.as_stored() for problem in comparison.problems],
        notes=[note.as_stored() for note in comparison.notes],
        fingerprint=entry.fingerprint() if entry else "",
    )
