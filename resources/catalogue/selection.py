"""What a visitor asks of the directory, already checked, and what the directory answers."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.models import Term


class Sort(models.TextChoices):
    RELEVANCE = "relevance", _("Best match first")
    RECOMMENDED = "recommended", _("Most recommended first")
    TITLE = "title", _("A to Z")
    NEWEST = "newest", _("Newest first")


@dataclass(frozen=True)
class Selection:
    """Terms of one vocabulary widen each other (OR); all the rest narrows (AND)."""

    text: str = ""
    terms: dict[str, frozenset[str]] = field(default_factory=dict)  # vocabulary slug → term slugs
    within: Term | None = None
    sort: Sort = Sort.RECOMMENDED
    language: str = "en"

    def without(self, vocabulary, slug):
        """The same selection with one term taken out."""
        rest = self.terms[vocabulary] - {slug}
        terms = {name: slugs for name, slugs in self.terms.items() if name != vocabulary}
        return replace(self, terms=terms | ({vocabulary: rest} if rest else {}))

    def without_text(self):
        return replace(self, text="")


@dataclass(frozen=True)
class FacetValue:
    """One choice beside the list; `count` is what ticking it alone in its facet would show."""

    slug: str
    label: str
    count: int
    is_selected: bool


@dataclass(frozen=True)
class Facet:
    """A vocabulary beside the list, with the values that lead somewhere or are ticked."""

    SHORT = 8

    slug: str
    name: str
    values: list[FacetValue]

    @cached_property
    def selected(self):
        return [value for value in self.values if value.is_selected]

    @property
    def first_values(self):
        return self.values if len(self.values) <= self.SHORT + 1 else self.values[: self.SHORT]

    @property
    def more_values(self):
        return self.values[len(self.first_values) :]

    @property
    def has_selected_more(self):
        return any(value.is_selected for value in self.more_values)
