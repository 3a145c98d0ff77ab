"""Fragments: templates that are rendered once, with placeholders filled in for each request.

Rendering takes most of a page's time, and most of its result is the same every time. A placeholder
is a mark that no text can contain. The values that replace it must be escaped.
"""

import secrets
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString

PLACEHOLDER = SafeString(f"\x02{secrets.token_hex(8)}\x02")


def render_parts(
    template: str, context: Mapping[str, Any], request: HttpRequest | None = None
) -> list[str]:
    """The rendered template, split at its placeholders: one more part than there are of these."""
    return get_template(template).render(context, request).strip().split(PLACEHOLDER)


def fill(parts: list[str], values: Iterable[str]) -> SafeString:
    """The HTML with `values` in place of the placeholders, in their order."""
    html = [parts[0]]
    for value, part in zip(values, parts[1:], strict=True):
        html += (value, part)
    return SafeString("".join(html))


class FragmentCache:
    """Keeps fragments, and other things that take long to make, by a key of what they depend on.

    When there would be more than `max_entries`, all are dropped.
    """

    def __init__(self, *, max_entries: int) -> None:
        self.max_entries = max_entries
        self.entries: dict[Hashable, Any] = {}
        self.by_owner: WeakKeyDictionary[Any, FragmentCache] = WeakKeyDictionary()

    def of(self, owner: Any) -> "FragmentCache":
        """A cache of the same size for what depends on `owner`, dropped together with it."""
        cache = self.by_owner.get(owner)
        if cache is None:
            new = FragmentCache(max_entries=self.max_entries)
            cache = self.by_owner.setdefault(owner, new)
        return cache

    def get(self, key: Hashable, make: Callable[..., Any], *arguments: Any) -> Any:
        """The entry for `key`. If there is none, `make(*arguments)` makes it."""
        found = self.entries.get(key)
        if found is None:
            found = make(*arguments)
            self.add({key: found})
        return found

    def get_many(
        self, keys: Iterable[Hashable], make: Callable[[list[Any]], dict[Any, Any]]
    ) -> dict[Any, Any]:
        """The entries for `keys`. `make` is given the missing keys and returns entries by key."""
        keys, entries = list(keys), self.entries
        found = {key: entries[key] for key in keys if key in entries}
        if missing := [key for key in keys if key not in found]:
            made = make(missing)
            self.add(made)
            found |= made
        return found

    def add(self, entries: dict[Any, Any]) -> None:
        if len(self.entries) + len(entries) > self.max_entries:
            self.entries = {}  # another thread that reads the old dictionary goes on with it
        self.entries.update(entries)
