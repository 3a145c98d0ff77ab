"""Exporting resources as a file that imports to the same resources."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.utils.translation import gettext as _

from resources.batches import batches, silent

from .columns import ID, TERM_SEPARATOR, ColumnTable, TermsColumn
from .csv_files import COMMENT_MARK, write_csv
from .json_files import write_json
from .read import CSV, JSON
from .stored_entries import ENTRIES_PER_BATCH, load_entries

CONTENT_TYPES = {CSV: "text/csv; charset=utf-8", JSON: "application/json"}


def export_file(
    resources: Any, file_format: str, *, progress: Callable[[int, float], None] = silent
) -> Iterator[str]:
    """Yields the parts of a file with these `resources` (a queryset), in their order.

    Entries are read in batches, so memory does not grow with their number.
    """
    table = ColumnTable()
    rows = export_rows(list(resources.values_list("pk", flat=True)), table, progress)
    if file_format == CSV:
        return write_csv(table.names, rows)
    return write_json(table.names, (json_row(row, table) for row in rows))


def export_rows(
    keys: Collection[int], table: ColumnTable, progress: Callable[[int, float], None]
) -> Iterator[dict[str, str]]:
    """Yields {column name: cell} of each entry."""
    keys = list(dict.fromkeys(keys))  # a filter over terms may name an entry twice
    columns = [*table.columns.values(), *table.read_only.values()]
    done = 0
    for some in batches(keys, ENTRIES_PER_BATCH):
        for entry in load_entries(some, columns).values():
            yield {ID: entry.slug, **entry.texts}
        done += len(some)
        progress(done, done / len(keys))


def json_row(row: dict[str, str], table: ColumnTable) -> dict[str, Any]:
    """The row with lists for terms. Other cells are texts, as in CSV."""
    names = [name for name, column in table.columns.items() if isinstance(column, TermsColumn)]
    return row | {name: row[name].split(TERM_SEPARATOR) if row[name] else [] for name in names}


def template_file() -> Iterator[str]:
    """Yields the parts of a CSV file to fill in. Its second line explains the columns."""
    columns = ColumnTable().columns
    row = {name: column.explanation() for name, column in columns.items()}
    row[ID] = f"{COMMENT_MARK} " + _(
        "An import skips lines that begin with #. The id is the last part of an entry’s address"
        " here. Leave it empty for a new entry. New entries become drafts, and others keep"
        " their status: a file cannot publish or close. An empty cell empties the field. A"
        " column you remove leaves it as it is."
    )
    return write_csv([ID, *columns], [row])
