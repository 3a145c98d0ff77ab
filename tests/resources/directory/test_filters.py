"""The meaning of the directory's parameters; every count is what its link yields."""

import random

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.directory.filters import MAX_CHOICES, MAX_QUERY_LENGTH, ResourceFilterSet
from resources.models import Resource, Status, Vocabulary
from tests.make import make_organization, make_resource, make_term, make_vocabulary

pytestmark = pytest.mark.django_db


def ask(query="", **options):
    return ResourceFilterSet(QueryDict(query), **options)


def counts(query, facet, **options):
    found = {f.slug: f for f in ask(query, **options).result.facets}
    return {value.slug: value.count for value in found[facet].values}


def titles(query, **options):
    return [resource.title_en for resource in ask(query, **options).result.resources(slice(20))]


def test_ticking_one_topic_leaves_the_counts_of_the_others():
    funding, legal = make_term(slug="funding"), make_term(slug="legal")
    make_resource(terms=[funding])
    make_resource(terms=[funding, legal])

    assert counts("topic=funding", "topic") == {"funding": 2, "legal": 1}


def test_a_facet_is_counted_under_the_other_facets():
    funding, legal = make_term(slug="funding"), make_term(slug="legal")
    spanish = make_term("language", "es")
    make_resource(terms=[funding, spanish])
    make_resource(terms=[legal])

    assert counts("language=es", "topic") == {"funding": 1}


def test_choices_within_a_facet_widen_and_facets_narrow():
    funding, legal = make_term(slug="funding"), make_term(slug="legal")
    spanish = make_term("language", "es")
    make_resource(title_en="Both", terms=[funding, spanish])
    make_resource(title_en="Funding only", terms=[funding])
    make_resource(title_en="Legal", terms=[legal, spanish])

    assert set(titles("topic=funding&topic=legal")) == {"Both", "Funding only", "Legal"}
    assert set(titles("topic=funding&topic=legal&language=es")) == {"Both", "Legal"}


def test_drafts_and_closed_entries_are_neither_listed_nor_counted():
    funding = make_term(slug="funding")
    make_resource(terms=[funding])
    make_resource(terms=[funding], status=Status.DRAFT)
    make_resource(terms=[funding], status=Status.CLOSED)

    assert len(ask().result) == 1
    assert counts("", "topic") == {"funding": 1}


def test_a_ticked_value_without_results_stays_so_that_it_can_be_unticked():
    make_resource(terms=[make_term(slug="funding")])
    make_resource(terms=[make_term("language", "es")])

    assert counts("topic=funding&language=es", "language") == {"es": 0}


def test_a_vocabulary_added_by_a_curator_is_a_facet_at_once():
    make_vocabulary("watershed", name_en="Watershed")
    make_resource(terms=[make_term("watershed", "napa-river")])

    assert counts("watershed=napa-river", "watershed") == {"napa-river": 1}


@pytest.mark.parametrize(
    "words", ["participacion", "PARTICIPACIÓN", "partici", "guia participación"]
)
def test_search_ignores_accents_and_capitals_and_finds_beginnings_of_words(words):
    make_resource(title_en="Guía de participación")
    make_resource(title_en="Something else")

    assert titles(f"q={words}") == ["Guía de participación"]


def test_search_keeps_the_letter_n_apart_from_the_letter_ene():
    make_resource(title_en="El año escolar")

    assert titles("q=año") == ["El año escolar"]
    assert titles("q=ano") == []


def test_search_reads_titles_summaries_in_both_languages_and_the_publisher():
    for field in ("title_en", "title_es", "summary_en", "summary_es"):
        make_resource(**{field: "about lighthouses"})
    make_resource(organization=make_organization(name="Lighthouses of California"))

    assert len(ask("q=lighthouse").result) == 5


def test_a_word_in_the_title_comes_first():
    make_resource(title_en="A plan", summary_en="About attendance")
    make_resource(title_en="Zest for attendance")

    assert titles("q=attendance") == ["Zest for attendance", "A plan"]


def test_relevance_is_no_order_without_words():
    assert [label for label, _address, _current in ask().sorts] == [
        "Most recommended first",
        "A to Z",
        "Newest first",
    ]
    assert ask("sort=relevance").selection.sort == "recommended"


def test_an_unknown_value_is_left_out_and_named():
    make_resource(terms=[make_term(slug="funding")])
    filterset = ask("topic=funding&topic=nonsense")

    assert len(filterset.result) == 1
    assert filterset.notices == ["We do not know “nonsense” under “Topic”, so we left it out."]


