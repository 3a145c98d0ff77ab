"""Which entries count as possible duplicates, and which do not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from resources.merging.duplicates import (
    MAX_TITLES_COMPARED,
    DuplicateReason,
    duplicates_of,
    find_duplicates,
)
from resources.models import Resource, Status
from tests.make import make_organization, make_resource

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def found(entry):
    return {duplicate.entry: duplicate.reason for duplicate in duplicates_of(entry)}


def test_two_spellings_of_an_address_are_duplicates_of_any_publisher():
    here = make_resource(url="http://www.example.org/toolkit/?utm_source=x#top")
    there = make_resource(url="https://example.org/toolkit")
    make_resource(url="https://example.org/toolkit?page=2")
    assert found(here) == {there: DuplicateReason.ADDRESS}


def test_many_entries_may_lead_to_one_page_of_their_publisher():
    to_publisher = {
        "url": "https://example.org/",
        "link_target": Resource.LinkTarget.PUBLISHER_PAGE,
    }
    one, _other = make_resource(**to_publisher), make_resource(**to_publisher)
    itself = make_resource(url="https://example.org/")
    assert found(one) == found(itself) == {}


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("Family Engagement Toolkit", "Family engagement tool-kit", True),
        ("Family Engagement Toolkit", "Toolkit: Family Engagement", True),
        ("Guía de participación familiar", "Guia de Participacion Familiar", True),
        ("Family Engagement Toolkit", "Family Engagement Framework", False),
        ("Annual Report of Partnerships 2007", "Annual Report of Partnerships 2008", False),
        ("Partners in Education, Part I", "Partners in Education, Part II", False),
        ("Toolkit", "Toolkit", False),
    ],
)
def test_titles_are_compared_by_their_words_and_numbers(one, other, are_alike):
    publisher = make_organization()
    first = make_resource(title_en=one, organization=publisher)
    second = make_resource(title_en=other, organization=publisher)
    assert (second in found(first)) == (first in found(second)) == are_alike


def test_titles_of_two_organizations_are_not_compared():
    one, _other = (
        make_resource(title_en="Parent handbook"),
        make_resource(title_en="Parent handbook"),
    )
    assert found(one) == {}


def test_a_title_in_one_language_is_compared_with_that_in_the_other():
    publisher = make_organization()
    spanish = make_resource(title_en="", title_es="Padres y Maestros", organization=publisher)
    english = make_resource(title_en="Padres y maestros", organization=publisher)
    assert found(english) == {spanish: DuplicateReason.TITLE}


def test_an_unsaved_entry_is_compared_with_closed_ones_too():
    closed = make_resource(url="https://example.org/toolkit", status=Status.CLOSED)
    assert found(Resource(url="https://example.org/toolkit/")) == {closed: DuplicateReason.ADDRESS}


@pytest.mark.parametrize("nothing", [{}, {"title_en": "?"}, {"url": "http://[::1"}, {"url": "x"}])
def test_an_empty_entry_has_no_duplicates(nothing):
    make_resource(url="", status=Status.DRAFT)
    assert found(Resource(**nothing)) == {}


def test_a_batch_costs_the_same_queries_at_any_length():
    def cost(number):
        publisher = make_organization()
        for _ in range(number):
            make_resource(title_en="Parent handbook", organization=publisher)
        with CaptureQueriesContext(connection) as queries:
            pairs = find_duplicates(publisher.resources.all())
        return len(pairs), len(queries)

    assert cost(2) == (2, 3)
    assert cost(9) == (9, 3)


def test_a_huge_organization_is_compared_only_so_far(monkeypatch):
    monkeypatch.setattr("resources.merging.duplicates.MAX_TITLES_COMPARED", 2)
    assert MAX_TITLES_COMPARED > 2
    publisher = make_organization()
    entries = [make_resource(title_en="Parent handbook", organization=publisher) for _ in range(4)]
    assert set(found(entries[3])) == set(entries[:2])
