"""The cache of public pages: answers `304 Not Modified`, or a page from memory.

A public page depends on its address, the database, the code and a few settings alone. The head of
the change journal stands for the state of the database. So a page cached under it is never stale,
and its validator (`ETag`) is the same on every server.
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


class CachedPage(NamedTuple):
    content_type: str
    content: bytes

    @classmethod
    def from_response(cls, response, is_gzipped):
        content = response.content
        if is_gzipped:
            content = gzip.compress(content, GZIP_LEVEL, mtime=0)
        return cls(response.headers["Content-Type"], content)

    def response(self, is_gzipped):
        headers = {"Content-Encoding": "gzip"} if is_gzipped else {}
        return HttpResponse(self.content, content_type=self.content_type, headers=headers)


class PageCache:
    """Pages as they were sent, by key. The least recently used ones are removed first."""

    def __init__(self):
        self.pages = OrderedDict()
        self.size = 0
        self.lock = Lock()

    def get(self, key, tag):
        """The page cached under `key` with the same `tag`, or None."""
        with self.lock:
            cached_tag, page = self.pages.get(key, (None, None))
            if cached_tag == tag:
                self.pages.move_to_end(key)
                return page
        return None

    def add(self, key, tag, page, limit):
        """Cache `page`, and remove others until all take at most `limit` bytes."""
        with self.lock:
            self.remove(key)
            if len(page.content) > limit:
                return
            self.pages[key] = (tag, page)
            self.size += len(page.content)
            while self.size > limit:
                self.remove(next(iter(self.pages)))

    def remove(self, key):
        if key in self.pages:
            _tag, page = self.pages.pop(key)
            self.size -= len(page.content)


cached_pages = PageCache()


def cached_page(view):
    """Decorator that answers 304 or a cached page while the head of the journal is unchanged."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        normalize_query(request)
        head, snapshot = index_sync.current()
        # An open transaction may be rolled back, and a large import may not be in the index yet.
        if connection.in_atomic_block or snapshot.head != head or settings.DEBUG:
            return view(request, *args, **kwargs)
        is_gzipped = bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
        key = (request.path, request.META["QUERY_STRING"], is_gzipped)
        tag = compute_etag(head, key)
        if has_etag(request, tag):
            return add_headers(HttpResponseNotModified(), tag)
        page = cached_pages.get(key, tag)
        if page is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.cookies:
                return response
            page = CachedPage.from_response(response, is_gzipped)
            cached_pages.add(key, tag, page, settings.PAGE_CACHE_BYTES)
        return add_headers(page.response(is_gzipped), tag)

    return answer


def has_etag(request, tag):
    """True if the client has this version. A proxy that compressed it has weakened the tag."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return tag in known or f"W/{tag}" in known


def normalize_query(request):
    """Normalise the query string, and drop the cached `request.GET`."""
    request.META["QUERY_STRING"] = canonical_query(request.META.get("QUERY_STRING", ""))
    request.__dict__.pop("GET", None)


@lru_cache(maxsize=500)
def canonical_query(query):
    """`query`, a string as WSGI has it, sorted by name, without empty or tracking parameters."""
    given = QueryDict(query.encode("iso-8859-1"))
    query = QueryDict(mutable=True)
    for name in sorted(n for n in given if not is_tracking_parameter(n)):
        if values := [value for value in given.getlist(name) if value]:
            query.setlist(name, values)
    return query.urlencode()


def compute_etag(head, key):
    """A strong ETag. Other bytes, even those of the same page compressed, have another one."""
    state = "\n".join([code_version(), head, *map(str, key)])
    return f'"{hashlib.blake2b(state.encode(), digest_size=16).hexdigest()}"'


@cache
def code_version():
    """A hash of all that decides a page besides the database: code, templates, static, settings."""
    shown = f"{version('django')} {settings.STATIC_URL} {settings.LINK_CHECK_DAYS}"
    fingerprint = hashlib.blake2b(shown.encode())
    ours = {Path(app.path) for app in apps.get_app_configs()}
    ours = sorted(path for path in ours if path.parent == settings.BASE_DIR)
    for folder in (*ours, settings.BASE_DIR / "templates", settings.BASE_DIR / "static"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                fingerprint.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode())
                fingerprint.update(path.read_bytes())
    return fingerprint.hexdigest()


def add_headers(response, tag):
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = CACHE_CONTROL
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
