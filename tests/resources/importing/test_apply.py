"""Applying a plan writes all of it, with a version of each entry, or nothing."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from reversion.models import Version

from resources.importing.apply import NotAppliedError, apply_plan
from resources.models import LinkState, Organization, Resource, Status, Term
from resources.models.url_keys import url_key
from tests.journal_lines import recorded
from tests.make import make_organization, make_resource, make_term
from tests.resources.importing.files import (
    csv_file,
    exported,
    plan,
    plan_and_apply,
    slugs_of_terms,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office():
    return make_organization(slug="office")


def get(slug):
    return Resource.objects.get(slug=slug)


def comments(resource):
    versions = Version.objects.get_for_object(resource)
    return [version.revision.comment for version in versions]


def refusal(made, **options):
    before = exported("json"), Version.objects.count()
    with pytest.raises(NotAppliedError) as refused:
        apply_plan(made, **options)
    assert (exported("json"), Version.objects.count()) == before
    assert str(refused.value)
    return refused.value.code, refused.value.slugs


def test_new_entries_become_drafts_and_others_keep_their_status(office):
    make_resource(slug="one", organization=office, status=Status.PUBLISHED)
    columns = ["id", "title_en", "organization", "status"]
    plan_and_apply(
        csv_file(
            ["one", "One!", "office", "closed"],
            ["two", "Two", "office", "published"],
            columns=columns,
        )
    )
    assert (get("one").title_en, get("one").status) == ("One!", Status.PUBLISHED)
    assert (get("two").title_en, get("two").status) == ("Two", Status.DRAFT)


def test_every_kind_of_cell_is_written(office):
    make_term("topic", "arts"), make_term("topic", "sports"), make_term("evidence-status", "alive")
    row = {
        "id": "one",
        "title_es": "Uno",
        "organization": "office",
        "url": "http://www.example.org/one/",
        "link_target": "publisher-page",
        "summary_en": "Two\r\nlines",
        "year": "2009",
        "terms_topic": " sports | arts |",
        "is_original_url_verified": "no",
        "is_named_in_kit": "TRUE",
        "evidence_status": "alive",
    }
    plan_and_apply(csv_file(list(row.values()), columns=list(row)))
    one = get("one")
    assert (one.title_en, one.title_es, one.organization) == ("", "Uno", office)
    assert (one.url, one.url_key) == (row["url"], "example.org/one")
    assert Resource.objects.filter(url_key=url_key(one.url)).exists()
    assert one.link_target == Resource.LinkTarget.PUBLISHER_PAGE
    assert (one.summary_en, one.year) == ("Two\nlines", 2009)
    assert slugs_of_terms(one) == ["topic:arts", "topic:sports"]
    assert (one.is_original_url_verified, one.is_named_in_kit) == (False, True)
    assert one.evidence_status.slug == "alive"


def test_terms_of_other_vocabularies_stay(office):
    terms = [make_term("topic", "arts"), make_term("role", "family"), make_term("result", "mixed")]
    make_resource(terms, slug="one"), make_term("topic", "sports")
    bystander = make_resource(terms)
    plan_and_apply(csv_file(["one", "sports"], columns=["id", "terms_topic"]))
    assert slugs_of_terms(get("one")) == ["result:mixed", "role:family", "topic:sports"]
    assert len(slugs_of_terms(bystander)) == 3


def test_a_field_that_only_another_row_changes_stays():
    make_resource(slug="one", year=2001, summary_en="One")
    make_resource(slug="two", year=2002, summary_en="Two")
    plan_and_apply(
        csv_file(
            ["one", "2011", "One"], ["two", "2002", "Zwei"], columns=["id", "year", "summary_en"]
        )
    )
    assert (get("one").year, get("one").summary_en) == (2011, "One")
    assert (get("two").year, get("two").summary_en) == (2002, "Zwei")


def test_a_new_address_is_not_checked_yet():
    checked = {"link_state": LinkState.WORKS, "link_checked_at": "2026-11-01T08:00Z"}
    make_resource(slug="one", **checked), make_resource(slug="two", **checked)
    columns = ["id", "url", "year"]
    plan_and_apply(
        csv_file(["one", "https://e.org/", ""], ["two", get("two").url, "2009"], columns=columns)
    )
    assert (get("one").link_state, get("one").link_checked_at) == (LinkState.NOT_CHECKED, None)
    assert Resource.objects.filter(url_key="e.org").get() == get("one")
    assert get("two").link_state == LinkState.WORKS


def test_spanish_that_comes_with_a_file_fits_and_other_spanish_may_be_stale():
    make_resource(slug="one"), make_resource(slug="two")
    columns = ["id", "summary_en", "summary_es"]
    plan_and_apply(
        csv_file(["one", "New", "Nuevo"], ["two", "New", get("two").summary_es], columns=columns)
    )
    assert get("one").translation_state() == "current"
    assert get("two").translation_state() == "stale"


def test_every_entry_touched_gets_a_version_with_who_and_why(office):
    user = User.objects.create(username="ana")
    one, still = make_resource(slug="one", organization=office), make_resource(slug="still")
    data = csv_file(
        ["one", "One!", "office"],
        ["two", "Two", "office"],
        ["still", still.title_en, still.organization.slug],
        columns=["id", "title_en", "organization"],
    )
    apply_plan(plan(data), user=user)
    assert comments(one) == ["Import: list.csv", "baseline"]
    assert comments(get("two")) == ["Import: list.csv"]
    assert comments(still) == []
    newest = Version.objects.get_for_object(one)[0]
    assert newest.revision.user == user
    assert newest.field_dict["title_en"] == "One!"


def test_the_journal_has_a_line_of_every_entry_touched(office):
    one, _still = make_resource(slug="one", organization=office), make_resource()
    made = plan(
        csv_file(
            ["one", "One!", "office"],
            ["two", "Two", "office"],
            columns=["id", "title_en", "organization"],
        )
    )
    assert recorded(lambda: apply_plan(made)) == {
        ("resource", str(one.pk)),
        ("resource", str(get("two").pk)),
    }


def test_a_plan_is_applied_once():
    make_resource(slug="one")
    made = plan(csv_file(["one", "2009"], columns=["id", "year"]))
    apply_plan(made)
    assert refusal(made) == ("applied-before", [])


def test_refused_rows_are_left_out_only_when_somebody_says_so():
    make_resource(slug="one"), make_resource(slug="two")
    made = plan(csv_file(["one", "2009"], ["two", "09"], columns=["id", "year"]))
    assert refusal(made) == ("has-refused", [])
    apply_plan(made, leave_out_refused=True)
    assert (get("one").year, get("two").year) == (2009, None)


def change_title():
    Resource.objects.filter(slug="one").update(title_en="Somebody else's")


def change_terms():
    get("one").terms.add(make_term("topic", "arts"))


def remove():
    get("one").delete()


@pytest.mark.parametrize("change", [change_title, change_terms, remove])
def test_entries_that_changed_since_the_preview_stop_everything_and_are_named(change):
    make_term("topic", "arts")
    make_resource(slug="one"), make_resource(slug="two")
    made = plan(csv_file(["one", "2009"], ["two", "2009"], columns=["id", "year"]))
    change()
    assert refusal(made) == ("changed-since", ["one"])


def test_entries_that_the_plan_does_not_change_may_change():
    make_resource(slug="one", year=2009), make_resource(slug="two")
    made = plan(csv_file(["one", "2009"], ["two", "2009"], columns=["id", "year"]))
    change_title()
    get("two").__class__.objects.filter(slug="two").update(reviewed_on="2026-11-01")
    apply_plan(made)
    assert get("two").year == 2009


def make_same_id():
    make_resource(slug="new")


def make_same_address():
    make_resource(url="http://www.e.org/new/")


def lose_the_term():
    Term.objects.filter(slug="arts").delete()


def lose_the_organization():
    Organization.objects.filter(slug="office").delete()


@pytest.mark.parametrize(
    "change", [make_same_id, make_same_address, lose_the_term, lose_the_organization]
)
def test_a_new_entry_that_no_longer_fits_stops_everything(office, change):
    make_term("topic", "arts")
    columns = ["id", "title_en", "organization", "url", "terms_topic"]
    made = plan(csv_file(["new", "New", "office", "https://e.org/new", "arts"], columns=columns))
    change()
    assert refusal(made) == ("changed-since", ["new"])


class Stop(Exception):  # noqa: N818 - it is no error of ours
    pass


def stop_at(number):
    """A wrapper for `execute_wrapper` that lets the statement with this number fail."""
    seen = 0

    def wrapper(execute, sql, *arguments):
        nonlocal seen
        if "SAVEPOINT" not in sql:
            seen += 1
            if seen == number:
                raise Stop
        return execute(sql, *arguments)

    return wrapper


def test_a_failure_at_any_statement_leaves_nothing(office):
    make_term("topic", "arts"), make_resource(slug="one"), make_resource(slug="two")
    columns = ["id", "title_en", "organization", "terms_topic"]
    made = plan(
        csv_file(
            ["one", "One!", "office", "arts"], ["new", "New", "office", "arts"], columns=columns
        )
    )
    before, number = (exported("json"), Version.objects.count()), 0
    while True:
        number += 1
        try:
            with connection.execute_wrapper(stop_at(number)):
                apply_plan(made)
        except Stop:
            assert (exported("json"), Version.objects.count()) == before
            made.refresh_from_db()
            assert made.applied_at is None
        else:
            break
    assert number > 15
    assert get("new").title_en == "New"
