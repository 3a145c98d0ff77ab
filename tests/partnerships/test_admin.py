"""Guides are edited with their parts; a resource shows the guides that recommend it."""

import pytest
from django.urls import reverse

from partnerships.models import (
    Example,
    FeaturedExample,
    FirstStep,
    Guide,
    KitListing,
    KitPage,
    Recommendation,
)
from resources.models import Resource, Status
from tests.desk_form import address, errors_of, notices_of, open_form, save
from tests.make import (
    make,
    make_example,
    make_guide,
    make_kit_page,
    make_recommendation,
    make_resource,
    make_term,
    make_vocabulary,
)

pytestmark = pytest.mark.django_db


CURRENT, STALE, MISSING = Guide.TranslationState


# Guides


def test_a_guide_is_edited_with_its_recommendations(admin_client):
    guide, resource = make_guide(), make_resource()
    make_recommendation(guide=guide, order=4)
    ours = make_term("chosen-by", "partnerkit")
    page = save(
        admin_client,
        guide,
        **{
            "recommendations-TOTAL_FORMS": 2,
            "recommendations-1-resource": resource.pk,
            "recommendations-1-locator_en": "pp. 28–33",
            "recommendations-1-locator_es": "págs. 28–33",
            "recommendations-1-chosen_by": ours.pk,
            "recommendations-1-order": "",
        },
    )
    assert errors_of(page) == []
    added = guide.recommendations.get(resource=resource)
    assert (added.locator_en, added.order) == ("pp. 28–33", 5)
    assert added.translation_state() == CURRENT


def test_new_recommendations_are_ours_unless_somebody_says_otherwise(admin_client):
    make_term("chosen-by", "original-kit", order=1)
    ours = make_term("chosen-by", "partnerkit", order=2)
    _url, fields = open_form(admin_client, make_guide())
    assert fields["recommendations-__prefix__-chosen_by"] == [str(ours.pk)]


def test_a_guide_recommends_a_resource_once(admin_client):
    first = make_recommendation()
    page = save(
        admin_client,
        first.guide,
        **{
            "recommendations-TOTAL_FORMS": 2,
            "recommendations-1-resource": first.resource.pk,
            "recommendations-1-chosen_by": first.chosen_by.pk,
        },
    )
    assert "This guide already recommends that resource." in errors_of(page)
    assert first.guide.recommendations.count() == 1


def test_two_recommendations_that_swap_resources_are_explained(
    admin_client,
):
    one = make_recommendation()
    two = make_recommendation(guide=one.guide, order=2)
    page = save(
        admin_client,
        one.guide,
        **{
            "recommendations-0-resource": two.resource.pk,
            "recommendations-1-resource": one.resource.pk,
        },
    )
    assert "This guide already recommends that resource." in errors_of(page)


def test_a_step_whose_english_changed_inside_its_guide_needs_a_translator(admin_client):
    step = make(FirstStep, guide=make_guide(), text_en="Call the school.", text_es="Llame.")
    save(admin_client, step.guide, **{"first_steps-0-text_en": "Visit the school."})
    assert FirstStep.objects.get().translation_state() == STALE
    save(admin_client, step.guide, **{"first_steps-0-spanish_still_fits": "on"})
    assert FirstStep.objects.get().translation_state() == CURRENT


def test_a_part_without_text_has_nothing_to_translate(admin_client):
    guide, example = make_guide(), make_example()
    ours = make_term("chosen-by", "partnerkit")
    page = save(
        admin_client,
        guide,
        **{
            "featured_examples-TOTAL_FORMS": 1,
            "featured_examples-0-example": example.pk,
            "featured_examples-0-chosen_by": ours.pk,
        },
    )
    assert errors_of(page) == []
    assert FeaturedExample.objects.get().translation_state() == CURRENT


def test_a_finding_names_its_source(admin_client):
    new = {"findings-TOTAL_FORMS": 1, "findings-0-claim_en": "It helps."}
    page = save(admin_client, make_guide(), **new)
    assert errors_of(page) == ["Name the source: a resource, or words that say it."]


def test_the_topic_of_a_published_guide_stays(admin_client):
    guide = make_guide()
    other = make_term("topic", "other")
    save(admin_client, guide, term=other.pk, order=7)
    guide.refresh_from_db()
    assert (guide.term == other, guide.order) == (False, 7)


