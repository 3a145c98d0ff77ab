"""JSON: a list of objects, one an entry, read and written without holding all of it."""

import io
import json
import re

from .columns import BAR
from .errors import RefusedError, Remark
from .rows import Row, can_match, known_column

PIECE = 64 * 1024  # characters read at once
LONGEST_ENTRY = 2 * 1024 * 1024  # characters
LONGEST_SIGN = 12  # characters that mean something only together, such as \\ud83d\\ude00
SPACE = re.compile(r"[ \t\r\n]*")
FLAGS = {True: "yes", False: "no", None: ""}


class Pairs(list):
    """An object as JSON has it: names may come twice."""


DECODER = json.JSONDecoder(object_pairs_hook=Pairs)


class Buffer:
    """The text of a file that is not read yet, and on which line it begins."""

    def __init__(self, text):
        self.source, self.text, self.at, self.line = text, "", 0, 1
        self.is_at_end = False

    def more(self):
        """Read on; whether there was anything."""
        piece = self.source.read(PIECE)
        self.is_at_end = not piece
        self.text = self.text[self.at :] + piece
        self.at = 0
        return not self.is_at_end

    def pass_to(self, end):
        self.line += self.text.count("\n", self.at, end)
        self.at = end

    def next_sign(self):
        """The next character that is no space, without taking it; empty at the end."""
        while True:
            self.pass_to(SPACE.match(self.text, self.at).end())
            if self.at < len(self.text) or not self.more():
                return self.text[self.at : self.at + 1]

    def take(self, sign, otherwise):
        if self.next_sign() != sign:
            raise RefusedError("json-cut-off" if self.is_at_end else otherwise, line=self.line)
        self.at += 1

    def value(self):
        """The JSON value that begins here. Raises RefusedError."""
        while True:
            try:
                value, end = DECODER.raw_decode(self.text, self.at)
            except RecursionError as problem:
                raise RefusedError("json-too-deep", line=self.line) from problem
            except ValueError as problem:  # an integer may be too long to be one, too
                self.needs_more_after(problem)
                continue
            self.pass_to(end)
            return value

    def needs_more_after(self, problem):
        """Read on where the value is only unfinished. Raises RefusedError where it is broken."""
        where = getattr(problem, "pos", self.at)
        line = self.line + self.text.count("\n", self.at, where)
        is_unfinished = "Unterminated" in str(problem) or where + LONGEST_SIGN >= len(self.text)
        if not is_unfinished:
            raise RefusedError("not-json", line=line) from problem
        if len(self.text) - self.at > LONGEST_ENTRY:
            raise RefusedError("json-too-long", line=self.line) from problem
        if not self.more():
            raise RefusedError("json-cut-off", line=line) from problem


def read_json(file, names):
    """Yields each Row."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    buffer = Buffer(text)
    try:
        buffer.take("[", "json-no-list")
        if buffer.next_sign() != "]":
            yield row_at(buffer, names)
        while buffer.next_sign() != "]":
            buffer.take(",", "json-no-list")
            yield row_at(buffer, names)
        buffer.take("]", "json-no-list")
        if buffer.next_sign():
            raise RefusedError("json-no-list", line=buffer.line)
    except UnicodeDecodeError as problem:
        raise RefusedError("encoding", line=buffer.line) from problem
    finally:
        text.detach()


def row_at(buffer, names):
    buffer.next_sign()
    line, pairs = buffer.line, buffer.value()
    if not isinstance(pairs, Pairs):
        raise RefusedError("json-no-entry", line=line)
    row = Row(line)
    seen = set()
    for name, value in pairs:
        known_column(name, names, line=line)
        if name in seen:
            raise RefusedError("double-column", line=line, name=name)
        seen.add(name)
        text = cell_of(value)
        if code := problem_of(text):
            row.problems.append(Remark(code, column=name))
        else:
            row.cells[name] = text
    if not can_match(seen):
        raise RefusedError("missing-column", line=line)
    return row


def cell_of(value):
    """A value as the text that a CSV file would have; None for what no cell can hold."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return FLAGS[value]
    if isinstance(value, int):
        return str(value)
    is_list = isinstance(value, list) and not isinstance(value, Pairs)
    if is_list and all(isinstance(part, str) for part in value):
        return BAR.join(value)
    return None


def problem_of(text):
    if text is None:
        return "not-text"
    if "\0" in text or not is_encodable(text):
        return "no-text"
    return None


def is_encodable(text):
    """JSON can name halves of characters, which no database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def write_json(names, rows):
    """Yields the parts of a file."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps({name: row[name] for name in names}, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
