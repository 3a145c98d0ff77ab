"""The one registry of kinds of entries: resources, organizations, guides and so on.

Each app declares its kinds in its `entries.py`, once each. History, links, search and the worklist
read here what they need of a kind. A kind that has no part in one of these four says so with None,
so that none is forgotten.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import reversion
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Part:
    """Rows of another table that belong to an entry, such as the first steps of a guide.

    `owner` is their field that names the entry. `label_fields` lists the fields by which a curator
    tells one row from another.
    """

    name: str
    model: type[Model]
    owner: str
    label_fields: tuple[str, ...]

    @classmethod
    def of(cls, model: type[Model], relation: str, label_fields: Iterable[str]) -> "Part":
        field = model._meta.get_field(relation)
        return cls(field.name, field.related_model, field.remote_field.name, tuple(label_fields))


@dataclass(kw_only=True)
class HistoryOptions:
    """How versions of an entry behave.

    A revert leaves the `unreverted_fields` as they are. `fields_reverted_with` maps a field to
    others that belong to it. The others are reverted only if that field is. Visitors read only of
    changes to `public_fields`.
    """

    unreverted_fields: frozenset[str] = frozenset()
    fields_reverted_with: dict[str, list[str]] = field(default_factory=dict)
    public_fields: set[str] = field(default_factory=set)


def no_names(record: Model) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class LinkOptions:
    """Which web addresses an entry shows.

    `occurrences` yields them as `links.occurrences.Occurrence`. `titles` are what the page at such
    an address may call itself, `publishers` who may publish it. `last_opened_on` is the day on
    which a person last opened it: an archived copy of about that day is the one to show.
    """

    occurrences: Callable[[Any], Iterable]
    titles: Callable[[Any], Iterable[str]] = no_names
    publishers: Callable[[Any], Iterable[str]] = no_names
    last_opened_on: Callable[[Any], date | None] = lambda record: None


@dataclass(frozen=True, kw_only=True)
class SearchOptions:
    """How an entry is found beside the resources.

    `texts` yields (field, language, text). A result shows `title` and `subtitle`. `count_label`
    says how many there are, as in “2 guides”. The kinds stand on the results page by `order`.
    `phrases` yields the words and phrases that the entry explains, such as an acronym. A search
    for one of them is never corrected. `phrase_field` is the form field that holds such a phrase.
    The texts contain names of the kinds in `shown_kinds`. If an entry of these kinds changes, all
    entries of this kind are indexed again. An entry with `is_starting_point` is offered where
    filters leave no resource.
    """

    label: str
    texts: Callable[[Any], Iterable[tuple]]
    title: Callable[[Any], str]
    count_label: Callable[[int], str]
    order: int
    subtitle: Callable[[Any], str] = lambda record: ""
    phrases: Callable[[Any], Iterable[str]] = no_names
    phrase_field: str = ""
    shown_kinds: frozenset[str] = frozenset()
    is_starting_point: bool = False


@dataclass(kw_only=True)
class WorklistOptions:
    """What the worklist looks for in an entry.

    `topics` and `organization` are lookups from an entry, empty where it has none. Each of
    `finders` takes (kind, records) and yields issues. Each of `related` takes keys and returns
    the keys of further entries whose issues change with them.
    """

    finders: list[Callable]
    topics: str = ""
    organization: str = ""
    related: list[Callable] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, eq=False)
class EntryKind:
    """A kind of entry. `slug` is its name in the change journal.

    `name_relations` are what `str(entry)` reads besides the entry's own row. `with_page` returns
    the entries visitors can open. `with_texts` returns entries loaded with all their texts, those
    of `text_parts` included. `text_parts` names the parts that have bilingual texts, in the order
    of the page.
    """

    slug: str
    model: type[Model]
    history: HistoryOptions | None
    links: LinkOptions | None
    search: SearchOptions | None
    worklist: WorklistOptions | None
    name_relations: tuple[str, ...] = ()
    with_page: Callable[[], QuerySet] | None = None
    with_texts: Callable[[], QuerySet] | None = None
    text_parts: tuple[str, ...] = ()
    parts: list[Part] = field(default_factory=list)

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model)

    def entries_for_names(self) -> QuerySet:
        """All entries, loaded with what their names need."""
        return self.model._default_manager.select_related(*self.name_relations)

    def entries_for_texts(self) -> QuerySet:
        """All entries, loaded with their texts."""
        return self.with_texts() if self.with_texts else self.entries_for_names()

    def records_with_texts(self, entry: Model) -> list[Model]:
        """The entry and its parts that have texts of their own."""
        rows = (row for name in self.text_parts for row in getattr(entry, name).all())
        return [entry, *rows]


kinds: dict[str, EntryKind] = {}


def register(kind: EntryKind, **parts: Iterable[str]) -> None:
    """Declare a kind. `parts` maps a relation to the fields that name its rows."""
    kinds[kind.slug] = kind
    if kind.history:
        reversion.register(kind.model)
    add_parts(kind.slug, **parts)


def add_parts(slug: str, **parts: Iterable[str]) -> None:
    """Let another app's rows belong to the entries of a kind. Visitors read of their changes."""
    kind = kinds[slug]
    for relation, label_fields in parts.items():
        kind.parts.append(Part.of(kind.model, relation, label_fields))
        kind.history.public_fields.add(relation)


def add_finders(slug: str, *finders: Callable) -> None:
    """Let another app find issues in the entries of a kind."""
    kinds[slug].worklist.finders.extend(finders)


def kind_of(model: type[Model]) -> EntryKind | None:
    """The kind whose entries are records of `model`. None if they are no entries."""
    concrete = model._meta.concrete_model
    return next((kind for kind in kinds.values() if kind.model is concrete), None)
