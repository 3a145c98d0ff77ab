"""Guides, examples, glossary and the 2009 kit, on the kit's own content."""

import pytest
from django.contrib.contenttypes.models import ContentType

from partnerships.models import Example, Guide, KitPage
from resources.models import Resource, Status
from resources.search import index_sync
from tests.make import make_example, make_guide, make_recommendation, make_resource, make_term
from tests.pages import page, words

pytestmark = pytest.mark.django_db

QUERIES_FOR_A_GUIDE = 22


PLACEMENTS = [
    ("families", "pp. 28–33", "págs. 28–33"),
    ("community-based-organizations", "pp. 34–38", "págs. 34–38"),
    ("how-to-form-partnerships", "pp. 45–51", "págs. 45–51"),
]
PACKET = "/resources/ucla-resource-aid-packet-surveys/"


@pytest.mark.usefixtures("kit")
@pytest.mark.parametrize(("topic", "part", "part_es"), PLACEMENTS)
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_guide_points_at_its_part_of_the_packet(client, topic, part, part_es, prefix):
    tree = page(client, f"{prefix}/topics/{topic}/")
    entries = tree.cssselect(f'.sheet li:has(h3 a[href="{prefix}{PACKET}"])')

    assert (part_es if prefix else part) in words(entries[0].cssselect(".locator")[0])


@pytest.mark.usefixtures("kit")
def test_the_packets_own_page_shows_every_part_with_its_guide(client):
    rows = {words(row) for row in page(client, PACKET).cssselect(".packet li")}
    labels = {"families": "Families", "community-based-organizations": "Community groups"}

    for topic, part, _es in PLACEMENTS:
        label = labels.get(topic, "Forming partnerships")
        assert any(label in row and part in row and "2009 kit" in row for row in rows)


@pytest.mark.usefixtures("kit")
def test_a_guide_is_shown_in_full(client):
    guide = Guide.objects.topics().get(term__slug="families")
    text = words(page(client, "/topics/families/").cssselect("main")[0])

    for shown in (
        *(step.text for step in guide.first_steps.all()),
        *(obstacle.obstacle for obstacle in guide.obstacles.all()),
        *(obstacle.what_helps for obstacle in guide.obstacles.all()),
        *(finding.claim for finding in guide.findings.all()),
        *(r.why_here for r in guide.recommendations.added_since()),
        *(r.resource.title for r in guide.recommendations.all()),
        guide.quotations.get().text,
        guide.why_it_matters,
        "Not reviewed by a second person yet.",
    ):
        assert shown in text


@pytest.mark.usefixtures("kit")
def test_recommendations_are_in_the_guides_order(client):
    guide = Guide.objects.topics().get(term__slug="families")
    tree = page(client, "/topics/families/")
    shown = [a.get("href") for a in tree.cssselect("#read .sheet h3 a")]

    assert shown == [r.resource.get_absolute_url() for r in guide.recommendations.added_since()]


@pytest.mark.usefixtures("kit")
def test_a_translated_quotation_is_marked_as_a_translation(client):
    assert "traducción" in words(page(client, "/es/topics/families/").cssselect(".quote")[0])
    assert "translation" not in words(page(client, "/topics/families/").cssselect(".quote")[0])


@pytest.mark.usefixtures("kit")
def test_glossary_words_are_explained_where_a_guide_uses_them(client):
    tree = page(client, "/topics/families/")
    button = next(b for b in tree.cssselect("button.word") if words(b) == "ELAC")
    explanation = tree.get_element_by_id(button.get("popovertarget"))

    assert "English Learner Advisory Committee" in words(explanation)
    assert explanation.cssselect('a[href="/glossary/#elac"]')
    assert page(client, "/glossary/").get_element_by_id("elac") is not None


@pytest.mark.usefixtures("kit")
def test_a_topic_page_carries_the_directorys_filters_narrowed_to_the_topic(client):
    tree = page(client, "/topics/families/?language=es")
    expected = (
        Resource.objects.published()
        .filter(terms__slug="families")
        .filter(terms__vocabulary="language", terms__slug="es")
        .distinct()
        .count()
    )

    assert words(tree.get_element_by_id("results-h")) == f"{expected} resources"
    assert tree.cssselect("#do") == []


@pytest.mark.usefixtures("kit")
def test_a_role_says_how_many_more_entries_are_open_to_everyone(client):
    published = Resource.objects.published()
    mine = published.filter(terms__vocabulary="role", terms__slug="family").count()
    tree = page(client, "/roles/family/")

    assert f"See {mine} resources" in words(tree.cssselect("main")[0])
    more = tree.cssselect('main p.soft a[href="/resources/"]')[0]
    assert words(more).startswith(f"{published.count() - mine} more")


@pytest.mark.usefixtures("kit")
def test_every_page_of_the_2009_kit_shows_every_item_it_listed(client):
    for kit_page in KitPage.objects.prefetch_related("listings"):
        text = words(page(client, kit_page.get_absolute_url()).cssselect("main")[0])
        assert all(listing.label in text for listing in kit_page.listings.all())
        assert all(listing.fate_note in text for listing in kit_page.listings.all())


