"""CSV as spreadsheets write and read it.

A spreadsheet runs a cell that begins like a formula. So an export puts an apostrophe before it,
and an import takes it away again; a text that has such an apostrophe itself gets one more.
"""

import csv
import io
import re
from itertools import chain

from .columns import ID
from .errors import RefusedError, Remark
from .rows import Row, can_match, known_column

BOM = "\ufeff"
SEPARATORS = ",;\t"
COMMENT = "#"
LONGEST_LINE = 1024 * 1024  # characters
FORMULA = re.compile(r"\s*[=+\-@]")
# What an export puts an apostrophe before; a text is escaped already if it has one and matches.
ESCAPABLE = re.compile(r"'*(\s*[=+\-@]|[\t\r\n])")
SEPARATOR_LINE = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)
CSV_ERRORS = {  # how the csv module's messages begin
    "unexpected end of data": "cut-off",
    "field larger than field limit": "cell-too-long",
}


def escaped(text):
    return f"'{text}" if ESCAPABLE.match(text) else text


def unescaped(text):
    """Raises RefusedError for a formula."""
    if text.startswith("'") and ESCAPABLE.match(text):
        return text[1:]
    if FORMULA.match(text):
        raise RefusedError("formula")
    return text


def read_csv(file, names):
    """Yields each Row; empty lines and comments are none."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield from rows(lines(text), names)
    except UnicodeDecodeError as problem:
        raise RefusedError("encoding", line=first_line_not_utf8(file)) from problem
    finally:
        text.detach()


def lines(text):
    number = 1
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise RefusedError("line-too-long", line=number)
        if "\0" in line:
            raise RefusedError("nul", line=number)
        yield line
        number += 1


def first_line_not_utf8(file):
    file.seek(0)
    for number, line in enumerate(file, start=1):
        try:
            line.decode()
        except UnicodeDecodeError:
            return number
    return None


def rows(lines, names):
    first, separator, offset = first_line(lines, names)
    found = records(csv.reader(chain([first], lines), delimiter=separator, strict=True), offset)
    line, cells = next(found, (1, []))
    header = header_of(cells, names, line=line)
    for line, cells in found:
        if any(map(str.strip, cells)) and not is_comment(header, cells):
            yield row_of(header, cells, line=line)


def records(reader, offset):
    """(line, cells) of each record."""
    while True:
        line = reader.line_num + 1 + offset
        try:
            cells = next(reader, None)
        except csv.Error as problem:
            code = next((c for m, c in CSV_ERRORS.items() if str(problem).startswith(m)), "quotes")
            raise RefusedError(code, line=line) from problem
        if cells is None:
            return
        yield line, cells


def first_line(lines, names):
    """The line with the names, the separator, and how many lines stand before.

    Excel may write the separator in a line of its own.
    """
    line = next(lines, "")
    if given := SEPARATOR_LINE.fullmatch(line):
        return next(lines, ""), given[1], 1
    return line, separator_of(line, names), 0


def separator_of(line, names):
    """The one that makes most of the line's parts names of columns."""
    unquoted = line.replace('"', "")
    known = {mark: len(names_in(unquoted.split(mark), names)) for mark in SEPARATORS}
    return max(known, key=known.get)


def names_in(cells, names):
    return {cell.strip().lower() for cell in cells} & set(names)


def header_of(cells, names, *, line):
    """The names in the first line; nameless columns at its end are Excel's, and stay empty."""
    if not names_in(cells, names):
        raise RefusedError("no-header", line=line)
    found = [cell.strip().lower() for cell in cells]
    while not found[-1]:
        found.pop()
    for number, name in enumerate(found):
        known_column(name, names, line=line)
        if name in found[:number]:
            raise RefusedError("double-column", line=line, name=name)
    if not can_match(found):
        raise RefusedError("missing-column", line=line)
    return found


def is_comment(header, cells):
    where = header.index(ID) if ID in header else None
    return where is not None and cells[where : where + 1] and cells[where].startswith(COMMENT)


def row_of(header, cells, *, line):
    if len(cells) < len(header):
        refused = Remark("too-few-cells", found=len(cells), named=len(header))
        return Row(line, problems=[refused])
    if any(map(str.strip, cells[len(header) :])):
        return Row(line, problems=[Remark("too-many-cells")])
    row = Row(line)
    for name, cell in zip(header, cells, strict=False):
        try:
            row.cells[name] = unescaped(cell)
        except RefusedError as refused:
            refused.remark.column = name
            row.problems.append(refused.remark)
    return row


def write_csv(names, rows):
    """Yields the parts of a file, in UTF-8 with the mark that Excel needs to see it."""
    part = io.StringIO(newline="")
    writer = csv.writer(part)
    part.write(BOM)
    writer.writerow(names)
    for row in rows:
        writer.writerow([escaped(row[name]) for name in names])
        if part.tell() > 65536:
            yield taken(part)
    yield taken(part)


def taken(part):
    text = part.getvalue()
    part.seek(0)
    part.truncate()
    return text
