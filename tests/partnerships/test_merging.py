"""After a merge the survivor has all references and addresses of both entries."""

import pytest
from django.contrib.auth.models import User
from reversion.models import Revision, Version

from partnerships.models import Finding, GuideSource, KitListing, KitPage, WayToGetInvolved
from resources.merging.merge import MergeRefused, merge_fingerprint, merge_resources, merge_terms
from resources.models import FormerSlug, FormerTerm, Resource, Status, StatusChange, Term
from tests.make import (
    make,
    make_example,
    make_guide,
    make_organization,
    make_recommendation,
    make_resource,
    make_term,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def merged(survivor, other, *fields_to_copy):
    seen = merge_fingerprint(survivor, other)
    result = merge_resources(survivor, other, fields_to_copy=fields_to_copy, seen=seen)
    survivor.refresh_from_db()
    return result


def make_listing(resource, **fields):
    page = KitPage.objects.first() or make(
        KitPage, term=make_term(), number=1, title_en="Page", closed_on="2022-01-26",
        coverage="full-text", list_status="whole", summary_en="Text.",
    )  # fmt: skip
    number = KitListing.objects.count() + 1
    return make(KitListing, page=page, order=number, label="Listed", resource=resource, **fields)


# Resources


def test_all_that_pointed_at_the_other_points_at_the_survivor():
    survivor, other, third = make_resource(), make_resource(), make_resource()
    guide = make_guide()
    pointing = [
        make_recommendation(guide, other),
        make(Finding, guide=guide, claim_en="So it is.", resource=other),
        make(GuideSource, guide=guide, resource=other),
        make(WayToGetInvolved, guide=guide, organization=make_organization(), resource=other,
             chosen_by=make_term("chosen-by", "partnerkit")),
        make_listing(other),
    ]  # fmt: skip
    inside = make_listing(third, listed_inside=other, successor=other)
    inside.similar.add(other, third)
    predecessor = make_resource(status=Status.CLOSED, successor=other)
    step = StatusChange.objects.create(entry=other, old="draft", new="published", by=None)

    merged(survivor, other)

    for row in [*pointing, inside, predecessor, step]:
        row.refresh_from_db()
    assert {row.resource for row in pointing} == {survivor}
    assert {inside.listed_inside, inside.successor, predecessor.successor} == {survivor}
    assert set(inside.similar.all()) == {survivor, third}
    assert step.entry == survivor
    assert not Resource.objects.filter(pk=other.pk).exists()


def test_of_two_recommendations_of_one_guide_the_one_with_a_locator_stays():
    guide, elsewhere = make_guide(), make_guide()
    survivor, other = make_resource(), make_resource()
    make_recommendation(guide, survivor, why_here_en="Long and good.")
    make_recommendation(guide, other, locator_en="pp. 3–5", why_here_en="", why_here_es="")
    make_recommendation(elsewhere, other)

    result = merged(survivor, other)

    kept = {r.guide: r.locator_en for r in survivor.recommendations.all()}
    assert kept == {guide: "pp. 3–5", elsewhere: ""}
    assert [row.why_here_en for row in result.dropped] == ["Long and good."]


def test_recommendations_of_one_guide_by_different_choosers_both_stay():
    guide, kit = make_guide(), make_term("chosen-by", "original-kit")
    survivor, other = make_resource(), make_resource()
    make_recommendation(guide, survivor)
    make_recommendation(guide, other, chosen_by=kit)

    assert merged(survivor, other).dropped == []
    assert survivor.recommendations.count() == 2


def test_terms_are_united_but_of_a_single_vocabulary_only_one_stays():
    video, page = make_term("format", "video"), make_term("format", "page")
    one, two, both = (make_term("topic", slug) for slug in ("one", "two", "both"))
    survivor, other = (
        make_resource(terms=[one, both, video]),
        make_resource(terms=[two, both, page]),
    )
    merged(survivor, other)
    assert set(survivor.terms.all()) == {one, two, both, video}

    third = make_resource(terms=[page])
    merged(survivor, third, "terms-format")
    assert set(survivor.terms.all()) == {one, two, both, page}


def test_addresses_of_the_other_and_those_it_once_had_lead_to_the_survivor():
    survivor, other = make_resource(slug="stays"), make_resource(slug="goes")
    FormerSlug.objects.create(entry=other, slug="was-called")

    merged(survivor, other)

    assert {f.slug: f.entry for f in FormerSlug.objects.all()} == {
        "was-called": survivor,
        "goes": survivor,
    }


def test_a_draft_that_nobody_has_seen_leaves_no_address():
    merged(make_resource(), make_resource(status=Status.DRAFT))
    assert not FormerSlug.objects.exists()


def test_only_the_chosen_fields_are_copied():
    survivor = make_resource(year=1999, title_en="Mine", url="https://example.org/mine")
    other = make_resource(year=2007, title_en="Theirs", url="https://example.org/theirs")

    merged(survivor, other, "year", "url")

    assert (survivor.year, survivor.title_en) == (2007, "Mine")
    assert survivor.url_key == "example.org/theirs"
    assert Resource.objects.filter(url_key="example.org/theirs").get() == survivor


@pytest.mark.parametrize(("fields_to_copy", "state"), [([], "stale"), (["summary_en"], "current")])
def test_the_spanish_is_as_fresh_as_in_the_entry_it_comes_from(fields_to_copy, state):
    survivor, other = make_resource(translated_from="older"), make_resource()
    merged(survivor, other, *fields_to_copy)
    assert survivor.translation_state() == state


def test_a_survivor_is_not_its_own_successor():
    other = make_resource(status=Status.CLOSED)
    survivor = make_resource(status=Status.CLOSED, successor=other)
    merged(survivor, other)
    assert survivor.successor is None


def test_a_merge_after_which_successors_would_lead_in_a_circle_is_refused():
    survivor, other = make_resource(status=Status.CLOSED), make_resource(status=Status.CLOSED)
    between = make_resource(status=Status.CLOSED, successor=other)
    Resource.objects.filter(pk=survivor.pk).update(successor=between)

    with pytest.raises(MergeRefused, match="lead back"):
        merged(survivor, other)
    assert Resource.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(
    ("survivor", "other", "is_refused"),
    [
        ("draft", "published", True),
        ("closed", "published", True),
        ("draft", "closed", True),
        ("published", "closed", False),
        ("published", "draft", False),
        ("closed", "draft", False),
        ("draft", "draft", False),
    ],
)
def test_visitors_never_lose_a_page_by_a_merge(survivor, other, is_refused):
    survivor, other = make_resource(status=survivor), make_resource(status=other)
    if is_refused:
        with pytest.raises(MergeRefused, match="Keep the other one"):
            merged(survivor, other)
    else:
        merged(survivor, other)
    assert Resource.objects.filter(pk=other.pk).exists() == is_refused


@pytest.mark.parametrize("what", ["survivor", "other", "recommendation", "terms"])
def test_what_changed_since_it_was_seen_is_not_merged(what):
    survivor, other = make_resource(), make_resource()
    recommendation = make_recommendation(resource=other)
    seen = merge_fingerprint(survivor, other)
    if what == "terms":
        survivor.terms.add(make_term())
    elif what == "recommendation":
        type(recommendation).objects.update(locator_en="p. 1")
    else:
        Resource.objects.filter(pk=locals()[what].pk).update(year=1990)

    with pytest.raises(MergeRefused, match="changed since"):
        merge_resources(survivor, other, fields_to_copy=[], seen=seen)
    assert Resource.objects.count() == 2


# Terms


def test_every_record_that_had_the_term_has_the_other_one():
    old, new = make_term("topic", "old"), make_term("topic", "new")
    kind, other_kind = (
        make_term("organization-kind", "club"),
        make_term("organization-kind", "firm"),
    )
    resource, both = make_resource(terms=[old]), make_resource(terms=[old, new])
    example, guide = make_example(terms=[old]), make_guide(make_term("role", "coach"))
    guide.related_topics.add(old)
    organization = make_organization(kind=kind)

    merge_terms(old, new)
    merge_terms(kind, other_kind)

    for record in (resource.terms, both.terms, example.terms, guide.related_topics):
        assert list(record.all()) == [new]
    organization.refresh_from_db()
    assert organization.kind == other_kind
    assert not Term.objects.filter(slug__in=["old", "club"]).exists()


def test_slugs_of_terms_merged_one_after_another_lead_to_the_last():
    first, second, third = (make_term("need", slug) for slug in ("first", "second", "third"))
    merge_terms(first, second)
    merge_terms(second, third)
    assert {f.slug: f.term for f in FormerTerm.objects.all()} == {"first": third, "second": third}


def test_a_slug_that_is_given_again_and_merged_again_leads_to_the_newer():
    one, two = make_term("need", "one"), make_term("need", "two")
    merge_terms(make_term("need", "again"), one)
    merge_terms(make_term("need", "again"), two)
    assert FormerTerm.objects.get().term == two


def test_a_term_with_a_guide_stays_and_its_name_with_it():
    old, new = make_term("topic", "old"), make_term("topic", "new")
    make_guide(old)
    with pytest.raises(MergeRefused, match="guide is about “Old”"):
        merge_terms(old, new)
    merge_terms(new, old)
    assert list(Term.objects.topics()) == [old]


def test_terms_of_two_vocabularies_are_not_merged():
    with pytest.raises(MergeRefused, match="one vocabulary"):
        merge_terms(make_term("topic"), make_term("need"))


def test_a_term_is_not_merged_into_one_that_is_retired():
    with pytest.raises(MergeRefused, match="retired"):
        merge_terms(make_term("need", "old"), make_term("need", "new", is_retired=True))


# Histories


def test_a_merge_is_one_revision_and_the_other_entry_stays_readable():
    user = User.objects.create_user("ana")
    survivor, other = make_resource(), make_resource(title_en="The other one")
    guide = make_recommendation(resource=other).guide

    seen = merge_fingerprint(survivor, other)
    merge_resources(survivor, other, fields_to_copy=[], seen=seen, by=user)

    revision = Revision.objects.latest("pk")
    assert "The other one" in revision.comment
    assert revision.user == user
    changed = {(v.content_type.model, v.object_id) for v in revision.version_set.all()}
    assert changed == {("resource", str(survivor.pk)), ("guide", str(guide.pk))}
    [last] = Version.objects.get_for_object_reference(Resource, other.pk)
    assert "The other one" in last.serialized_data


def test_a_merge_of_terms_is_one_revision_of_every_entry_that_had_it():
    old, new = make_term("topic", "old"), make_term("topic", "new")
    entries = [make_resource(terms=[old]), make_example(terms=[old])]
    merge_terms(old, new)
    revision = Revision.objects.latest("pk")
    assert "“Old” merged into “New”" in revision.comment
    assert {v.object_id for v in revision.version_set.all()} == {str(e.pk) for e in entries}
