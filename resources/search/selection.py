"""What a visitor asks of the directory, already checked, and what the directory answers."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.models import Term

ORGANIZATION = "organization"  # the parameter of the facet that is no vocabulary


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


class FacetValue(NamedTuple):
    """One choice beside the list; `count` is what ticking it alone in its facet would show."""

    slug: str
    named: Term | str
    count: int
    is_selected: bool

    @property
    def label(self):
        """In the language of the moment."""
        return self.named if isinstance(self.named, str) else self.named.label


@dataclass(frozen=True)
class Facet:
    """A vocabulary, or the organizations, with the values that lead somewhere or are ticked."""

    slug: str
    values: list[FacetValue]
