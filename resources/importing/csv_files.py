"""CSV files as spreadsheets read and write them.

A spreadsheet runs a cell that begins like a formula. So an export puts an apostrophe before such
a text, and an import removes it. A text that has such an apostrophe itself gets a second one.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO, NamedTuple, TextIO

from .columns import ID
from .errors import RefusedError, Remark
from .rows import FileRow, can_match_entries, check_column_name, first_line_not_utf8

CSV_MARK = "\ufeff"  # without it, Excel takes the file for another encoding than UTF-8
CSV_SEPARATORS = ",;\t"
COMMENT_MARK = "#"
MAX_LINE_LENGTH = 1024 * 1024  # characters
WRITE_SIZE = 65536  # characters
FORMULA = re.compile(r"\s*[=+\-@]")
# Texts that an export puts an apostrophe before. A match with one already is escaped.
ESCAPABLE = re.compile(r"'*(\s*[=+\-@]|[\t\r\n])")
SEPARATOR_LINE = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)
CODES_BY_CSV_ERROR = {  # by the beginning of the csv module's message
    "unexpected end of data": "cut-off",
    "field larger than field limit": "cell-too-long",
}


def escape_cell(text: str) -> str:
    return f"'{text}" if ESCAPABLE.match(text) else text


def unescape_cell(text: str) -> str:
    """Raises RefusedError for a formula."""
    if text.startswith("'") and ESCAPABLE.match(text):
        return text[1:]
    if FORMULA.match(text):
        raise RefusedError("formula")
    return text


class CsvRecord(NamedTuple):
    line: int
    cells: list[str]


class Header(NamedTuple):
    """The line with the column names, the separator, and the number of lines before it."""

    line: str
    separator: str
    offset: int


def read_csv(file: BinaryIO, names: Collection[str]) -> Iterator[FileRow]:
    """Yields a FileRow for each line that is not empty and no comment."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield from csv_rows(checked_lines(text), names)
    except UnicodeDecodeError as problem:
        raise RefusedError("encoding", line=first_line_not_utf8(file)) from problem
    finally:
        text.detach()


def checked_lines(text: TextIO) -> Iterator[str]:
    number = 1
    while line := text.readline(MAX_LINE_LENGTH):
        if len(line) == MAX_LINE_LENGTH:
            raise RefusedError("line-too-long", line=number)
        if "\0" in line:
            raise RefusedError("nul", line=number)
        yield line
        number += 1


def csv_rows(lines: Iterator[str], names: Collection[str]) -> Iterator[FileRow]:
    header = find_header(lines, names)
    reader = csv.reader(chain([header.line], lines), delimiter=header.separator, strict=True)
    records = csv_records(reader, header.offset)
    line, cells = next(records, CsvRecord(1, []))
    columns = parse_header(cells, names, line=line)
    for line, cells in records:
        if any(map(str.strip, cells)) and not is_comment(columns, cells):
            yield row_from_cells(columns, cells, line=line)


def csv_records(reader: Any, offset: int) -> Iterator[CsvRecord]:
    while True:
        line = reader.line_num + 1 + offset
        try:
            cells = next(reader, None)
        except csv.Error as problem:
            message = str(problem)
            codes = (code for m, code in CODES_BY_CSV_ERROR.items() if message.startswith(m))
            raise RefusedError(next(codes, "quotes"), line=line) from problem
        if cells is None:
            return
        yield CsvRecord(line, cells)


def find_header(lines: Iterator[str], names: Collection[str]) -> Header:
    """The header. Excel may write the separator in a line of its own before it."""
    line = next(lines, "")
    if given := SEPARATOR_LINE.fullmatch(line):
        return Header(next(lines, ""), given[1], 1)
    return Header(line, detect_separator(line, names), 0)


def detect_separator(line: str, names: Collection[str]) -> str:
    """The separator that splits the line into the most column names."""
    unquoted = line.replace('"', "")
    return max(CSV_SEPARATORS, key=lambda mark: len(known_names(unquoted.split(mark), names)))


def known_names(cells: Iterable[str], names: Collection[str]) -> set[str]:
    return {cell.strip().lower() for cell in cells} & set(names)


def parse_header(cells: list[str], names: Collection[str], *, line: int) -> list[str]:
    """The column names. Nameless columns at the end come from Excel and are left out."""
    if not known_names(cells, names):
        raise RefusedError("no-header", line=line)
    found = [cell.strip().lower() for cell in cells]
    while not found[-1]:
        found.pop()
    for number, name in enumerate(found):
        check_column_name(name, names, line=line)
        if name in found[:number]:
            raise RefusedError("double-column", line=line, name=name)
    if not can_match_entries(found):
        raise RefusedError("missing-column", line=line)
    return found


def is_comment(columns: list[str], cells: list[str]) -> bool:
    where = columns.index(ID) if ID in columns else len(cells)
    return where < len(cells) and cells[where].startswith(COMMENT_MARK)


def row_from_cells(columns: list[str], cells: list[str], *, line: int) -> FileRow:
    if len(cells) < len(columns):
        refused = Remark("too-few-cells", found=len(cells), named=len(columns))
        return FileRow(line, problems=[refused])
    if any(map(str.strip, cells[len(columns) :])):
        return FileRow(line, problems=[Remark("too-many-cells")])
    row = FileRow(line)
    for name, cell in zip(columns, cells, strict=False):
        try:
            row.cells[name] = unescape_cell(cell)
        except RefusedError as refused:
            refused.remark.column = name
            row.problems.append(refused.remark)
    return row


def write_csv(names: Collection[str], rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """Yields the parts of a file."""
    part = io.StringIO(newline="")
    writer = csv.writer(part)
    part.write(CSV_MARK)
    writer.writerow(names)
    for row in rows:
        writer.writerow([escape_cell(row[name]) for name in names])
        if part.tell() > WRITE_SIZE:
            yield drain(part)
    yield drain(part)


def drain(part: io.StringIO) -> str:
    """The text of `part`, which is empty afterwards."""
    text = part.getvalue()
    part.seek(0)
    part.truncate()
    return text
