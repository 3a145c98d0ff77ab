"""The kit: all of it is there and leads somewhere, and loading it again changes nothing."""

from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from partnerships.models import Guide, KitListing, Recommendation, WayToGetInvolved
from resources.models import (
    Change,
    DismissedSearch,
    FailedSearch,
    FormerSlug,
    FormerTerm,
    HostClaim,
    ImportPlan,
    Link,
    LinkMonth,
    LinkOccurrence,
    LinkState,
    LinkVisit,
    MergedEntry,
    Organization,
    PlannedRow,
    Resource,
    SenderCount,
    Status,
    StatusChange,
    SynonymGroup,
    VisitorMessage,
    WorkItem,
    WorklistPosition,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kit")]

FIXTURES = sorted((Path(__file__).resolve().parent.parent / "fixtures").glob("*.json"))

NUMBERS = {
    "resources.Vocabulary": 19,
    "resources.Term": 153,
    "resources.Organization": 202,
    "resources.Resource": 318,
    "resources.SynonymGroup": 207,
    "partnerships.Guide": 13 + 10,
    "partnerships.Quotation": 12,
    "partnerships.Finding": 12,
    "partnerships.GuideSource": 16,
    "partnerships.FirstStep": 76 + 30,
    "partnerships.ThingToSay": 32,
    "partnerships.Obstacle": 40,
    "partnerships.Recommendation": 120 + 19 + 80,
    "partnerships.FeaturedExample": 132,
    "partnerships.WayToGetInvolved": 99,
    "partnerships.Example": 50,
    "partnerships.GlossaryTerm": 82,
    "partnerships.KitPage": 15,
    "partnerships.KitListing": 19 + 9,
}


def our_models():
    """The models of the kit: all but those the running site fills by itself."""
    filled_later = {
        Change,
        FormerSlug,
        FormerTerm,
        LinkMonth,
        HostClaim,
        Link,
        LinkOccurrence,
        LinkVisit,
        MergedEntry,
        ImportPlan,
        PlannedRow,
        DismissedSearch,
        FailedSearch,
        StatusChange,
        SenderCount,
        VisitorMessage,
        WorkItem,
        WorklistPosition,
    }
    models = [
        *apps.get_app_config("resources").get_models(),
        *apps.get_app_config("partnerships").get_models(),
    ]
    return [model for model in models if model not in filled_later]


@pytest.mark.both_databases
def test_every_record_of_the_kit_is_there():
    assert {m._meta.label: m.objects.count() for m in our_models()} == NUMBERS


def test_entries_without_an_address_of_their_publisher_are_drafts_with_a_note():
    assert Counter(Resource.objects.values_list("status", flat=True)) == {
        Status.PUBLISHED: 300,
        Status.CLOSED: 8,
        Status.DRAFT: 10,
    }
    assert Organization.objects.filter(status=Status.DRAFT).count() == 4
    drafts = [
        *Resource.objects.filter(status=Status.DRAFT),
        *Organization.objects.filter(status=Status.DRAFT),
    ]
    assert all(draft.draft_note_en and draft.draft_note_es for draft in drafts)


def test_nothing_has_been_checked_or_reviewed_yet():
    assert not Resource.objects.exclude(link_state=LinkState.NOT_CHECKED).exists()
    assert not Resource.objects.exclude(link_checked_at=None).exists()
    for model in our_models():
        if any(field.name == "reviewed_on" for field in model._meta.fields):
            assert not model.objects.exclude(reviewed_on=None).exists()


def test_tombstones_say_what_happened_and_who_took_over():
    closed = Resource.objects.filter(status=Status.CLOSED)
    assert all(resource.closing_note_en and resource.closing_note_es for resource in closed)
    assert {r.slug: r.successor.slug for r in closed if r.successor} == {
        "ndpc-sd": "ntact-c-locating-re-engaging",
        "parent-information-and-resource-centers": "sfec-network",
        "pirc-2-cal-pirc": "sfec-network",
    }


def test_49_links_lead_to_a_page_of_the_publisher():
    shown = Resource.objects.with_page().filter(link_target=Resource.LinkTarget.PUBLISHER_PAGE)
    assert shown.count() == 49


def test_every_record_satisfies_the_rules_an_editor_has_to():
    for model in our_models():
        for record in model.objects.all():
            record.full_clean(validate_unique=False)


def test_every_reference_leads_to_something_visitors_can_open():
    for way in WayToGetInvolved.objects.select_related("organization", "resource"):
        assert way.organization is None or way.organization.status == Status.PUBLISHED
        assert way.resource is None or way.resource.has_page
    for model in (Recommendation, KitListing):
        assert all(record.resource.has_page for record in model.objects.select_related("resource"))
    for page in Guide.objects.all():
        assert page.status == Status.PUBLISHED


def test_every_spanish_text_is_there_and_made_from_the_english_beside_it():
    states = Counter(
        record.translation_state()
        for model in our_models()
        for record in model.objects.all()
        if hasattr(record, "translation_state")
    )
    assert set(states) == {"current"}


def test_translated_quotations_are_marked():
    for guide in Guide.objects.topics():
        assert all(q.is_spanish_a_translation for q in guide.quotations.all())


def test_the_packet_is_recommended_by_three_guides_for_three_parts():
    packet = Resource.objects.get(slug="ucla-resource-aid-packet-surveys")
    parts = packet.recommendations.exclude(locator_en="").values_list(
        "guide__term__slug", "locator_en", "locator_es"
    )
    assert set(parts) == {
        ("families", "pp. 28–33", "págs. 28–33"),
        ("community-based-organizations", "pp. 34–38", "págs. 34–38"),
        ("how-to-form-partnerships", "pp. 45–51", "págs. 45–51"),
    }


def test_synonyms_of_visitors_words_find_what_the_kit_says():
    groups = SynonymGroup.objects.all()
    two_way = groups.filter(direction=SynonymGroup.Direction.TWO_WAY)

    assert two_way.count() == 172
    assert all(group.english and group.spanish for group in two_way)
    assert groups.get(slug="to-dog-ate").from_phrases == "ditch\ncut class"
    assert groups.get(slug="to-dog-ate").to_phrases == "truancy\nchronic absence"


def everything():
    out = StringIO()
    journal = ["resources.Change"]
    call_command("dumpdata", "resources", "partnerships", exclude=journal, stdout=out)
    return out.getvalue()


@pytest.mark.both_databases
def test_loading_the_kit_again_changes_nothing():
    before = everything()
    call_command("loaddata", *FIXTURES, verbosity=0)

    assert everything() == before


def test_the_models_need_no_migration_beyond_those_written():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_text_an_editor_may_leave_empty_is_text_and_never_null():
    for model in our_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, (models.CharField, models.TextField)):
                assert not field.null
