"""An export imports without a change, and any bytes give a plan or a sentence on why not."""

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.importing.apply import apply_plan
from resources.importing.csv_files import escape_cell, unescape_cell
from resources.importing.errors import REMARK_TEXTS, RefusedError
from resources.importing.plan import make_plan
from resources.models import ImportPlan, Resource, Status
from tests.environment import EXAMPLES
from tests.make import make_organization, make_resource, make_term
from tests.resources.importing.files import csv_file, exported, outcomes
from tests.resources.importing.files import plan as plan_of

pytestmark = pytest.mark.django_db

# What a database takes: everything but NUL and halves of characters.
LETTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
STARTS = st.sampled_from(
    ["", "=", "+", "-", "@", "'", "''=", "'=", "\t", "\r", "\n", " =", '"', "#"]
)
TEXTS = st.builds("{}{}".format, STARTS, st.text(LETTERS, max_size=30))
TITLES = TEXTS.filter(str.strip)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "title_en": TITLES,
            "title_es": TEXTS,
            "summary_en": TEXTS,
            "summary_es": TITLES,
            "draft_note_en": TEXTS,
            "url": st.sampled_from(
                ["https://example.org/", "http://www.example.org", "https://e.org/ñ?a=1"]
            ),
            "year": st.none() | st.integers(1800, 2100),
            "status": st.sampled_from(Status),
            "link_target": st.sampled_from(Resource.LinkTarget),
            "is_original_url_verified": st.sampled_from([None, True, False]),
            "is_named_in_kit": st.booleans(),
            "terms": st.sets(st.integers(0, 2)),
        }
    ),
    min_size=1,
    max_size=5,
)
# The same database serves all examples of a property; each begins by emptying what it needs.
many = settings(max_examples=15 * EXAMPLES, suppress_health_check=list(HealthCheck))


@pytest.fixture
def terms():
    return [make_term("topic", "arts"), make_term("topic", "sports"), make_term("format", "video")]


def fill(entries, terms):
    Resource.objects.all().delete()
    organization = make_organization()
    for number, fields in enumerate(entries):
        chosen = [terms[index] for index in fields.pop("terms")]
        make_resource(chosen, slug=f"entry-{number}", organization=organization, **fields)


def without_status(data):
    """The rows of an export, without the read-only columns."""
    shown = {"status", "link_state", "link_checked_at", "reviewed_on", "listed_on", "updated_at"}
    rows = json.loads(data)
    return [{name: cell for name, cell in row.items() if name not in shown} for row in rows]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_catalogue_imports_to_itself_without_a_change(form, terms):
    @many
    @given(ENTRIES)
    def check(entries):
        fill(entries, terms)
        assert set(outcomes(plan_of(exported(form)))) == {"unchanged"}

    check()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_catalogue_comes_back_whole_into_an_empty_one(form, terms):
    @many
    @given(ENTRIES)
    def check(entries):
        fill(entries, terms)
        data, before = exported(form), without_status(exported("json"))
        Resource.objects.all().delete()
        made = plan_of(data)
        assert set(outcomes(made)) == {"new"}
        apply_plan(made)
        assert without_status(exported("json")) == before

    check()


@given(st.builds("{}{}".format, STARTS, st.text()))
def test_no_exported_cell_begins_like_a_formula_and_none_is_lost(text):
    cell = escape_cell(text)
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unescape_cell(cell) == text


def plan_or_reason(data):
    try:
        return make_plan(io.BytesIO(data), name="any"), ""
    except RefusedError as refused:
        return None, str(refused)


def checked(data):
    """Check that the data gives a finished plan, or no plan and a sentence on why not."""
    before = ImportPlan.objects.count()
    made, why_not = plan_or_reason(data)
    if not made:
        assert why_not
        assert ImportPlan.objects.count() == before
        return
    assert made.is_finished
    assert sum(made.counts.values()) == made.rows.count() > 0
    for row in made.rows.all():
        assert bool(row.problems) == (row.outcome == "refused")
        assert all(REMARK_TEXTS[problem["code"]] for problem in row.problems)


@many
@given(st.binary())
def test_any_bytes_give_a_plan_or_a_reason(data):
    checked(data)


@many
@given(
    st.lists(st.lists(TEXTS, max_size=6), max_size=4),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_any_cells_below_the_names_give_a_plan_or_a_reason(rows, separator, encoding):
    checked(csv_file(*rows, separator=separator, encoding=encoding))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
COLUMN = st.sampled_from(
    ["id", "url", "title_en", "year", "terms_topic", "organization", "is_named_in_kit"]
)


@many
@given(VALUES | st.lists(st.dictionaries(COLUMN, VALUES), max_size=4))
def test_any_json_gives_a_plan_or_a_reason(value):
    checked(json.dumps(value).encode())


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_damaged_export_gives_a_plan_or_a_reason(form, terms):
    make_resource(terms, slug="one", title_en='Of "quotes", commas\nand lines', title_es="Año")
    make_resource(slug="two", url="https://example.org/ñ")
    whole = exported(form)

    @many
    @given(st.integers(0, len(whole)), st.integers(0, 3), st.binary(max_size=3))
    def check(start, gone, put):
        checked(whole[:start] + put + whole[start + gone :])
        checked(whole[:start])

    check()


CELLS = {
    "id": ["", "one", "two", "three", "new-1", "once", "Bad id"],
    "url": [
        "",
        "https://example.org/1",
        "http://www.example.org/1/",
        "https://e.org/2",
        "ftp://e.org",
    ],
    "title_en": ["", "A title", "a title", "x" * 301, " "],
    "title_es": ["", "Un título"],
    "summary_en": ["", "A summary"],
    "summary_es": ["", "Un resumen"],
    "organization": ["", "office", "nobody"],
    "year": ["", "2009", "1700"],
    "terms_topic": ["", "arts", "arts | sports", "arts|arts", "none"],
    "terms_format": ["", "video", "video|audio"],
    "link_target": ["", "item", "page"],
    "is_named_in_kit": ["", "yes", "NO", "maybe"],
    "is_original_url_verified": ["", "yes", "no"],
    "evidence_status": ["", "alive"],
}
ROWS = st.lists(st.fixed_dictionaries({name: st.sampled_from(c) for name, c in CELLS.items()}))


def test_whatever_is_planned_can_be_applied_and_is_then_unchanged(terms):
    make_term("format", "audio"), make_term("evidence-status", "alive")
    office = make_organization(slug="office")

    @many
    @given(ROWS)
    def check(rows):
        Resource.objects.all().delete()
        make_resource(terms[:1], slug="one", url="https://example.org/1", organization=office)
        make_resource(slug="two", url="", status=Status.DRAFT)
        make_resource(slug="three", url="http://example.org/1", organization=office)
        made, _why_not = plan_or_reason(csv_file(*map(dict.values, rows), columns=list(CELLS)))
        if not made or not made.number_of_changes:
            return
        kept = list(made.rows.exclude(outcome="refused").values_list("number", flat=True))
        apply_plan(made, leave_out_refused=True)
        again = [rows[number - 1] | {"id": made.rows.get(number=number).slug} for number in kept]
        assert set(outcomes(plan_of(csv_file(*map(dict.values, again), columns=list(CELLS))))) == {
            "unchanged"
        }

    check()
