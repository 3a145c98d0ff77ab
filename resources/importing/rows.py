"""Rows, column names and encoding errors, shared by the readers of both formats."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import BinaryIO

from .columns import ID
from .errors import RefusedError, Remark


@dataclass
class FileRow:
    """A row of a file. `cells` maps column names to texts."""

    line: int  # on which the row begins
    cells: dict[str, str] = field(default_factory=dict)
    number: int = 0  # among the rows of its file
    problems: list[Remark] = field(default_factory=list)


def check_column_name(name: str, names: Collection[str], *, line: int) -> None:
    """Raises RefusedError unless `name` is one of `names`."""
    if name not in names:
        near = difflib.get_close_matches(name[:100], list(names), n=1)
        if near:
            raise RefusedError("unknown-column-like", line=line, name=name[:100], like=near[0])
        raise RefusedError("unknown-column", line=line, name=name[:100])


def can_match_entries(names: Collection[str]) -> bool:
    """True if rows with these columns can be matched with stored entries."""
    return ID in names or "url" in names


def first_line_not_utf8(file: BinaryIO) -> int | None:
    file.seek(0)
    for number, line in enumerate(file, start=1):
        try:
            line.decode()
        except UnicodeDecodeError:
            return number
    return None
