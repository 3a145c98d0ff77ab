"""What a file would change. Nothing is written but the plan itself."""

import re
from collections import Counter

from resources.batches import batches, silent
from resources.models import ImportPlan, PlannedRow

from .columns import ID, Table
from .compare import Outcome, compare
from .errors import RefusedError, Remark
from .match import Match, Matcher, own_address
from .new_slugs import Names
from .read import Limits, ends_with_break, read, size_of
from .similar_titles import Titled, TitlesSeen
from .stored_entries import entries

AT_ONCE = 1000  # rows compared, and kept, at a time
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,200}")


def plan(file, *, name, user=None, form=None, limits=Limits(), progress=silent):  # noqa: B008
    """The plan of importing a binary `file`, kept for a preview. Raises RefusedError.

    It is written a batch at a time, so that nobody else has to wait. If it stops on the way, the
    beginning of a plan is no plan, and goes with the next old ones.
    """
    ImportPlan.objects.old().delete()
    made = ImportPlan.objects.create(file_name=name[-200:], made_by=user)
    try:
        planner, size = Planner(), size_of(file)
        rows = read(file, planner.table.names, form=form, limits=limits)
        for batch in batches(rows, AT_ONCE):
            kept = [row_of_plan(made, comparison) for comparison in planner.compared(batch)]
            PlannedRow.objects.bulk_create(kept)
            progress(planner.number, file.tell() / size)
    except RefusedError:
        made.delete()
        raise
    made.counts = planner.counts
    made.notes = [] if ends_with_break(file) else [Remark("no-last-break").as_stored()]
    made.is_finished = True
    made.save()
    return made


class Planner:
    """Compares rows with what is stored, and with the rows before them."""

    def __init__(self):
        self.number = 0
        self.table, self.titles, self.names = Table(), TitlesSeen(), Names()
        self.columns = self.table.columns
        self.rows_of_ids, self.rows_of_entries = {}, {}  # → number and line of the first one
        self.new_addresses = {}  # key → slug of the first row with this address
        self.counts = Counter()

    def compared(self, rows):
        """A Comparison of each row of a batch."""
        matcher = Matcher(rows)
        matches = [self.match(row, matcher) for row in rows]
        stored = entries({match.key for match in matches if match.key}, self.columns.values())
        found = []
        for row, match in zip(rows, matches, strict=True):
            comparison = compare(row, stored.get(match.key), self.columns, is_new=match.is_new)
            comparison.notes = [match.note] if match.note else []
            found.append(comparison)
        self.names.give(c for c in found if c.outcome == Outcome.NEW)
        self.point_out_near_ones([c for c in found if c.changes and not c.problems], matcher)
        self.counts.update(c.outcome for c in found)
        return found

    def match(self, row, matcher):
        """What the row is about; where that cannot be told, it has one problem more."""
        self.number += 1
        row.number = self.number
        given = row.cells.get(ID, "").strip()
        try:
            if given:
                alone(self.rows_of_ids, given, row, "same-id")
            match = matcher.match(row)
            if match.key:
                alone(self.rows_of_entries, match.key, row, "same-entry", slug=match.slug)
            elif given and not SLUG.fullmatch(given):
                raise RefusedError("bad-id", column=ID)
        except RefusedError as refused:
            row.problems.append(refused.remark)
            return Match()
        return match

    def point_out_near_ones(self, comparisons, matcher):
        organizations = self.columns["organization"].keys
        self.titles.load(organizations[c.text("organization")] for c in comparisons)
        for comparison in comparisons:
            if comparison.changes_any("url", "link_target"):
                self.point_out_address(comparison, matcher)
            if comparison.changes_any("title_en", "title_es", "organization"):
                organization = organizations[comparison.text("organization")]
                self.point_out_title(comparison, organization)

    def point_out_address(self, comparison, matcher):
        texts = {name: comparison.text(name) for name in ("url", "link_target")}
        key, slug = own_address(texts), comparison.slug
        if not key:
            return
        others = matcher.others_at(key, besides=slug)
        first = self.new_addresses.setdefault(key, slug)
        others += [first] if first != slug else []
        comparison.notes += [Remark("same-address", column="url", slug=o) for o in others[:3]]

    def point_out_title(self, comparison, organization):
        entry = Titled(comparison.slug, *comparison.titles)
        if near := self.titles.near(organization, entry):
            note = Remark("like-title", column="title_en", slug=near.slug, title=near.title)
            comparison.notes.append(note)
        self.titles.add(organization, entry)


def alone(seen, key, row, code, **facts):
    """Raises RefusedError unless `row` is the first with this key."""
    number, line = seen.setdefault(key, (row.number, row.line))
    if number != row.number:
        raise RefusedError(code, column=ID, line=line, **facts)


def row_of_plan(made, comparison):
    row, entry = comparison.row, comparison.entry
    is_refused = bool(comparison.problems)
    return PlannedRow(
        plan=made,
        number=row.number,
        line=row.line,
        outcome=comparison.outcome,
        resource_key=entry.pk if entry else None,
        slug=comparison.slug or row.cells.get(ID, "").strip()[:200],
        title=comparison.title[:300],
        changes={} if is_refused else comparison.changes,
        problems=[problem.as_stored() for problem in comparison.problems],
        notes=[note.as_stored() for note in comparison.notes],
        fingerprint=entry.fingerprint() if entry else "",
    )
