"""Whatever a curator changes on the desk is one revision: who, when and why."""

import json

import pytest
from reversion.models import Revision, Version

from resources.models import Status
from tests.desk_form import address, errors_of, open_form, save
from tests.make import make_guide, make_recommendation, make_resource, make_term

pytestmark = pytest.mark.django_db


def made(entry):
    """The revisions of an entry since its baseline, oldest first."""
    versions = Version.objects.get_for_object(entry).select_related("revision__user")
    return [v.revision for v in versions.order_by("pk") if v.revision.comment != "baseline"]


def fields(entry):
    return json.loads(Version.objects.get_for_object(entry).first().serialized_data)[0]["fields"]


def test_saving_a_form_keeps_who_when_and_why(admin_client, admin_user):
    resource = make_resource()
    save(admin_client, resource, summary_en="Better words.", why=" Read it again. ")

    [revision] = made(resource)
    assert (revision.user, revision.comment) == (admin_user, "Read it again.")
    assert fields(resource)["summary_en"] == "Better words."


def test_a_new_entry_begins_with_a_version_of_its_own(admin_client):
    term = make_term("topic", "families")
    save(admin_client, type(term), vocabulary=["topic"], label_en="Money", slug="money", why="New.")

    [revision] = made(type(term).objects.get(slug="money"))
    assert revision.comment == "New."


def test_a_row_of_a_guide_is_in_one_revision_with_its_resource(admin_client):
    recommendation = make_recommendation(locator_en="p. 1")
    row = "recommendations-0-locator_en"
    save(admin_client, recommendation.guide, **{row: "p. 2", "why": "The pages moved."})

    assert made(recommendation.guide) == made(recommendation.resource)
    assert Revision.objects.exclude(comment="baseline").count() == 1


def test_a_recommendation_saved_on_its_own_page_changes_both_its_ends(admin_client):
    recommendation, other = make_recommendation(), make_guide()
    before = recommendation.guide
    save(admin_client, recommendation, guide=[other.pk])

    assert made(before) == made(other) == made(recommendation.resource) != []


def test_deleting_a_draft_guide_is_a_change_of_what_it_recommended(admin_client):
    recommendation = make_recommendation(guide=make_guide(status=Status.DRAFT))
    admin_client.post(address(recommendation.guide, "delete"), {"post": "yes"})

    assert len(made(recommendation.resource)) == 1
    assert Version.objects.get_for_object(recommendation.guide).count() == 1


def test_deleting_recommendations_from_the_list_is_a_change_of_their_guides(admin_client):
    rows = [make_recommendation() for _ in range(2)]
    data = {"action": "delete_selected", "_selected_action": [r.pk for r in rows], "post": "yes"}
    admin_client.post(address(type(rows[0]), "changelist"), data)

    assert made(rows[0].guide) == made(rows[1].guide) != []


def test_an_action_on_many_entries_is_one_revision(admin_client, admin_user):
    entries = [make_resource(translated_from="stale") for _ in range(3)]
    data = {"action": "mark_spanish_up_to_date", "_selected_action": [e.pk for e in entries]}
    admin_client.post(address(type(entries[0]), "changelist"), data)

    [revision] = Revision.objects.exclude(comment="baseline")
    assert revision.version_set.count() == 3
    assert (revision.user, revision.comment) == (admin_user, "Marked the Spanish as up to date.")


def test_what_is_not_saved_leaves_no_version(admin_client):
    resource = make_resource()
    page = save(admin_client, resource, url="nonsense", why="Moved.")

    assert errors_of(page)
    assert not Revision.objects.exists()


def test_a_mistake_loses_nothing_that_was_typed(admin_client):
    recommendation = make_recommendation(guide=make_guide())
    url, form = open_form(admin_client, recommendation.guide)
    typed = {
        "intro_en": "",
        "intro_es": "",
        "recommendations-0-locator_en": "pp. 7–9",
        "recommendations-0-why_here_en": "Typed for a long time.",
        "why": "Because of the meeting.",
    }
    page = admin_client.post(url, form | typed)

    assert errors_of(page)
    shown = page.content.decode()
    assert all(text in shown for text in typed.values())
