"""Static files: named by their content, compressed, and one style sheet for the whole site."""

import os
import posixpath
import re
from functools import cache

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "css/site.css"
IMPORT = re.compile(r'@import "([^"]+)";')
RELATIVE_ADDRESS = re.compile(r"""url\((["']?)(?![a-z]+:|/|#)([^"')]+)""")
# Strings and addresses stay as they are; white space goes, and the comments beside it. The "+"
# after a repetition keeps a comment from being matched past its own end.
LOOSE = r"(?:\s|/\*.*?\*/)"
TOKEN = re.compile(
    rf"""
    ("(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | url\([^"')]*\))
    | {LOOSE}*+ ([{{}}]) {LOOSE}*+
    | ([;:,]) {LOOSE}*+
    | (?:/\*.*?\*/)*+ \s {LOOSE}*+
    """,
    re.DOTALL | re.VERBOSE,
)
# Strings and addresses are passed over whole, so that a brace within one is none.
BRACE = re.compile(r"""[{}]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^"')]*\)""", re.DOTALL)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins what the site's style sheet imports into it, so that a page asks for one file."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not settings.DEBUG:
            self.url = cache(self.url)  # a page has many; none changes while the site runs

    def post_process(self, paths, dry_run=False, **options):
        if ENTRY in paths and not dry_run:
            sheet = compact(joined(ENTRY, lambda name: source_text(paths, name)))
            sheet = with_layers_merged(sheet)
            self.delete(ENTRY)
            self.save(ENTRY, ContentFile(sheet.encode()))
            paths[ENTRY] = (self, ENTRY)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def get_modified_time(self, name):
        """Unknown, so that every file is collected: an upgraded package may carry older dates."""
        raise NotImplementedError

    def _save(self, name, content):
        """Save whole or not at all: a half copy left by a stopped start would pass for the file."""
        draft = super()._save(f"{name}.draft", content)
        os.replace(self.path(draft), self.path(name))
        return name


def source_text(paths, name):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()


def joined(name, read):
    """The style sheet `name` with each sheet it imports in place of the import."""

    def imported(match):
        folder = posixpath.dirname(match[1])
        return RELATIVE_ADDRESS.sub(
            lambda url: f"url({url[1]}{posixpath.normpath(posixpath.join(folder, url[2]))}",
            read(posixpath.join(posixpath.dirname(name), match[1])),
        )

    sheet = IMPORT.sub(imported, read(name))
    if "@import" in compact(sheet):
        raise ValueError(f'{name} may only hold imports like @import "name.css"; one level deep.')
    return sheet


def compact(sheet):
    """The same style sheet without comments and needless white space."""
    return TOKEN.sub(lambda token: token[token.lastindex] if token.lastindex else " ", sheet)


def with_layers_merged(sheet):
    """The same compact sheet, with neighbouring blocks of one layer joined into one block."""
    merged, last = "", ""
    for head, body in blocks(sheet):
        if head == last and head.startswith("@layer "):
            merged = merged.removesuffix("}") + body
        else:
            merged += f"{head}{{{body}"
        last = head
    return merged + sheet.rpartition("}")[2]


def blocks(sheet):
    """(what stands before the brace, what follows it up to its end) of each outermost block."""
    start = opened = depth = 0
    for token in BRACE.finditer(sheet):
        if token[0] == "{":
            opened = opened or token.start()
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if not depth:
                yield sheet[start:opened].strip(), sheet[opened + 1 : token.end()]
                start, opened = token.end(), 0
