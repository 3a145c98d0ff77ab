"""An answer does not change while another thread works."""

from dataclasses import replace
from itertools import count
from threading import Thread

import pytest
from django.db import connection

from resources import search
from resources.directory import cards, facets
from resources.entry_kinds import kinds
from resources.models import Organization, Resource, Status
from resources.search import Selection, postings
from resources.search.documents import documents
from resources.search.postings import Field, Postings
from resources.search.site_pages import PageKey
from tests.make import make_organization, make_recommendation, make_resource, make_term

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_an_entry_published_between_two_queries_is_no_error():
    draft = make_resource(status=Status.DRAFT)
    make_recommendation(resource=draft)
    queries = count(1)

    def publish_before_the_second(execute, *query):
        if next(queries) == 2:
            Resource.objects.filter(pk=draft.pk).update(status=Status.PUBLISHED)
        return execute(*query)

    with connection.execute_wrapper(publish_before_the_second):
        assert list(documents({draft.pk})) == []
    assert [document.pk for document in documents({draft.pk})] == [draft.pk]


def test_what_was_read_before_a_change_is_not_shown_after_it(monkeypatch):
    organization = make_organization(name="Old name")
    pages = search.current_snapshot().site_pages
    page_key = PageKey("organization", str(organization.pk))

    class RenamedWhileRead:
        def filter(self, **which):
            found = list(Organization.objects.filter(**which))
            patch.undo()
            Organization.objects.update(name="New name")
            search.current_snapshot()
            return found

    with monkeypatch.context() as patch:
        kind = replace(kinds["organization"], with_page=RenamedWhileRead)
        patch.setitem(kinds, "organization", kind)
        pages.records([page_key])

    assert pages.records([page_key])[page_key].name == "New name"


def test_a_word_that_comes_while_a_reader_sorts_is_found_by_its_beginning(monkeypatch):
    known, writers = Postings(), []
    known.append(0, [(Field.TITLE, "en", "aardvark")])

    def sort_slowly(forms):
        in_order = sorted(forms)
        text = [(Field.TITLE, "en", "zebra")]
        writers.append(Thread(target=known.append, args=(1, text)))
        writers[0].start()
        writers[0].join(timeout=0.1)
        return in_order

    monkeypatch.setattr(postings, "MAX_UNSORTED_FORMS", 0)
    with monkeypatch.context() as patch:
        patch.setattr(postings, "sorted", sort_slowly, raising=False)
        known.lexemes_with_prefix("aard")
    writers[0].join()

    assert known.lexemes_with_prefix("zeb")


def test_a_card_stays_on_its_page_when_another_page_makes_room(monkeypatch):
    for _ in range(3):
        make_resource()
    snapshot = search.current_snapshot()
    found, cache = search.find(Selection(), snapshot), cards.card_cache.of(snapshot.labels)
    cached, missing, other = found[:3]
    cards.render_cards([cached], found, set())
    load = cards.load_cards

    def make_room_meanwhile(*arguments):
        patch.undo()
        monkeypatch.setattr(cache, "max_entries", 0)
        cards.render_cards([other], found, set())
        return load(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(cards, "load_cards", make_room_meanwhile)
        assert len(cards.render_cards([cached, missing], found, set())) == 2


def test_a_filter_stays_whole_when_another_page_makes_room(monkeypatch):
    make_resource(terms=[make_term()])
    snapshot = search.current_snapshot()
    topics, organizations = search.find(Selection(), snapshot).facets
    cache = facets.fragments.of(snapshot.labels)
    render = facets.render_parts

    def make_room_meanwhile(template, context):
        if "value" in context:
            patch.undo()
            monkeypatch.setattr(cache, "max_entries", -1)
            facets.render_facets([organizations], snapshot.labels)
        return render(template, context)

    with monkeypatch.context() as patch:
        patch.setattr(facets, "render_parts", make_room_meanwhile)
        shown = facets.render_facets([topics], snapshot.labels)
    assert shown == facets.render_facets([topics], snapshot.labels)
