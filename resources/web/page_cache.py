"""Public pages answered without being made again: `304 Not Modified`, or from memory.

What a public page shows depends on the address, the database and the code alone. The change
journal's head stands for the database, so a page kept under it is never stale, and its validator
(`ETag`) is the same on every server.
"""

import gzip
import hashlib
import re
from collections import OrderedDict
from functools import cache, lru_cache, wraps
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpResponse, HttpResponseNotModified, QueryDict
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from resources.models.tracking import is_tracking_parameter
from resources.search import index_sync

CACHE_CONTROL = "public, max-age=10, stale-while-revalidate=60"
GZIP_LEVEL = 6
ACCEPTS_GZIP = re.compile(r"\bgzip\b")  # as Django reads it


class Page(NamedTuple):
    content_type: str
    content: bytes

    @classmethod
    def of(cls, response, is_gzipped):
        content = response.content
        if is_gzipped:
            content = gzip.compress(content, GZIP_LEVEL, mtime=0)
        return cls(response.headers["Content-Type"], content)

    def response(self, is_gzipped):
        headers = {"Content-Encoding": "gzip"} if is_gzipped else {}
        return HttpResponse(self.content, content_type=self.content_type, headers=headers)


class Memory:
    """Pages as they were sent, the longest unused ones forgotten first."""

    def __init__(self):
        self.pages = OrderedDict()
        self.size = 0
        self.turn = Lock()

    def get(self, key, tag):
        """The page kept under `key`, if it is of the state that `tag` stands for."""
        with self.turn:
            kept = self.pages.get(key)
            if kept and kept[0] == tag:
                self.pages.move_to_end(key)
                return kept[1]
        return None

    def keep(self, key, tag, page, limit):
        """Forget as many others as it takes to stay within `limit` bytes."""
        with self.turn:
            self.forget(key)
            if len(page.content) > limit:
                return
            self.pages[key] = (tag, page)
            self.size += len(page.content)
            while self.size > limit:
                self.forget(next(iter(self.pages)))

    def forget(self, key):
        if key in self.pages:
            _tag, page = self.pages.pop(key)
            self.size -= len(page.content)


memory = Memory()


def kept_page(view):
    """Answer GET and HEAD of a public page with 304 or from memory, where that is the truth."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        normalize(request)
        head, snapshot = index_sync.current()
        # A transaction may yet be undone; a large import may not be in the index yet.
        if connection.in_atomic_block or snapshot.head != head or settings.DEBUG:
            return view(request, *args, **kwargs)
        is_gzipped = bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
        key = (request.path, request.META["QUERY_STRING"], is_gzipped)
        tag = validator(head, key)
        if is_known(tag, request):
            return with_headers(HttpResponseNotModified(), tag)
        page = memory.get(key, tag)
        if page is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.cookies:
                return response
            page = Page.of(response, is_gzipped)
            memory.keep(key, tag, page, settings.PAGE_CACHE_BYTES)
        return with_headers(page.response(is_gzipped), tag)

    return answer


def is_known(tag, request):
    """Whether the reader has the page; a proxy that packed it has made the validator weak."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return tag in known or f"W/{tag}" in known


def normalize(request):
    """Let one page have one address; what was already read of another is forgotten."""
    request.META["QUERY_STRING"] = normalized(request.META.get("QUERY_STRING", ""))
    request.__dict__.pop("GET", None)


@lru_cache(maxsize=500)
def normalized(query):
    """A query (its bytes as WSGI has them), by name, without empty and tracking parameters."""
    given = QueryDict(query.encode("iso-8859-1"))
    query = QueryDict(mutable=True)
    for name in sorted(n for n in given if not is_tracking_parameter(n)):
        if values := [value for value in given.getlist(name) if value]:
            query.setlist(name, values)
    return query.urlencode()


def validator(head, key):
    """A strong ETag: other bytes, even the same page compressed, have another."""
    state = "\n".join([code_version(), head, *map(str, key)])
    return f'"{hashlib.blake2b(state.encode(), digest_size=16).hexdigest()}"'


@cache
def code_version():
    """A fingerprint of everything that makes pages besides the database."""
    fingerprint = hashlib.blake2b(f"{version('django')} {settings.STATIC_URL}".encode())
    ours = {Path(app.path) for app in apps.get_app_configs()}
    ours = sorted(path for path in ours if path.parent == settings.BASE_DIR)
    for folder in (*ours, settings.BASE_DIR / "templates", settings.BASE_DIR / "static"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                fingerprint.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode())
                fingerprint.update(path.read_bytes())
    return fingerprint.hexdigest()


def with_headers(response, tag):
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = CACHE_CONTROL
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
