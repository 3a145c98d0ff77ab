"""Comparing a row with the stored entry it matches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from resources.models import PlannedRow

from .columns import FileColumn
from .errors import RefusedError, Remark
from .rows import FileRow
from .stored_entries import StoredEntry

TITLES = ("title_en", "title_es")
SUMMARIES = ("summary_en", "summary_es")


class CellChange(NamedTuple):
    old: str
    new: str


@dataclass
class Comparison:
    """A row, its stored entry (None for a new one), and the changes by column name."""

    row: FileRow
    entry: StoredEntry | None
    changes: dict[str, CellChange] = field(default_factory=dict)
    problems: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    slug: str = ""

    @property
    def outcome(self) -> Any:
        """A PlannedRow.Outcome."""
        if self.problems:
            return PlannedRow.Outcome.REFUSED
        if not self.entry:
            return PlannedRow.Outcome.NEW
        return PlannedRow.Outcome.CHANGED if self.changes else PlannedRow.Outcome.UNCHANGED

    def text(self, column: str) -> str:
        """The cell of the entry after the import."""
        if column in self.changes:
            return self.changes[column].new
        return self.entry.texts[column] if self.entry else ""

    @property
    def titles(self) -> list[str]:
        return [self.text(column) for column in TITLES]

    @property
    def title(self) -> str:
        """The title for the preview. A refused row has the title of its cells."""
        found = [*self.titles, *(self.row.cells.get(column, "") for column in TITLES)]
        return next(filter(None, found), "")

    def changes_any(self, *columns: str) -> bool:
        return not self.changes.keys().isdisjoint(columns)


def compare(
    row: FileRow,
    entry: StoredEntry | None,
    columns: Mapping[str, FileColumn],
    *,
    is_new: bool,
) -> Comparison:
    """Compare cell by cell. A cell that equals the stored one is never refused.

    If there is no `entry` and the row is not new, it could not be matched.
    """
    found = Comparison(row, entry, problems=list(row.problems), slug=entry.slug if entry else "")
    for name, cell in row.cells.items():
        column = columns.get(name)
        if not column:
            continue  # the id or a read-only column
        old = entry.texts[name] if entry else column.default
        try:
            new = old if column.normalize(cell) == old else column.format(column.parse(cell))
        except RefusedError as refused:
            refused.remark.column = name
            found.problems.append(refused.remark)
            continue
        if new != old:
            found.changes[name] = CellChange(old, new)
    if is_new or (entry and found.changes):
        found.problems += broken_rules(found)
    return found


def broken_rules(comparison: Comparison) -> Iterator[Remark]:
    """Yields the broken rules about several columns, as the database has them."""
    text, entry = comparison.text, comparison.entry
    known = {problem.column for problem in comparison.problems}
    if not entry and not text("organization") and "organization" not in known:
        yield Remark("needed", column="organization")
    if not any(comparison.titles) and known.isdisjoint(TITLES):
        yield Remark("no-title", column="title_en")
    if not entry or not entry.is_published:
        return
    if not any(map(text, SUMMARIES)) and known.isdisjoint(SUMMARIES):
        yield Remark("published-needs-summary", column="summary_en")
    if not text("url") and "url" not in known:
        yield Remark("published-needs-url", column="url")