@pytest.mark.parametrize("make_record", [make_guide, make_example])
def test_what_visitors_have_seen_is_not_deleted(admin_client, make_record):
    record = make_record()
    assert admin_client.post(address(record, "delete"), {"post": "yes"}).status_code == 403
    assert type(record).objects.filter(pk=record.pk).exists()


def test_a_guide_is_published_with_an_introduction(admin_client):
    guide = make_guide(status=Status.DRAFT, intro_en="", intro_es="")
    page = save(admin_client, guide, _step="publish")
    assert "Write an introduction before publishing." in notices_of(page)[-1]
    guide.refresh_from_db()
    assert guide.status == Status.DRAFT


def offered(client, typed, model, field):
    """The choices that autocomplete offers in `field` for the text `typed`."""
    asked = {"app_label": "partnerships", "model_name": model, "field_name": field}
    found = client.get(reverse("admin:autocomplete"), {"term": typed, **asked}).json()
    return [result["text"] for result in found["results"]]


def test_only_topics_and_roles_are_offered_for_a_guide(admin_client):
    make_term("topic", "families")
    make_term("need", "families-in-need")
    assert offered(admin_client, "famil", "guide", "term") == ["Families"]


def test_autocomplete_searches_names_only(admin_client):
    make_resource(title_en="Families first")
    make_resource(title_en="Something else", summary_en="For families.")
    assert offered(admin_client, "famil", "recommendation", "resource") == ["Families first"]


# A resource and the guides that point at it


def test_a_resource_shows_and_saves_where_it_is_recommended(admin_client):
    recommendation = make_recommendation(locator_en="pp. 1–2", locator_es="págs. 1–2")
    new = {"recommendations-0-locator_en": "pp. 3–4", "recommendations-0-locator_es": "págs. 3–4"}
    page = save(admin_client, recommendation.resource, **new)
    assert errors_of(page) == []
    recommendation.refresh_from_db()
    assert recommendation.locator_en == "pp. 3–4"
    listed = admin_client.get(address(Resource, "changelist")).content.decode()
    assert f'<td class="field-guides">{recommendation.guide}</td>' in listed


@pytest.mark.parametrize(("choice", "expected"), [("with", "pp. 1–2"), ("without", "")])
def test_recommendations_without_a_locator_can_be_listed(admin_client, choice, expected):
    make_recommendation(locator_en="pp. 1–2")
    make_recommendation()
    page = admin_client.get(address(Recommendation, "changelist"), {"locator": choice})
    assert [r.locator_en for r in page.context["cl"].result_list] == [expected]


# Examples


def test_an_example_has_the_terms_that_say_something_about_a_partnership(admin_client):
    for vocabulary in ("topic", "language", "format"):
        make_term(vocabulary)
    make_vocabulary("neighborhood")
    page = admin_client.get(address(Example, "add"))
    shown = {name for name in page.context["adminform"].form.fields if name.startswith("terms_")}
    assert shown == {"terms_topic", "terms_neighborhood"}


def test_saving_an_example_keeps_terms_its_form_does_not_show(admin_client):
    topic, language = make_term("topic", "families"), make_term("language", "es")
    example = make_example(terms=[topic, language])
    save(admin_client, example, city="Oakland")
    assert set(example.terms.all()) == {topic, language}


# The 2009 kit


def test_a_page_of_the_2009_kit_is_not_deleted(admin_client):
    page = make_kit_page()
    assert admin_client.post(address(page, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [page.pk], "post": "yes"}
    assert admin_client.post(address(KitPage, "changelist"), chosen).status_code == 403
    assert KitPage.objects.exists()


def test_two_listings_cannot_stand_at_one_place_of_a_page(admin_client):
    page = make_kit_page()
    for order in (1, 2):
        listing = {"label": f"Thing {order}", "fate": "alive", "fate_note_en": "Still here."}
        make(KitListing, page=page, order=order, resource=make_resource(), **listing)
    answer = save(admin_client, page, **{"listings-1-order": 1})
    assert "Another listing already has this place on the page." in errors_of(answer)
    swap = {"listings-0-order": 2, "listings-1-order": 1}
    assert "Another listing already has this place on the page." in errors_of(
        save(admin_client, page, **swap)
    )
