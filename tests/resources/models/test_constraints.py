"""Editorial rules as constraints of the database, with messages that a curator understands."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from partnerships.models import Finding, GuideSource, WayToGetInvolved
from resources.models import LinkState, Organization, Resource, Status, Term, Vocabulary
from tests.make import (
    make_example,
    make_guide,
    make_organization,
    make_recommendation,
    make_resource,
    make_term,
    make_vocabulary,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def refusal(record):
    """What a form would say, once the database has refused the record too."""
    with pytest.raises(ValidationError) as refused:
        record.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title_en": "", "title_es": ""}, "Give its title in at least one language."),
        ({"summary_en": "", "summary_es": ""}, "Write a summary before publishing."),
        ({"url": ""}, "Give its address before publishing."),
        ({"url": "javascript:alert(1)"}, "An address starts with http:// or https://."),
        ({"archived_url": "ftp://example.org/"}, "An address starts with http:// or https://."),
        ({"year": 20099}, "Give the year with four digits, such as 2007."),
        ({"link_state": LinkState.WORKS}, "A link that was checked has the time of the check"),
        ({"link_checked_at": timezone.now()}, "A link that was checked has the time of the check"),
    ],
)
def test_a_published_resource_is_complete_and_plausible(fields, message):
    resource = make_resource()
    for name, value in fields.items():
        setattr(resource, name, value)

    assert message in refusal(resource)


def test_a_draft_may_still_be_incomplete():
    make_resource(status=Status.DRAFT, summary_en="", summary_es="", url="")


def test_only_an_entry_that_closes_has_a_successor():
    resource = make_resource()
    resource.successor = make_resource()

    assert refusal(resource) == "Only an entry that closes can have a successor."


def test_an_entry_does_not_succeed_itself():
    resource = make_resource(status=Status.CLOSED)
    resource.successor = resource

    assert refusal(resource) == "An entry cannot be its own successor."


def test_successors_never_lead_back_nor_to_a_draft():
    first, second = make_resource(status=Status.CLOSED), make_resource(status=Status.CLOSED)
    Resource.objects.filter(pk=second.pk).update(successor=first)
    first.successor = Resource.objects.get(pk=second.pk)
    with pytest.raises(ValidationError, match="lead back"):
        first.clean()

    first.successor = make_resource(status=Status.DRAFT)
    with pytest.raises(ValidationError, match="Publish the successor first"):
        first.clean()


def test_a_published_organization_has_an_address_and_a_description():
    organization = make_organization()
    organization.url = organization.description_en = organization.description_es = ""

    assert "Give its address" in refusal(organization)


def test_a_vocabulary_takes_no_name_the_directory_uses():
    assert "Choose another slug" in refusal(Vocabulary(slug="page", name_en="Page"))


def test_a_slug_stands_once_in_its_vocabulary():
    term = make_term(slug="families")
    twin = Term(vocabulary=term.vocabulary, slug="families", label_en="Families")

    assert "already has a term with that slug" in refusal(twin)


def test_a_guide_recommends_a_resource_once_for_each_who_chose_it():
    first = make_recommendation()
    first.pk = None

    assert "already recommends that resource" in refusal(first)


def test_a_finding_names_its_source_in_either_language():
    guide = make_guide()
    assert "Name the source" in refusal(Finding(guide=guide, claim_en="It helps."))
    Finding.objects.create(guide=guide, claim_en="It helps.", source_es="Un estudio")


def test_a_way_to_get_involved_has_a_name_or_an_organization():
    way = WayToGetInvolved(guide=make_guide(), chosen_by=make_term("chosen-by", "partnerkit"))
    assert refusal(way) == "Choose an organization or write a name."


def test_a_source_is_a_resource_or_an_example_and_never_both():
    guide = make_guide()
    assert "not both" in refusal(GuideSource(guide=guide))
    both = GuideSource(guide=guide, resource=make_resource(), example=make_example())
    assert "not both" in refusal(both)


def test_a_reference_only_takes_terms_of_its_vocabulary():
    organization = make_organization()
    organization.kind = make_term("region", "california")
    with pytest.raises(ValidationError):
        organization.full_clean()


def test_a_term_in_use_cannot_vanish():
    term = make_organization().kind
    with pytest.raises(IntegrityError):
        term.delete()
    assert make_vocabulary("organization-kind").terms.count() == Organization.objects.count() == 1
