"""One row beside the entry it is about."""

from dataclasses import dataclass, field

from resources.models import PlannedRow

from .errors import RefusedError, Remark
from .rows import Row
from .stored_entries import Entry

TITLES = ("title_en", "title_es")
SUMMARIES = ("summary_en", "summary_es")
Outcome = PlannedRow.Outcome


@dataclass
class Comparison:
    row: Row
    entry: Entry | None  # None for a new one
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)  # column → (old, new)
    problems: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    slug: str = ""

    @property
    def outcome(self):
        if self.problems:
            return Outcome.REFUSED
        if not self.entry:
            return Outcome.NEW
        return Outcome.CHANGED if self.changes else Outcome.UNCHANGED

    def text(self, column):
        """What the entry would say."""
        if column in self.changes:
            return self.changes[column][1]
        return self.entry.texts[column] if self.entry else ""

    @property
    def titles(self):
        return [self.text(column) for column in TITLES]

    @property
    def title(self):
        """What names it in a preview, even where it is refused."""
        found = [*self.titles, *(self.row.cells.get(column, "") for column in TITLES)]
        return next(filter(None, found), "")

    def changes_any(self, *columns):
        return not self.changes.keys().isdisjoint(columns)


def compare(row, entry, columns, *, is_new):
    """What the row says, cell by cell. A cell that says what is stored is never refused.

    Without an entry, and not new, nobody knows what the row is about.
    """
    found = Comparison(row, entry, problems=list(row.problems), slug=entry.slug if entry else "")
    for name, cell in row.cells.items():
        column = columns.get(name)
        if not column:
            continue  # the id, or what is only for reading
        old = entry.texts[name] if entry else column.default
        try:
            new = old if column.tidy(cell) == old else column.write(column.read(cell))
        except RefusedError as refused:
            refused.remark.column = name
            found.problems.append(refused.remark)
            continue
        if new != old:
            found.changes[name] = (old, new)
    if is_new or (entry and found.changes):
        found.problems += broken_rules(found)
    return found


def broken_rules(comparison):
    """Rules over several columns, as the database has them."""
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
