"""What every format makes of a file."""

import difflib
from dataclasses import dataclass, field

from .columns import ID
from .errors import RefusedError, Remark


@dataclass
class Row:
    line: int  # where it begins
    cells: dict[str, str] = field(default_factory=dict)  # column name → text; those that are text
    number: int = 0  # among the rows of its file
    problems: list[Remark] = field(default_factory=list)


def known_column(name, names, *, line):
    """Raises RefusedError unless `name` is one of `names`."""
    if name not in names:
        near = difflib.get_close_matches(name[:100], names, n=1)
        if near:
            raise RefusedError("unknown-column-like", line=line, name=name[:100], like=near[0])
        raise RefusedError("unknown-column", line=line, name=name[:100])
    return name


def can_match(names):
    return ID in names or "url" in names
