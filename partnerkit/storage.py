"""Storage of static files: named by content, compressed, one style sheet for the whole site."""

import os
import posixpath
import re
from functools import cache
from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.core.files.base import ContentFile
from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "css/site.css"
IMPORT = re.compile(r'@import "([^"]+)"(?: layer\((\w+)\))?;\s*')
RELATIVE_ADDRESS = re.compile(r"""url\((["']?)(?![a-z]+:|/|#)([^"')]+)""")


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins the sheets that css/site.css imports into it, so that a page loads one file."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not settings.DEBUG:
            self.url = cache(self.url)  # pages need many, and none changes while the site runs

    def post_process(self, paths, dry_run=False, **options):
        if ENTRY in paths and not dry_run:
            sheet = joined_imports(ENTRY, lambda name: source_text(paths, name))
            self.delete(ENTRY)
            self.save(ENTRY, ContentFile(sheet.encode()))
            paths[ENTRY] = (self, ENTRY)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def get_modified_time(self, name):
        """Not supported, so that collectstatic copies every file.

        It would skip a file of an upgraded package that is older than the collected one.
        """
        raise NotImplementedError

    def _save(self, name, content):
        """Save under another name, then rename: a stopped start must leave no half file."""
        draft = super()._save(f"{name}.draft", content)
        os.replace(self.path(draft), self.path(name))
        return name


def source_text(paths, name):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()


def joined_imports(name, read):
    """The text of all sheets that the sheet `name` imports, in order, each in its layer.

    `read` takes a file's name and returns its text. Neighbours of one layer share one block.
    Raises ValueError if `name` holds anything but imports, or if an imported sheet imports another.
    """
    sheet = read(name)
    if IMPORT.sub("", sheet).strip():
        raise ValueError(f'{name} may hold nothing but lines like @import "name.css" layer(x);')
    joined = ""
    for layer, imports in groupby(IMPORT.findall(sheet), key=itemgetter(1)):
        rules = "".join(imported_sheet(name, path, read) for path, _ in imports)
        joined += f"@layer {layer}{{{rules}}}" if layer else rules
    return joined


def imported_sheet(importer, path, read):
    """The compact text of the sheet at `path`, its addresses relative to the sheet `importer`.

    rcssmin takes a sheet without its layer: inside `@layer` it removes the space in `a :focus`.
    """
    sheet = read(posixpath.join(posixpath.dirname(importer), path))
    if "@import" in sheet:
        raise ValueError(f"{path} may not import: imports are joined one level deep.")
    folder = posixpath.dirname(path)
    return RELATIVE_ADDRESS.sub(
        lambda url: f"url({url[1]}{posixpath.normpath(posixpath.join(folder, url[2]))}",
        cssmin(sheet),
    )
