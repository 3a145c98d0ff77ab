"""The visitor's selection, already validated, and the facets of its answer."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.models import Term

ORGANIZATION = "organization"  # the parameter of the one facet that is no vocabulary


class Sort(models.TextChoices):
    RELEVANCE = "relevance", _("Best match first")
    RECOMMENDED = "recommended", _("Most recommended first")
    TITLE = "title", _("A to Z")
    NEWEST = "newest", _("Newest first")


@dataclass(frozen=True)
class Selection:
    """Values of one facet widen each other (OR). Everything else narrows (AND)."""

    text: str = ""
    terms: dict[str, frozenset[str]] = field(default_factory=dict)  # facet → slugs of its values
    within_term: Term | None = None
    sort: Sort = Sort.RECOMMENDED  # type: ignore[assignment]  # mypy does not know choices
    language: str = "en"

    def without(self, facet: str, slug: str) -> "Selection":
        """The same selection with one value removed."""
        rest = self.terms[facet] - {slug}
        terms = {name: slugs for name, slugs in self.terms.items() if name != facet}
        return replace(self, terms=terms | ({facet: rest} if rest else {}))

    def without_text(self) -> "Selection":
        return replace(self, text="")


class FacetValue(NamedTuple):
    """One choice of a facet. `count` is for this choice alone, without others of the facet."""

    slug: str
    term_or_name: Term | str
    count: int  # type: ignore[assignment]  # hides tuple.count, which is not needed
    is_selected: bool

    @property
    def label(self) -> str:
        """The name of the value in the active language."""
        value = self.term_or_name
        return value if isinstance(value, str) else value.label


@dataclass(frozen=True)
class Facet:
    """A vocabulary, or the organizations, with the values that find something or are ticked."""

    slug: str
    values: list[FacetValue]
