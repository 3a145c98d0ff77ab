"""A file as rows of cells, whatever its format; whatever is wrong with it has words."""

import os
from dataclasses import dataclass

from .csv_files import read_csv
from .errors import RefusedError
from .json_files import read_json

MOST_MB = 100
MOST_ROWS = 50_000
CSV, JSON = FORMATS = ("csv", "json")
READERS = {CSV: read_csv, JSON: read_json}

BOM = b"\xef\xbb\xbf"
NOT_TEXT = {
    b"PK\x03\x04": "workbook",
    b"\xd0\xcf\x11\xe0": "workbook",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


@dataclass(frozen=True)
class Limits:
    megabytes: int = MOST_MB
    rows: int = MOST_ROWS


def read(file, names, *, form=None, limits=Limits()):
    """Yields each Row of a binary `file`, whose columns may be `names`.

    Raises RefusedError when the file as a whole cannot be used; what was read before is then void.
    """
    if size_of(file) > limits.megabytes * 1024 * 1024:
        raise RefusedError("too-large", most=limits.megabytes)
    found = form_of(file)
    number = 0
    for number, row in enumerate(READERS[form or found](file, names), start=1):
        if number > limits.rows:
            raise RefusedError("too-many-rows", most=f"{limits.rows:,}")
        yield row
    if not number:
        raise RefusedError("no-rows")


def size_of(file):
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def form_of(file):
    """CSV or JSON, by how the file begins. Raises RefusedError for what is neither."""
    start = file.read(4096)
    file.seek(0)
    for signature, code in NOT_TEXT.items():
        if start.startswith(signature):
            raise RefusedError(code)
    text = start.removeprefix(BOM).lstrip()
    if not text:
        raise RefusedError("empty")
    return JSON if text[:1] in (b"[", b"{") else CSV


def ends_with_break(file):
    """Whether the last line is complete."""
    file.seek(-1, os.SEEK_END)
    return file.read(1) in b"\r\n"