def test_an_unknown_parameter_is_named_but_one_of_a_newsletter_is_not():
    assert "colour" in ask("colour=red").notices[0]
    assert ask("utm_source=mail&fbclid=1&msclkid=1&igshid=1&dclid=1&_ga=1").notices == []


def test_a_repeated_single_parameter_says_which_one_was_used():
    assert ask("q=one&q=two").selection.text == "two"
    assert "more than once" in ask("q=one&q=two").notices[0]


@pytest.mark.parametrize("words", ["x" * (MAX_QUERY_LENGTH + 1), "nul%00byte"])
def test_words_no_search_can_use_are_left_out_and_said_so(words):
    make_resource()
    filterset = ask(f"q={words}")

    assert filterset.is_malformed
    assert len(filterset.result) == 1
    assert "left" in filterset.notices[0]


def test_an_applied_filter_names_the_address_without_it_and_its_count():
    funding, spanish = make_term(slug="funding"), make_term("language", "es")
    make_resource(terms=[funding])
    make_resource(terms=[funding, spanish])
    applied = {a.label: a for a in ask("topic=funding&language=es").applied_filters}

    assert applied["Es"].address == "?topic=funding"
    assert applied["Es"].count == 2
    assert applied["Funding"].count == len(ask(applied["Funding"].address[1:]).result)


def test_a_topic_page_narrows_everything_to_its_topic():
    funding, legal = make_term(slug="funding"), make_term(slug="legal")
    make_resource(terms=[funding, legal])
    make_resource(terms=[legal])

    assert len(ask(within_term=funding).result) == 1
    assert counts("", "topic", within_term=funding) == {"legal": 1}


# In the kit, every count is the number of results that its link yields.


def every_single_choice():
    return [(v.slug, t.slug) for v in Vocabulary.objects.facets() for t in v.terms.all()]


def found_by_database(query):
    """How many published resources match, asked of the database directly: the oracle."""
    resources = Resource.objects.published()
    for vocabulary in Vocabulary.objects.facets():
        if slugs := query.getlist(vocabulary.slug):
            chosen = vocabulary.terms.filter(slug__in=slugs)
            resources = resources.filter(pk__in=Resource.objects.filter(terms__in=chosen))
    if slugs := query.getlist("organization"):
        resources = resources.filter(organization__slug__in=slugs)
    return resources.count()


def assert_counts_are_what_their_links_yield(query):
    filterset = ResourceFilterSet(query)
    assert len(filterset.result) == found_by_database(query)
    for facet in filterset.result.facets:
        for value in facet.values:
            alone = query.copy()
            alone.setlist(facet.slug, [value.slug])
            assert value.count == found_by_database(alone), (query, facet.slug, value.slug)


@pytest.mark.usefixtures("kit")
def test_in_the_kit_every_count_of_every_facet_is_what_its_link_yields():
    assert_counts_are_what_their_links_yield(QueryDict())
    choices = every_single_choice()
    assert len(choices) > 100
    for vocabulary, term in choices:
        query = QueryDict(f"{vocabulary}={term}")
        assert len(ResourceFilterSet(query).result) == found_by_database(query)


@pytest.mark.usefixtures("kit")
def test_in_the_kit_counts_hold_for_random_combinations():
    choose = random.Random(2009)  # noqa: S311 the same combinations every time
    choices = every_single_choice()
    for _round in range(12):
        query = QueryDict(mutable=True)
        for vocabulary, term in choose.sample(choices, choose.randint(2, 5)):
            query.appendlist(vocabulary, term)
        assert_counts_are_what_their_links_yield(query)


@settings(deadline=None)
@given(st.text())
def test_no_text_is_a_syntax_error(text):
    query = QueryDict(mutable=True)
    query["q"] = text

    assert len(ResourceFilterSet(query).result[:20]) <= 20


def test_a_flood_of_choices_is_cut_and_said():
    known = [make_term("need", f"need-{number}").slug for number in range(MAX_CHOICES + 10)]
    make_term("topic", "families")

    filterset = ask("&".join(["topic=families", *(f"need={slug}" for slug in known)]))

    assert filterset.ticked_count == MAX_CHOICES
    assert [str(notice) for notice in filterset.notices] == [
        f"We read at most {MAX_CHOICES} choices in all filters together."
    ]
