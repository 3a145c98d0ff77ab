"""Each change of an entry makes one revision: who, when, why, and the whole entry."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from reversion.models import Revision, Version

from resources import history
from resources.history.states import current_state
from resources.models import Resource, Vocabulary
from tests.make import make_guide, make_recommendation, make_resource, make_term

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def comments():
    return list(Revision.objects.order_by("pk").values_list("comment", flat=True))


def versions_of(entry):
    return Version.objects.get_for_object(entry).order_by("pk")


def test_a_change_records_the_states_before_and_after_it():
    user = get_user_model().objects.create_user("ana")
    term = make_term()
    resource = make_resource(summary_en="Old words.")

    with history.revision(resource, user=user, why="New words."):
        Resource.objects.update(summary_en="New words, better ones.")
        resource.terms.add(term)

    before, after = (json.loads(v.serialized_data)[0]["fields"] for v in versions_of(resource))
    assert (before["summary_en"], before["terms"]) == ("Old words.", [])
    assert (after["summary_en"], after["terms"]) == ("New words, better ones.", [term.pk])
    assert comments() == ["baseline", "New words."]
    assert Revision.objects.latest("pk").user == user


def test_a_change_of_nothing_makes_no_revision():
    resource = make_resource()
    with history.revision(resource, why="Nothing."):
        resource.save()  # only the moment of its last change is another

    assert comments() == ["baseline"]


def test_a_recommendation_is_part_of_its_guide_and_of_its_resource():
    recommendation = make_recommendation(locator_en="p. 1")
    guide, resource = recommendation.guide, recommendation.resource
    assert set(history.owning_entries([recommendation])) == {guide, resource}

    with history.revision(*history.owning_entries([recommendation])):
        recommendation.locator_en = "p. 2"
        recommendation.save()

    for entry in (guide, resource):
        locators = [json.loads(v.serialized_data)[1]["fields"] for v in versions_of(entry)]
        assert [fields["locator_en"] for fields in locators] == ["p. 1", "p. 2"]


def test_a_recommendation_that_goes_to_another_guide_changes_both():
    recommendation, other = make_recommendation(), make_guide()
    before = recommendation.guide
    recommendation.guide = other

    assert {before, other} <= set(history.owning_entries([recommendation]))


def test_an_entry_created_inside_is_in_the_revision():
    with history.revision(why="Imported.") as touched:
        touched += [make_resource(), make_resource()]

    assert comments() == ["Imported."]
    assert Version.objects.count() == 2


def test_when_a_change_fails_no_version_stays():
    resource = make_resource()
    with pytest.raises(ZeroDivisionError), transaction.atomic(), history.revision(resource):
        raise ZeroDivisionError

    assert not Revision.objects.exists()


def test_a_key_may_be_a_text():
    vocabulary = Vocabulary.objects.get(pk=make_term().vocabulary_id)
    with history.revision(vocabulary):
        Vocabulary.objects.filter(pk=vocabulary.pk).update(name_en="Subject")

    assert versions_of(vocabulary).count() == 2


def test_reversion_itself_can_read_a_version():
    term = make_term()
    resource = make_resource(terms=[term])
    history.record_versions([resource])

    kept = versions_of(resource).get().field_dict
    assert kept["title_en"] == resource.title_en
    assert [int(key) for key in kept["terms"]] == [term.pk]


def test_a_state_holds_terms_and_parts_by_their_keys():
    recommendation = make_recommendation(locator_en="p. 3")
    state = current_state(Resource, recommendation.resource_id)

    assert state.parts["recommendations"][recommendation.pk]["locator_en"] == "p. 3"
    assert current_state(Resource, 0) is None


@pytest.mark.parametrize("act", [history.record_baselines, history.record_versions])
def test_recording_takes_the_same_queries_for_one_and_for_many(django_assert_max_num_queries, act):
    entries = [make_resource(terms=[make_term()]) for _ in range(40)]
    for some in (entries[:1], entries[1:]):
        with django_assert_max_num_queries(9):
            act(some)
    assert Version.objects.count() == 40


def test_every_kind_of_guide_part_belongs_to_it():
    guide = make_guide()
    rows = {r.name for r in guide._meta.related_objects if r.on_delete.__name__ == "CASCADE"}

    assert set(current_state(type(guide), guide.pk).parts) == rows - {"predecessors"}
