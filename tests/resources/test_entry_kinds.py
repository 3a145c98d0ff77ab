"""Each kind of entry is declared once, whole; and resources know no app above them."""

import pytest
from django.apps import apps

from resources.entry_kinds import EntryKind, kind_of, kinds
from resources.models import Bilingual, Organization, Resource
from resources.models.publication import Publication
from resources.models.recommendations import Recommendations

ENTRIES = [model for model in apps.get_models() if issubclass(model, Publication)]
SEARCHED_BY_ITSELF = Resource


@pytest.mark.parametrize("model", ENTRIES, ids=lambda model: model.__name__)
def test_whatever_is_published_has_history_links_worklist_and_is_found(model):
    kind = kind_of(model)

    assert kind.history
    assert kind.links
    assert kind.worklist
    assert kind.search or model is SEARCHED_BY_ITSELF
    assert kind.with_page


@pytest.mark.parametrize("forgotten", ["history", "links", "search", "worklist"])
def test_a_kind_cannot_forget_a_part(forgotten):
    declared = {"history": None, "links": None, "search": None, "worklist": None}
    del declared[forgotten]

    with pytest.raises(TypeError, match=forgotten):
        EntryKind(slug="organization", model=Organization, **declared)


@pytest.mark.parametrize("slug", [slug for slug, kind in kinds.items() if kind.text_parts])
def test_parts_with_texts_of_their_own_are_named(slug):
    kind = kinds[slug]
    with_texts = {
        part.name
        for part in kind.parts
        if issubclass(part.model, Bilingual) and part.model.text_names()
    }

    assert set(kind.text_parts) == with_texts


def test_without_another_app_there_are_no_recommendations():
    nobody = Recommendations()

    assert not any([nobody.visible_for(None), nobody.count(None), nobody.for_page(None)])
    assert not any(
        [nobody.rows_for_index([1]), nobody.resources_of([]), nobody.guides_naming(None)]
    )