@pytest.mark.usefixtures("kit")
def test_every_example_stands_in_the_list_under_its_result(client):
    tree = page(client, "/examples/")

    assert len(tree.cssselect(".sheet > li")) == Example.objects.count() == 50
    assert words(tree.get_element_by_id("null").cssselect("h2")[0]) == "No gain found"


@pytest.mark.usefixtures("kit")
def test_an_example_shows_what_was_done_what_came_of_it_and_its_source(client):
    example = Example.objects.get(slug="diplomas-now-mixed-results")
    text = words(page(client, example.get_absolute_url()).cssselect("main")[0])

    for shown in (example.what_they_did, example.outcome, *example.figures, example.source_title):
        assert shown in text


def test_a_draft_guide_leaves_its_topic_a_page_without_a_guide(client):
    topic = make_term(slug="funding", definition_en="Where money comes from.")
    make_guide(topic, status=Status.DRAFT, intro_en="Half written.")
    make_resource(title_en="A grant", terms=[topic])
    text = words(page(client, "/topics/funding/").cssselect("main")[0])

    assert "Half written." not in text
    assert "A grant" in text


def test_a_draft_resource_is_not_shown_in_a_guide(client):
    topic = make_term(slug="funding")
    draft = make_resource(title_en="Not yet", status=Status.DRAFT)
    make_recommendation(make_guide(topic), draft)

    assert "Not yet" not in words(page(client, "/topics/funding/").cssselect("#main")[0])


@pytest.mark.parametrize("address", ["/topics/x/", "/roles/x/", "/examples/x/", "/history/x/"])
def test_an_unknown_address_answers_with_a_page_that_helps(client, address):
    assert page(client, address, status=404).cssselect('form[action="/resources/"] input[name=q]')


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("length", [1, 15])
def test_a_guide_costs_the_same_at_any_length(client, django_assert_num_queries, length):
    topic = make_term(slug="funding")
    guide = make_guide(topic)
    for order in range(length):
        make_recommendation(guide, make_resource(terms=[topic]), order=order, locator_en="p. 1")

    index_sync.current()  # as it is for any but the first visitor after a change
    ContentType.objects.get_for_model(Guide)  # and what Django looks up once in a process
    with django_assert_num_queries(QUERIES_FOR_A_GUIDE):
        client.get("/topics/funding/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("length", [1, 15])
def test_the_examples_cost_the_same_at_any_length(client, django_assert_num_queries, length):
    for _ in range(length):
        make_example()

    index_sync.current()  # as it is for any but the first visitor after a change
    with django_assert_num_queries(2):
        client.get("/examples/")


# What closed keeps its page


def closed(make_entry, **fields):
    return make_entry(
        status=Status.CLOSED,
        closing_note_en="The program ended in 2031.",
        closing_note_es="El programa terminó en 2031.",
        **fields,
    )


@pytest.mark.parametrize("kind", ["topic", "role"])
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_closed_guide_says_why_and_what_took_its_place(client, kind, prefix):
    heir = make_guide(term=make_term(kind, "heir", label_en="The heir", label_es="La heredera"))
    guide = closed(make_guide, term=make_term(kind, "gone"), successor=heir, intro_en="Old advice.")

    page = client.get(prefix + guide.get_absolute_url())

    assert page.status_code == 200
    text = page.content.decode()
    expected = ["El programa terminó", "La heredera"] if prefix else ["ended in 2031", "The heir"]
    assert all(words in text for words in expected)
    assert f'href="{prefix}{heir.get_absolute_url()}"' in text
    assert "Old advice." not in text


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_closed_example_says_why_and_what_took_its_place(client, prefix):
    heir = make_example(name_en="The heir", name_es="El heredero")
    example = closed(make_example, successor=heir, outcome_en="Wonders.", outcome_es="Maravillas.")

    text = client.get(prefix + example.get_absolute_url()).content.decode()

    expected = ["El programa terminó", "El heredero"] if prefix else ["ended in 2031", "The heir"]
    assert all(words in text for words in expected)
    assert f'href="{prefix}{heir.get_absolute_url()}"' in text
    assert ("Maravillas." if prefix else "Wonders.") not in text


def test_a_closed_role_without_words_of_its_own_is_named_by_its_term(client):
    guide = closed(make_guide, term=make_term("role", "teachers", label_en="Teachers"))
    assert "Teachers</h1>" in client.get(guide.get_absolute_url()).content.decode()


def test_what_was_never_published_has_no_page(client):
    for status in (Status.DRAFT, Status.IN_REVIEW):
        role = make_guide(term=make_term("role"), status=status)
        assert client.get(role.get_absolute_url()).status_code == 404
        assert client.get(make_example(status=status).get_absolute_url()).status_code == 404
