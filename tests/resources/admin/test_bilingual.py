"""The admin knows which Spanish no longer matches its English."""

import pytest

from resources.models import Resource
from tests.desk_form import address, errors_of, notices_of, save
from tests.make import make_organization, make_resource, make_term

pytestmark = pytest.mark.django_db

CURRENT, STALE, MISSING = Resource.TranslationState


def reload(record):
    return type(record).objects.get(pk=record.pk)


def test_a_new_entry_with_spanish_counts_as_up_to_date(admin_client):
    new = {
        "title_en": "A guide",
        "slug": "a-guide",
        "organization": make_organization().pk,
        "summary_en": "What it offers.",
        "summary_es": "Lo que ofrece.",
    }
    page = save(admin_client, Resource, **new)
    assert errors_of(page) == []
    assert Resource.objects.get(slug="a-guide").translation_state() == CURRENT


def test_new_english_alone_makes_the_spanish_stale_and_warns(admin_client):
    resource = make_resource()
    page = save(admin_client, resource, summary_en="Something else.")
    assert reload(resource).translation_state() == STALE
    assert "The English changed and the Spanish did not. Does it still fit?" in notices_of(page)
    listed = admin_client.get(address(Resource, "changelist")).content.decode()
    assert '<td class="field-translation">the English changed since</td>' in listed


def test_new_spanish_counts_as_up_to_date(admin_client):
    resource = make_resource(translated_from="older English")
    save(admin_client, resource, summary_es="Otra cosa.")
    assert reload(resource).translation_state() == CURRENT


def test_ticking_the_box_confirms_unchanged_spanish(admin_client):
    resource = make_resource()
    save(admin_client, resource, summary_en="The same, spelled right.", spanish_still_fits="on")
    assert reload(resource).translation_state() == CURRENT


def test_saving_an_untouched_form_confirms_no_spanish(admin_client):
    resource = make_resource(translated_from="older English")
    page = save(admin_client, resource)
    assert errors_of(page) == []
    assert reload(resource).translated_from == "older English"


def test_line_breaks_come_back_as_they_were(admin_client):
    resource = make_resource(draft_note_en="One.\nTwo.", draft_note_es="Uno.\nDos.")
    save(admin_client, resource)
    assert reload(resource).draft_note_en == "One.\nTwo."
    assert reload(resource).translation_state() == CURRENT


def test_a_term_edited_inside_its_vocabulary_has_its_own_translation_state(admin_client):
    term = make_term("need", "reading")
    page = save(admin_client, term.vocabulary, **{"terms-0-label_en": "Learning to read"})
    assert errors_of(page) == []
    assert reload(term).translation_state() == STALE
    save(admin_client, term.vocabulary, **{"terms-0-label_es": "Aprender a leer"})
    assert reload(term).translation_state() == CURRENT


def test_the_action_confirms_stale_spanish_and_skips_missing_spanish(admin_client):
    stale = make_resource(translated_from="older English")
    missing = make_resource(translated_from="older English", summary_es="")
    chosen = {"action": "mark_spanish_up_to_date", "_selected_action": [stale.pk, missing.pk]}
    page = admin_client.post(address(Resource, "changelist"), chosen, follow=True)
    assert reload(stale).translation_state() == CURRENT
    assert reload(missing).translated_from == "older English"
    assert notices_of(page) == [
        "The Spanish of 1 entry now counts as up to date.",
        "1 entry was left alone, because some of its Spanish is missing.",
    ]


@pytest.mark.parametrize(("state", "expected"), [(STALE, "Behind"), (MISSING, "Without")])
def test_a_filter_finds_entries_that_need_a_translator(admin_client, state, expected):
    make_resource(title_en="Fine")
    make_resource(title_en="Behind", translated_from="older English")
    make_resource(title_en="Without", summary_es="")
    page = admin_client.get(address(Resource, "changelist"), {"translation": state})
    assert [str(resource) for resource in page.context["cl"].result_list] == [expected]
