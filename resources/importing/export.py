"""A catalogue, or a part of it, as a file that imports to the same catalogue."""

from django.utils.translation import gettext as _

from resources.batches import batches, silent

from .columns import BAR, ID, Table, Terms
from .csv_files import COMMENT, write_csv
from .json_files import write_json
from .read import CSV, JSON
from .stored_entries import AT_ONCE, entries

CONTENT_TYPES = {CSV: "text/csv; charset=utf-8", JSON: "application/json"}


def export(resources, form, *, progress=silent):
    """Yields the parts of a file with these `resources` (a queryset), in their order.

    Entries are read a few at a time, so that a catalogue of any size needs little memory.
    """
    table = Table()
    rows = rows_of(list(resources.values_list("pk", flat=True)), table, progress)
    if form == CSV:
        return write_csv(table.names, rows)
    return write_json(table.names, (as_json(row, table) for row in rows))


def rows_of(keys, table, progress):
    """{column name: cell} of each."""
    keys = list(dict.fromkeys(keys))  # a filter over terms may name an entry twice
    columns = [*table.columns.values(), *table.shown.values()]
    done = 0
    for some in batches(keys, AT_ONCE):
        for entry in entries(some, columns).values():
            yield {ID: entry.slug, **entry.texts}
        done += len(some)
        progress(done, done / len(keys))


def as_json(row, table):
    """Terms as a list; everything else as in a cell, so that both formats say the same."""
    names = [name for name, column in table.columns.items() if isinstance(column, Terms)]
    return row | {name: row[name].split(BAR) if row[name] else [] for name in names}


def template():
    """Yields the parts of a CSV file to fill in; its second line explains the columns."""
    columns = Table().columns
    row = {name: column.explanation() for name, column in columns.items()}
    row[ID] = f"{COMMENT} " + _(
        "An import skips lines that begin with #. The id is the last part of an entry’s address"
        " here; leave it empty for a new entry. New entries become drafts, and others keep"
        " their status: a file cannot publish or close. An empty cell empties the field; a"
        " column you remove leaves it as it is."
    )
    return write_csv([ID, *columns], [row])
