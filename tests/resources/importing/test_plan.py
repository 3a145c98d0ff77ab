"""A plan holds what each row of a file would change, and changes no entry."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from resources.importing.errors import (
    FILE_ERRORS,
    ROW_ERRORS,
    ROW_NOTES,
    RefusedError,
    explain_remark,
)
from resources.models import FormerSlug, ImportPlan, PlannedRow, Resource, Status
from tests.make import make_organization, make_resource, make_term
from tests.resources.importing.files import (
    csv_file,
    exported,
    json_file,
    notes,
    outcomes,
    plan,
    problems,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_organization(slug="office")


def row_of(data):
    [row] = plan(data).rows.all()
    return row


def test_a_row_is_new_changed_unchanged_or_refused(office):
    for slug in ("one", "two"):
        make_resource(slug=slug, title_en=slug, url="", status=Status.DRAFT, summary_en="S")
    made = plan(
        csv_file(
            ["three", "Three", "office", "https://example.org/3", "New"],
            ["one", "Changed", Resource.objects.get(slug="one").organization.slug, "", "S"],
            ["two", "two", Resource.objects.get(slug="two").organization.slug, "", "S"],
            ["four", "Four", "nobody", "no address", ""],
        )
    )
    assert outcomes(made) == ["new", "changed", "unchanged", "refused"]
    assert made.counts == {"new": 1, "changed": 1, "unchanged": 1, "refused": 1}
    assert [row.line for row in made.rows.all()] == [2, 3, 4, 5]
    assert made.rows.get(slug="one").changes == {"title_en": ["one", "Changed"]}
    assert made.rows.get(slug="three").changes == {
        "title_en": ["", "Three"],
        "organization": ["", "office"],
        "url": ["", "https://example.org/3"],
        "summary_en": ["", "New"],
    }
    assert problems(made) == [
        (5, "organization", "unknown-organization"),
        (5, "url", "bad-address"),
    ]


def test_planning_changes_no_entry():
    resource = make_resource(slug="one")
    before = exported("json"), Resource.objects.get().updated_at
    plan(csv_file(["one", "Other", resource.organization.slug, "", "Other"]))
    assert (exported("json"), Resource.objects.get().updated_at) == before


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("title_en", "x" * 301, "too-long"),
        ("summary_en", "x" * 100_001, "too-long"),
        ("url", "javascript:alert(1)", "bad-address"),
        ("url", "HTTPS://example.org", "bad-address"),
        ("url", "https://", "bad-address"),
        ("url", "https://example.org/" + "x" * 2000, "too-long"),
        ("url", "", "published-needs-url"),
        ("summary_en", "", "published-needs-summary"),
        ("title_en", " ", "no-title"),
        ("year", "07", "bad-year"),
        ("year", "1799", "bad-year"),
        ("year", "２００７", "bad-year"),
        ("link_target", "page", "bad-choice"),
        ("is_named_in_kit", "perhaps", "bad-flag"),
        ("organization", "", "cannot-be-empty"),
        ("organization", "ofice", "unknown-organization-like"),
        ("terms_topic", "artz", "unknown-term-like"),
        ("terms_topic", "zzz", "unknown-term"),
        ("terms_topic", "arts, sports", "not-bars"),
        ("terms_format", "video|audio", "one-term"),
        ("evidence_status", "zzz", "unknown-term"),
        ("draft_note_en", "=1+1", "formula"),
    ],
)
def test_a_cell_is_refused_with_its_column_and_a_reason(office, column, cell, code):
    terms = [make_term("topic", "arts"), make_term("format", "video"), make_term("format", "audio")]
    make_term("evidence-status", "alive")
    make_resource(terms, slug="one", summary_es="")
    made = plan(csv_file(["one", cell], columns=["id", column]))
    assert problems(made) == [(2, column, code)]
    assert made.rows.get().changes == {}


def test_every_reason_is_a_sentence_in_both_languages():
    names = "choices found given length like line longest most name named slug slugs text title"
    facts = dict.fromkeys([*names.split(" "), "vocabulary"], "X")
    for code in FILE_ERRORS | ROW_ERRORS | ROW_NOTES:
        english = explain_remark(code, facts)
        with translation.override("es"):
            assert explain_remark(code, facts) != english
        assert english.endswith((".", "?", "]", "}", "X"))


def test_a_cell_that_equals_the_stored_one_is_never_refused(office):
    make_resource(slug="one", url="https://no_such_host./x y", organization=office)
    made = plan(csv_file(["one", "https://no_such_host./x y"], columns=["id", "url"]))
    assert outcomes(made) == ["unchanged"]


def test_an_empty_cell_empties_and_a_missing_column_does_not(office):
    make_resource([make_term("topic", "arts")], slug="one", year=2009, summary_es="S")
    row = row_of(csv_file(["one", "", ""], columns=["id", "year", "terms_topic"]))
    assert row.changes == {"year": ["2009", ""], "terms_topic": ["arts", ""]}


# Matching


def test_a_row_is_matched_by_id_then_by_former_id_then_by_address(office):
    one = make_resource(slug="one", url="https://example.org/one")
    two = make_resource(slug="two", url="https://example.org/two")
    kind = ContentType.objects.get_for_model(Resource)
    FormerSlug.objects.create(content_type=kind, object_id=one.pk, slug="uno")
    make_resource(slug="three", url="https://example.org/three")
    made = plan(
        csv_file(
            ["uno", "https://example.org/two"],
            ["", "http://www.example.org/two/?utm_source=x#top"],
            ["7/13", "https://example.org/three"],
            columns=["id", "url"],
        )
    )
    assert [row.slug for row in made.rows.all()] == ["one", "two", "three"]
    assert [row.resource_key for row in made.rows.all()][:2] == [one.pk, two.pk]
    assert (2, "matched-former", {"given": "uno", "slug": "one"}) in notes(made)
    assert (4, "matched-address", {"given": "7/13", "slug": "three"}) in notes(made)


def test_many_entries_may_have_the_page_of_their_publisher_as_address(office):
    make_resource(slug="one", url="https://e.org/", link_target=Resource.LinkTarget.PUBLISHER_PAGE)
    columns = ["id", "title_en", "organization", "url", "link_target"]
    rows = [
        ["two", "Two books", "office", "https://e.org", "publisher-page"],
        ["three", "Three plays", "office", "https://e.org", "publisher-page"],
        ["four", "Four songs", "office", "https://e.org", ""],
    ]
    made = plan(csv_file(*rows, columns=columns))
    assert outcomes(made) == ["new", "new", "new"]
    assert notes(made) == []


def test_an_address_of_several_entries_names_none_of_them(office):
    for slug in ("one", "two"):
        make_resource(slug=slug, url="https://example.org/x")
    made = plan(
        csv_file(
            ["", "https://example.org/x"],
            ["one", "https://example.org/x"],
            ["two", "https://example.org/x"],
            columns=["id", "url"],
        )
    )
    assert outcomes(made) == ["refused", "unchanged", "unchanged"]
    assert problems(made) == [(2, "url", "which-entry")]


def test_one_entry_is_changed_by_one_row_only(office):
    make_resource(slug="one", url="https://example.org/1")
    data = csv_file(["one"], ["one"], columns=["id"])
    assert problems(plan(data)) == [(3, "id", "same-id")]
    data = csv_file(
        ["one", "https://e.org/2"], ["", "https://example.org/1"], columns=["id", "url"]
    )
    assert problems(plan(data)) == [(3, "id", "same-entry")]
    new = ["new", "New", "office", "", ""]
    assert problems(plan(csv_file(new, new))) == [(3, "id", "same-id")]
    assert problems(plan(json_file({"id": "one"}, {"id": "one"}))) == [(1, "id", "same-id")]


def test_a_new_entry_gets_an_unused_id_from_its_title(office):
    make_resource(slug="a-list")
    kind = ContentType.objects.get_for_model(Resource)
    FormerSlug.objects.create(content_type=kind, object_id=0, slug="a-list-2")
    rows = [["", "¡A List!", "office", "", ""] for _ in range(3)]
    made = plan(csv_file(*rows, ["", "日本", "office", "", ""]))
    assert [row.slug for row in made.rows.all()] == ["a-list-3", "a-list-4", "a-list-5", "resource"]


def test_a_new_entry_needs_a_title_an_organization_and_a_sound_id(office):
    data = csv_file(["No spaces", ""], ["fine", ""], columns=["id", "title_es"])
    assert problems(plan(data)) == [
        (2, "id", "bad-id"),
        (3, "organization", "needed"),
        (3, "title_en", "no-title"),
    ]


# What is pointed out


def test_near_duplicates_are_pointed_out(office):
    make_resource(slug="old", title_en="Guide for families, 2nd edition", organization=office)
    make_resource(slug="far", title_en="Guide for families", organization=make_organization())
    made = plan(
        csv_file(
            ["new", "Guide for families 2nd editions", "office", "https://e.org/1", ""],
            ["other", "Something else entirely", "office", "http://www.e.org/1/", ""],
        )
    )
    assert outcomes(made) == ["new", "new"]
    assert notes(made) == [
        (2, "like-title", {"slug": "old", "title": "Guide for families, 2nd edition"}),
        (3, "same-address", {"slug": "new"}),
    ]


def test_a_change_that_makes_a_duplicate_is_pointed_out(office):
    make_resource(slug="one", title_en="Home visits", organization=office, url="https://e.org/1")
    make_resource(slug="two", title_en="Two", organization=office)
    columns = ["id", "title_en", "url"]
    made = plan(csv_file(["two", "HOME VISITS!", "https://e.org/1/"], columns=columns))
    assert [code for _line, code, _facts in notes(made)] == ["same-address", "like-title"]
    itself = plan(csv_file(["one", "Home visits.", "https://e.org/1/"], columns=columns))
    assert notes(itself) == []


def test_a_file_without_its_last_line_break_is_pointed_out():
    make_resource(slug="one")
    assert plan(b"id\none\n").notes == []
    assert [note["code"] for note in plan(b"id\none").notes] == ["no-last-break"]


# The plan itself


def test_a_refused_file_leaves_no_plan():
    with pytest.raises(RefusedError):
        plan(csv_file(*[["one", "", "", "", ""]] * 3) + b'"')
    assert not ImportPlan.objects.exists()
    assert not PlannedRow.objects.exists()


def test_old_plans_are_removed_when_another_is_made():
    make_resource(slug="one")
    old, recent = plan(b"id\none\n"), plan(b"id\none\n")
    ImportPlan.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=15))
    plan(b"id\none\n")
    assert not ImportPlan.objects.filter(pk=old.pk).exists()
    assert ImportPlan.objects.filter(pk=recent.pk).exists()


def test_planning_takes_as_many_queries_for_many_rows_as_for_few(office):
    def queries_for(number):
        for index in range(number):
            make_resource(slug=f"r-{number}-{index}", organization=office)
        rows = [[f"r-{number}-{i}", f"Title {i}", "office", "", "S"] for i in range(number)]
        rows += [["", f"New {i}", "office", f"https://e.org/{i}", "S"] for i in range(number)]
        data = csv_file(*rows)
        with CaptureQueriesContext(connection) as queries:
            plan(data)
        return [q["sql"] for q in queries if q["sql"].startswith("SELECT")]

    queries_for(1)
    assert len(queries_for(3)) == len(queries_for(40))
