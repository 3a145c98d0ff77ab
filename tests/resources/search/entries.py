"""The entries as the oracle reads them from the database, by the models alone."""

from collections import defaultdict
from dataclasses import dataclass

from partnerships.models import GlossaryTerm, Recommendation
from resources.models import Organization, Resource, Status, SynonymGroup, Term, Vocabulary
from resources.search.analysis import fold, sorting_key, stem, tokenize

WITH_PAGE = [Status.PUBLISHED, Status.CLOSED]


@dataclass(frozen=True)
class Entry:
    """A resource with a page. A text is (field, its words as (language, stem))."""

    key: int
    is_closed: bool
    year: int
    organization: int
    terms: frozenset
    guides: tuple
    titles: dict
    texts: tuple

    def has_adjacent(self, field, phrase):
        """True if a text of `field` has adjacent words, one of each set in `phrase`."""
        return any(
            all(word in may_be for word, may_be in zip(words[start:], phrase, strict=False))
            for f, words in self.texts
            if f == field and not any(may_be.isdisjoint(words) for may_be in phrase)
            for start in range(len(words) - len(phrase) + 1)
        )


@dataclass
class Facts:
    """The data from which the oracle answers, as it is in the database now."""

    entries: dict[int, Entry]
    forms: dict[str, set]  # a word as written, without accents → all that it may stand for
    vocabularies: list[tuple[str, dict[str, int]]]  # facet, its terms by slug, in order
    organizations: dict[int, str]
    groups: list[SynonymGroup]
    explained: set[str]


def read(forms):
    """`forms` are words of earlier texts, which an index knows until it is rebuilt."""
    forms = {form: set(lexemes) for form, lexemes in forms.items()}
    recommended = defaultdict(list)
    for made in Recommendation.objects.filter(guide__status__in=WITH_PAGE).select_related("guide"):
        recommended[made.resource_id].append(made)
    resources = Resource.objects.select_related("organization").prefetch_related("terms")
    entries = [entry_of(r, recommended[r.pk], forms) for r in resources.order_by("pk")]
    return Facts(
        entries={entry.key: entry for entry in entries if entry},
        forms=forms,
        vocabularies=[
            (v.slug, dict(v_terms(v).values_list("slug", "pk")))
            for v in Vocabulary.objects.filter(is_facet=True).order_by("order", "slug")
        ],
        organizations=dict(
            Organization.objects.filter(status__in=WITH_PAGE).values_list("pk", "slug")
        ),
        groups=list(SynonymGroup.objects.all()),
        explained=set(explained()),
    )


def v_terms(vocabulary):
    return Term.objects.filter(vocabulary=vocabulary).order_by("order", "slug")


def entry_of(resource, recommendations, forms):
    if resource.status not in WITH_PAGE:
        return None
    texts = [("title", "en", resource.title_en), ("title", "es", resource.title_es)]
    for recommendation in recommendations:
        for name in ("why_here", "locator_detail"):
            for language in ("en", "es"):
                text = getattr(recommendation, f"{name}_{language}")
                texts.append(("recommendation", language, text))
    texts += [("summary", "en", resource.summary_en), ("summary", "es", resource.summary_es)]
    texts.append(("organization", "en", resource.organization.name))
    titles = {
        "en": resource.title_en or resource.title_es,
        "es": resource.title_es or resource.title_en,
    }
    return Entry(
        key=resource.pk,
        is_closed=resource.status == Status.CLOSED,
        year=resource.year or 0,
        organization=resource.organization_id,
        terms=frozenset(term.pk for term in resource.terms.all()),
        guides=tuple(recommendation.guide.term_id for recommendation in recommendations),
        titles={language: sorting_key(title) for language, title in titles.items()},
        texts=tuple((f, lexemes_of_text(language, text, forms)) for f, language, text in texts),
    )


def lexemes_of_text(language, text, forms):
    """The text as stems; `forms` learns which word was written for each."""
    lexemes = []
    for word in tokenize(text):
        lexemes.append((language, stem(word, language)))
        forms.setdefault(fold(word), set()).add(lexemes[-1])
    return lexemes


def explained():
    """Words that the glossary explains: a name of one word is never a misspelling."""
    for term in GlossaryTerm.objects.all():
        names = [term.term_en, term.term_es, term.expansion_en, term.expansion_es]
        for name in [*names, *term.synonyms.splitlines()]:
            found = tokenize(name)
            if len(found) == 1:
                yield fold(found[0])
