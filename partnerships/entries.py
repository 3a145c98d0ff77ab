"""The kinds of entries of this app, and what it adds to those of resources."""

from operator import attrgetter

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from resources.entries import WORKFLOW_FIELDS, both_languages
from resources.entry_kinds import (
    EntryKind,
    HistoryOptions,
    LinkOptions,
    SearchOptions,
    WorklistOptions,
    add_finders,
    add_parts,
    register,
)
from resources.links.occurrences import Occurrence, occurrences_in_texts
from resources.models import TOPIC
from resources.models.recommendations import provide
from resources.models.translation import LANGUAGES
from resources.models.vocabularies import TERM_PAGES
from resources.search.postings import Field
from resources.worklist.reasons import (
    awaiting_decision,
    hard_to_read,
    missing_translation,
    review_due,
    stale_translation,
)

from .models import Example, GlossaryTerm, Guide, Recommendation
from .recommendations import GuideRecommendations
from .worklist import orphan_examples, orphan_resources, without_locator

TEXT_PARTS = (
    "first_steps",
    "things_to_say",
    "obstacles",
    "quotations",
    "findings",
    "recommendations",
    "ways_to_get_involved",
)


# Guides


def guides_with_texts():
    # Joined, because SQLite refuses to look up thousands of resources by their keys at once.
    recommended = Prefetch("recommendations", Recommendation.objects.select_related("resource"))
    return Guide.objects.select_related("term").prefetch_related(recommended, *TEXT_PARTS)


def links_of_guide(guide):
    yield from occurrences_in_texts(guide)
    for name in TEXT_PARTS:
        for part in getattr(guide, name).all():
            yield from occurrences_in_texts(part, name)


def texts_of_guide(guide):
    yield from in_both_languages(Field.TITLE, guide.term, "label")
    yield from in_both_languages(Field.TITLE, guide, "task_label")
    yield from in_both_languages(Field.SUMMARY, guide.term, "definition")
    yield from in_both_languages(Field.SUMMARY, guide, "intro")


def in_both_languages(field, record, name):
    """A bilingual text as (field, language, text), once a language."""
    for language in LANGUAGES:
        yield field, language, getattr(record, f"{name}_{language}")


def guide_count_label(n):
    return ngettext("%(n)d guide", "%(n)d guides", n) % {"n": n}


register(
    EntryKind(
        slug="guide",
        model=Guide,
        name_relations=("term",),
        with_page=lambda: Guide.objects.with_page().for_links(),
        with_texts=guides_with_texts,
        text_parts=TEXT_PARTS,
        history=HistoryOptions(
            unreverted_fields=WORKFLOW_FIELDS | {"term"},
            public_fields={
                *both_languages("task_label", "intro", "why_it_matters", "closing_note"),
                *("related_topics", "successor"),
            },
        ),
        links=LinkOptions(occurrences=links_of_guide, last_opened_on=attrgetter("reviewed_on")),
        search=SearchOptions(
            label=_("Guides"),
            texts=texts_of_guide,
            shown_kinds=frozenset({"term"}),
            title=attrgetter("term.label"),
            count_label=guide_count_label,
            order=1,
            is_starting_point=True,
        ),
        worklist=WorklistOptions(
            topics="term",
            finders=[
                stale_translation,
                missing_translation,
                hard_to_read,
                awaiting_decision,
                review_due,
                without_locator,
            ],
        ),
    ),
    recommendations=["resource", "locator_en"],
    first_steps=["text_en"],
    things_to_say=["text_en"],
    obstacles=["obstacle_en"],
    quotations=["attribution_en"],
    findings=["claim_en"],
    sources=["resource", "example"],
    ways_to_get_involved=["name_en", "organization"],
    featured_examples=["example"],
)


# Examples


def links_of_example(example):
    if not example.is_closed:
        yield Occurrence(example.source_url, "source_url")
    yield from occurrences_in_texts(example)


def texts_of_example(example):
    yield from in_both_languages(Field.TITLE, example, "name")
    for name in ("what_they_did", "outcome", "partners"):
        yield from in_both_languages(Field.SUMMARY, example, name)
    yield Field.ORGANIZATION, "en", example.city


def example_count_label(n):
    return ngettext("%(n)d example", "%(n)d examples", n) % {"n": n}


register(
    EntryKind(
        slug="example",
        model=Example,
        with_page=Example.objects.with_page,
        history=HistoryOptions(
            unreverted_fields=WORKFLOW_FIELDS,
            public_fields={
                *both_languages("name", "partners", "what_they_did", "outcome", "figures", "note"),
                *both_languages("closing_note"),
                *("city", "state", "year", "result", "source_title", "source_url"),
                *("terms", "successor"),
            },
        ),
        links=LinkOptions(
            occurrences=links_of_example,
            titles=lambda example: [example.source_title],
            last_opened_on=attrgetter("reviewed_on"),
        ),
        search=SearchOptions(
            label=_("Examples"),
            texts=texts_of_example,
            title=attrgetter("name"),
            count_label=example_count_label,
            order=2,
        ),
        worklist=WorklistOptions(
            topics="terms",
            finders=[
                stale_translation,
                missing_translation,
                hard_to_read,
                awaiting_decision,
                review_due,
                orphan_examples,
            ],
        ),
    )
)


# The glossary


def texts_of_glossary_term(term):
    for name in phrases_of_glossary_term(term):
        for language in LANGUAGES:
            yield Field.TITLE, language, name
    yield from in_both_languages(Field.SUMMARY, term, "definition")


def phrases_of_glossary_term(term):
    names = [term.term_en, term.term_es, term.expansion_en, term.expansion_es]
    return filter(None, [*names, *term.synonyms.splitlines()])


def expansion_of(term):
    """What an acronym stands for; empty if that is the term itself."""
    return term.expansion if term.expansion != term.term else ""


def glossary_term_count_label(n):
    return ngettext("%(n)d glossary word", "%(n)d glossary words", n) % {"n": n}


register(
    EntryKind(
        slug="glossary-term",
        model=GlossaryTerm,
        with_page=GlossaryTerm.objects.all,
        history=HistoryOptions(unreverted_fields=frozenset({"slug"})),
        links=LinkOptions(occurrences=occurrences_in_texts),
        search=SearchOptions(
            label=_("Glossary"),
            texts=texts_of_glossary_term,
            title=attrgetter("term"),
            count_label=glossary_term_count_label,
            subtitle=expansion_of,
            phrases=phrases_of_glossary_term,
            phrase_field="term_en",
            order=3,
        ),
        worklist=WorklistOptions(finders=[stale_translation, missing_translation, hard_to_read]),
    )
)


# What this app adds to resources

add_parts("resource", recommendations=["guide", "locator_en"])
add_finders("resource", orphan_resources)
TERM_PAGES[TOPIC] = "partnerships:topic"
provide(GuideRecommendations())
