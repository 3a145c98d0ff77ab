"""What filters are called, and which phrases mean the same: read from the database as it is."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from resources.models import FormerTerm, Organization, SynonymGroup, Term, Vocabulary

from .selection import ORGANIZATION
from .site_pages import Companions
from .synonyms import Synonyms


@dataclass(frozen=True, eq=False)
class Names:
    """The facets with their terms, the organizations that have a page, the synonyms."""

    vocabularies: dict[str, Vocabulary]  # the facets, in the order they are shown
    terms: dict[str, dict[str, Term]]  # vocabulary → its terms by slug, in order
    former_terms: dict[str, dict[str, str]]  # vocabulary → slug of a merged term → today's
    organizations: dict[int, tuple[str, str]]  # key → slug, name
    organization_keys: dict[str, int]  # slug → key
    synonyms: Synonyms
    companions: Companions

    @cached_property
    def facets(self):
        """The parameters that filter, each with all values it may take, by slug."""
        return self.terms | {ORGANIZATION: self.organization_keys}

    def facet_name(self, facet):
        """What a facet is called in the language of the moment."""
        return _("Publisher") if facet == ORGANIZATION else self.vocabularies[facet].name

    def label(self, facet, slug):
        if facet == ORGANIZATION:
            return self.organizations[self.organization_keys[slug]][1]
        return self.terms[facet][slug].label

    @classmethod
    def read(cls):
        return cls(**facets(), **organizations(), synonyms=synonyms(), companions=Companions())

    def after(self, changed):
        """The names once `changed`, a set of (kind, key), is taken in."""
        kinds = {kind for kind, _key in changed}
        new = self
        if kinds & {"term", "vocabulary"}:
            new = replace(new, **facets())
        if "organization" in kinds:
            new = replace(new, **organizations())
        if "synonyms" in kinds:
            new = replace(new, synonyms=synonyms())
        new.companions.update(changed)
        return replace(new, companions=Companions()) if new.companions.is_worn_out else new


def facets():
    vocabularies = {vocabulary.slug: vocabulary for vocabulary in Vocabulary.objects.facets()}
    terms = {
        slug: {term.slug: term for term in vocabulary.terms.all()}
        for slug, vocabulary in vocabularies.items()
    }
    return {"vocabularies": vocabularies, "terms": terms, "former_terms": former_terms()}


def former_terms():
    found = {}
    rows = FormerTerm.objects.values_list("vocabulary", "slug", "term__slug")
    for vocabulary, slug, today in rows:
        found.setdefault(vocabulary, {})[slug] = today
    return found


def synonyms():
    return Synonyms(SynonymGroup.objects.order_by("slug"))


def organizations():
    rows = Organization.objects.with_page().order_by("pk").values_list("pk", "slug", "name")
    names = {key: (slug, name) for key, slug, name in rows}
    return {
        "organizations": names,
        "organization_keys": {slug: key for key, (slug, _name) in names.items()},
    }
