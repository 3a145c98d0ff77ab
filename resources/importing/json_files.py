"""JSON files: a list of objects, one for each entry.

The file is read whole, under the size limit of imports. `json` decodes it entry by entry, so that
each row knows its line.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, BinaryIO

from .columns import TERM_SEPARATOR
from .errors import RefusedError, Remark
from .rows import FileRow, can_match_entries, check_column_name, first_line_not_utf8

MAX_ENTRY_LENGTH = 2 * 1024 * 1024  # characters
LONGEST_TOKEN = 12  # characters that mean something only together, such as \\ud83d\\ude00
SPACE = re.compile(r"[ \t\r\n]*")
LITERAL_CELLS = {True: "yes", False: "no", None: ""}


class JsonObject(list):
    """The (name, value) pairs of a JSON object. A name may come twice."""


DECODER = json.JSONDecoder(object_pairs_hook=JsonObject)


class JsonReader:
    """Decodes one value of a text after another, and counts the lines."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1

    def next_character(self) -> str:
        """Skip white space. Returns the character after it, or "" at the end of the text."""
        space = SPACE.match(self.text, self.at)
        self.advance_to(space.end() if space else self.at)
        return self.text[self.at : self.at + 1]

    def advance_to(self, end: int) -> None:
        self.line += self.text.count("\n", self.at, end)
        self.at = end

    def skip(self, character: str) -> None:
        """Raises RefusedError unless `character` is the next one."""
        if (found := self.next_character()) != character:
            raise RefusedError("json-no-list" if found else "json-cut-off", line=self.line)
        self.at += 1

    def value(self) -> Any:
        """Decode the value that begins here. Raises RefusedError."""
        try:
            value, end = DECODER.raw_decode(self.text, self.at)
        except RecursionError as problem:
            raise RefusedError("json-too-deep", line=self.line) from problem
        except ValueError as problem:  # also for an integer with too many digits
            raise self.explain(problem) from problem
        if end - self.at > MAX_ENTRY_LENGTH:
            raise RefusedError("json-too-long", line=self.line)
        self.advance_to(end)
        return value

    def explain(self, problem: ValueError) -> RefusedError:
        """The refusal of an undecodable value, as broken, too long or cut off."""
        where = getattr(problem, "pos", self.at)
        line = self.line + self.text.count("\n", self.at, where)
        is_unfinished = "Unterminated" in str(problem) or where + LONGEST_TOKEN >= len(self.text)
        if not is_unfinished:
            return RefusedError("not-json", line=line)
        if len(self.text) - self.at > MAX_ENTRY_LENGTH:
            return RefusedError("json-too-long", line=self.line)
        return RefusedError("json-cut-off", line=line)


def read_json(file: BinaryIO, names: Collection[str]) -> Iterator[FileRow]:
    """Yields a FileRow for each entry. Raises RefusedError if the file cannot be used."""
    try:
        reader = JsonReader(str(file.read(), "utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise RefusedError("encoding", line=first_line_not_utf8(file)) from problem
    reader.skip("[")
    if reader.next_character() != "]":
        yield json_file_row(reader, names)
    while reader.next_character() != "]":
        reader.skip(",")
        yield json_file_row(reader, names)
    reader.skip("]")
    if reader.next_character():
        raise RefusedError("json-no-list", line=reader.line)


def json_file_row(reader: JsonReader, names: Collection[str]) -> FileRow:
    reader.next_character()
    line, pairs = reader.line, reader.value()
    if not isinstance(pairs, JsonObject):
        raise RefusedError("json-no-entry", line=line)
    row = FileRow(line)
    seen: set[str] = set()
    for name, value in pairs:
        check_column_name(name, names, line=line)
        if name in seen:
            raise RefusedError("double-column", line=line, name=name)
        seen.add(name)
        text = cell_from_json(value)
        if text is None:
            row.problems.append(Remark("not-text", column=name))
        elif "\0" in text or not is_encodable(text):
            row.problems.append(Remark("no-text", column=name))
        else:
            row.cells[name] = text
    if not can_match_entries(seen):
        raise RefusedError("missing-column", line=line)
    return row


def cell_from_json(value: Any) -> str | None:
    """The text of a value as in CSV, or None for a value that no cell can hold."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return LITERAL_CELLS[value]
    if isinstance(value, int):
        return str(value)
    is_list = isinstance(value, list) and not isinstance(value, JsonObject)
    if is_list and all(isinstance(part, str) for part in value):
        return TERM_SEPARATOR.join(value)
    return None


def is_encodable(text: str) -> bool:
    """False for half a surrogate pair, which JSON can express and no database stores."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def write_json(names: Iterable[str], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yields the parts of a file, an entry in each line."""
    names, before = list(names), "[\n"
    for row in rows:
        yield before + json.dumps({name: row[name] for name in names}, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
