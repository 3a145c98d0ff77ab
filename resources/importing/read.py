"""Reading a file of either format as rows of cells."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from .csv_files import read_csv
from .errors import RefusedError
from .json_files import read_json
from .rows import FileRow

MAX_MEGABYTES = 100
MAX_ROWS = 50_000
CSV, JSON = FORMATS = ("csv", "json")
READERS = {CSV: read_csv, JSON: read_json}

UTF8_MARK = b"\xef\xbb\xbf"
BINARY_SIGNATURES = {
    b"PK\x03\x04": "workbook",
    b"\xd0\xcf\x11\xe0": "workbook",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


@dataclass(frozen=True)
class FileLimits:
    megabytes: int = MAX_MEGABYTES
    rows: int = MAX_ROWS


def read_rows(
    file: BinaryIO,
    names: Collection[str],
    *,
    file_format: str | None = None,
    limits: FileLimits = FileLimits(),
) -> Iterator[FileRow]:
    """Yields the rows of a file whose columns may be `names`.

    Raises RefusedError if the file as a whole cannot be used. Rows yielded before are then void.
    """
    if size_in_bytes(file) > limits.megabytes * 1024 * 1024:
        raise RefusedError("too-large", most=limits.megabytes)
    detected = detect_format(file)
    number = 0
    for number, row in enumerate(READERS[file_format or detected](file, names), start=1):
        if number > limits.rows:
            raise RefusedError("too-many-rows", most=f"{limits.rows:,}")
        yield row
    if not number:
        raise RefusedError("no-rows")


def size_in_bytes(file: BinaryIO) -> int:
    """The size in bytes. Goes back to the file's beginning."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def detect_format(file: BinaryIO) -> str:
    """CSV or JSON, by the first characters. Raises RefusedError for any other format."""
    start = file.read(4096)
    file.seek(0)
    for signature, code in BINARY_SIGNATURES.items():
        if start.startswith(signature):
            raise RefusedError(code)
    text = start.removeprefix(UTF8_MARK).lstrip()
    if not text:
        raise RefusedError("empty")
    return JSON if text[:1] in (b"[", b"{") else CSV


def ends_with_line_break(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) in b"\r\n"
