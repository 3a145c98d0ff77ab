"""The one interface through which this app reads recommendations.

A recommendation points at a resource and says which part to read. Another app holds them and
provides an implementation. Without one, there are no recommendations.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple


class IndexedRecommendation(NamedTuple):
    """What the search index knows of a recommendation, as in a row of the database.

    `term` is the key of the topic or role that its guide is about.
    """

    resource: int
    term: int
    why_en: str
    why_es: str
    part_en: str
    part_es: str


class Recommendations:
    """The interface to recommendations of resources. This class knows of none.

    A recommendation has `locator`, `locator_kind`, `locator_detail`, `why_here`, `chosen_by` and
    `guide`. A guide has `term` and `get_absolute_url()`.
    """

    def prefetch_for(self, resources: Any) -> Any:
        """The queryset `resources`, loaded so that `visible_for` and `count` need no query."""
        return resources

    def visible_for(self, resource: Any) -> list:
        """Those that visitors can read, in the order they were made."""
        return []

    def count(self, resource: Any) -> int:
        """How many there are, drafts included."""
        return 0

    def for_page(self, resource: Any) -> list:
        """Those that visitors can read, in the order of the resource's page."""
        return []

    def lines_to_say(self, recommendation: Any) -> Iterable:
        """Sentences for readers who want to tell others of the resource."""
        return ()

    def rows_for_index(self, keys: list[int]) -> Iterable[IndexedRecommendation]:
        """Those of the resources with these keys that visitors can read, in the order made."""
        return ()

    def resources_of(self, entries: Iterable[tuple[str, str]]) -> set[int]:
        """Keys of the resources recommended by any of `entries`, (kind, key) pairs."""
        return set()

    def guides_naming(self, organization: Any) -> Iterable:
        """The published guides that name an organization to join or call."""
        return ()


class Provider:
    """Holds the implementation in use."""

    current = Recommendations()


def provide(implementation: Recommendations) -> None:
    Provider.current = implementation


def recommendations() -> Recommendations:
    return Provider.current
