"""The worklist as a table for a spreadsheet."""

import csv

from django.utils.translation import gettext as _

from resources.batches import batches

from .list import rows

BATCH = 500
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line):
        return line


def lines(items, absolute):
    """The lines of a CSV file; `absolute` makes an address on this site a whole one."""
    writer = csv.writer(Echo())
    head = [_("Entry"), _("Kind"), _("Reason"), _("In words"), _("Since"), _("Who takes it")]
    yield "\ufeff" + writer.writerow([*head, _("Address")])
    for some in batches(items.iterator(chunk_size=BATCH), BATCH):
        for row in rows(some):
            yield writer.writerow([safe(str(cell)) for cell in cells(row, absolute)])


def cells(row, absolute):
    return [
        row.title,
        row.kind_name,
        row.reason.label,
        row.sentence,
        row.item.due_on,
        row.item.assignee or "",
        absolute(row.address),
    ]


def safe(cell):
    """No program takes it for a formula."""
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
