"""The facets with their values and labels, read from the database as it is."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from resources.models import FormerTerm, Organization, Term, Vocabulary

from .selection import ORGANIZATION


class OrganizationLabel(NamedTuple):
    slug: str
    name: str


@dataclass(frozen=True, eq=False)
class FacetLabels:
    """The vocabularies that are facets with their terms, and the organizations with a page."""

    vocabularies: dict[str, Vocabulary]  # the facets by slug, in the order they are shown
    terms: dict[str, dict[str, Term]]  # vocabulary → its terms by slug, in order
    former_terms: dict[str, dict[str, str]]  # vocabulary → slug of a merged term → current slug
    organizations: dict[int, OrganizationLabel]  # by key
    organization_keys: dict[str, int]  # slug → key

    @cached_property
    def facets(self) -> dict[str, Collection[str]]:
        """The parameters that filter, each with the slugs of all its values."""
        return {**self.terms, ORGANIZATION: self.organization_keys}

    def facet_name(self, facet: str) -> str:
        """The name of a facet in the active language."""
        return _("Publisher") if facet == ORGANIZATION else self.vocabularies[facet].name

    def value_label(self, facet: str, slug: str) -> str:
        """The name of a facet's value in the active language."""
        if facet == ORGANIZATION:
            return self.organizations[self.organization_keys[slug]].name
        return self.terms[facet][slug].label

    @classmethod
    def read(cls) -> "FacetLabels":
        return cls(**read_facets(), **read_organizations())

    def updated(self, changed_kinds: Collection[str]) -> "FacetLabels":
        """The labels after a change of these kinds. The same object if none is affected."""
        labels = self
        if "term" in changed_kinds or "vocabulary" in changed_kinds:
            labels = replace(labels, **read_facets())
        if "organization" in changed_kinds:
            labels = replace(labels, **read_organizations())
        return labels


def read_facets() -> dict[str, Any]:
    """The fields of FacetLabels that vocabularies and terms give."""
    vocabularies = {vocabulary.slug: vocabulary for vocabulary in Vocabulary.objects.facets()}
    terms = {
        slug: {term.slug: term for term in vocabulary.terms.all()}
        for slug, vocabulary in vocabularies.items()
    }
    return {"vocabularies": vocabularies, "terms": terms, "former_terms": read_former_terms()}


def read_former_terms() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    rows = FormerTerm.objects.values_list("vocabulary", "slug", "term__slug")
    for vocabulary, slug, current_slug in rows:
        found.setdefault(vocabulary, {})[slug] = current_slug
    return found


def read_organizations() -> dict[str, Any]:
    """The fields of FacetLabels that organizations give."""
    rows = Organization.objects.with_page().order_by("pk").values_list("pk", "slug", "name")
    organizations = {key: OrganizationLabel(slug, name) for key, slug, name in rows}
    return {
        "organizations": organizations,
        "organization_keys": {label.slug: key for key, label in organizations.items()},
    }
