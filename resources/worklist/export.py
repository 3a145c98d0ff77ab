"""The worklist as a CSV file for a spreadsheet."""

import csv

from django.utils.translation import gettext as _

from resources.batches import batches

from .list import worklist_rows

ROWS_PER_QUERY = 500
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file whose `write` returns its argument, so that a CSV writer returns lines."""

    def write(self, line):
        return line


def csv_lines(items, absolute_url):
    """Yields the lines of a CSV file. `absolute_url` makes a URL of a path."""
    writer = csv.writer(Echo())
    head = [_("Entry"), _("Kind"), _("Reason"), _("In words"), _("Since"), _("Who takes it")]
    yield "\ufeff" + writer.writerow([*head, _("Address")])
    for some in batches(items.iterator(chunk_size=ROWS_PER_QUERY), ROWS_PER_QUERY):
        for row in worklist_rows(some):
            cells = map(str, row_cells(row, absolute_url))
            yield writer.writerow(map(escape_formula, cells))


def row_cells(row, absolute_url):
    return [
        row.title,
        row.kind_name,
        row.reason.label,
        row.sentence,
        row.item.due_on,
        row.item.assignee or "",
        absolute_url(row.url),
    ]


def escape_formula(cell):
    """The cell with a prefix if a spreadsheet program would read it as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
