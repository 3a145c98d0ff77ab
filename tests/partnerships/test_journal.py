"""Each row of partnerships is in the change journal, under the entries that show it."""

import pytest

from partnerships.models import (
    FeaturedExample,
    Finding,
    FirstStep,
    GlossaryTerm,
    GuideSource,
    KitListing,
    Obstacle,
    Quotation,
    ThingToSay,
    WayToGetInvolved,
)
from tests.journal_lines import recorded, ways_of_writing
from tests.make import (
    make,
    make_example,
    make_guide,
    make_kit_page,
    make_organization,
    make_recommendation,
    make_resource,
    make_term,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def make_part(model, **fields):
    return make(model, guide=make_guide(), **fields)


def make_way(**fields):
    chosen_by = make_term("chosen-by", "partnerkit")
    return make_part(WayToGetInvolved, chosen_by=chosen_by, **fields)


def make_featured_example():
    chosen_by = make_term("chosen-by", "partnerkit")
    return make_part(FeaturedExample, example=make_example(), chosen_by=chosen_by)


def make_listing():
    return make(
        KitListing,
        page=make_kit_page(),
        order=1,
        label="A packet",
        resource=make_resource(),
        fate=KitListing.Fate.ALIVE,
        fate_note_en="Still here.",
    )


# Whatever partnerships keeps, and the columns that name the entries it is shown by.
KEPT = {
    "example": (make_example, {"example": "id"}),
    "featured example": (make_featured_example, {"guide": "guide_id", "example": "example_id"}),
    "finding": (lambda: make_part(Finding, source_en="A study."), {"guide": "guide_id"}),
    "first step": (lambda: make_part(FirstStep, text_en="Call."), {"guide": "guide_id"}),
    "glossary term": (lambda: make(GlossaryTerm, slug="iep"), {"glossary-term": "id"}),
    "guide": (make_guide, {"guide": "id"}),
    "guide source": (
        lambda: make_part(GuideSource, resource=make_resource()),
        {"guide": "guide_id"},
    ),
    "kit listing": (make_listing, {"kit-page": "page_id"}),
    "kit page": (make_kit_page, {"kit-page": "id"}),
    "obstacle": (lambda: make_part(Obstacle, obstacle_en="Time."), {"guide": "guide_id"}),
    "quotation": (lambda: make_part(Quotation, text_en="Together."), {"guide": "guide_id"}),
    "recommendation": (make_recommendation, {"guide": "guide_id", "resource": "resource_id"}),
    "thing to say": (lambda: make_part(ThingToSay, text_en="“Hello.”"), {"guide": "guide_id"}),
    "way to get involved": (
        lambda: make_way(organization=make_organization()),
        {"guide": "guide_id", "organization": "organization_id"},
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_every_way_of_writing_is_recorded_under_what_shows_it(name):
    make_record, columns = KEPT[name]
    record = make_record()
    entries = {(kind, str(getattr(record, column))) for kind, column in columns.items()}

    for way, write in ways_of_writing(record):
        assert recorded(write) == entries, way


@pytest.mark.parametrize(
    ("make_owner", "field", "make_other", "kind"),
    [
        (make_example, "terms", make_term, "example"),
        (make_guide, "related_topics", make_term, "guide"),
        (make_listing, "similar", make_resource, "kit-page"),
    ],
)
def test_an_entry_changes_with_what_it_refers_to(make_owner, field, make_other, kind):
    owner, first, second = make_owner(), make_other(), make_other()
    references = getattr(owner, field)
    key = owner.page_id if kind == "kit-page" else owner.pk

    for change in (
        lambda: references.add(first),
        lambda: references.set([second]),
        lambda: references.remove(second),
    ):
        assert recorded(change) == {(kind, str(key))}


def test_a_way_without_organization_is_recorded_for_its_guide_alone():
    way = make_way(name_en="Your school’s office")

    assert recorded(way.save) == {("guide", str(way.guide_id))}


def test_a_part_that_moves_is_recorded_for_both_guides():
    step, other = make_part(FirstStep, text_en="Call."), make_guide()
    before = step.guide_id
    step.guide = other

    assert recorded(step.save) == {("guide", str(before)), ("guide", str(other.pk))}
