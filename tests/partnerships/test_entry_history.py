"""Visitors read what changed of an entry and when, in words, and never who changed it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from resources import history
from resources.models import Status
from tests.desk_form import save
from tests.make import make_example, make_guide, make_recommendation, make_resource, make_term

pytestmark = pytest.mark.django_db


def told(client, entry, prefix=""):
    """The lines of the history on an entry's page, without their days."""
    page = client.get(f"{prefix}{entry.get_absolute_url()}")
    assert page.status_code == 200
    lines = html.fromstring(page.content.decode()).cssselect("main details li")
    return [line.text_content().partition(": ")[2] for line in lines if line.cssselect("time")]


@pytest.fixture(params=["resource", "example", "topic", "role"])
def entry(request):
    make = {
        "resource": lambda: make_resource(summary_en="Old."),
        "example": lambda: make_example(outcome_en="Old."),
        "topic": lambda: make_guide(make_term(slug="money")),
        "role": lambda: make_guide(make_term("role", "family")),
    }
    return make[request.param]()


def change(entry, **fields):
    with history.revision(entry, why="A reason for curators only."):
        type(entry).objects.filter(pk=entry.pk).update(**fields)


def test_an_entry_that_nobody_changed_shows_no_empty_history(client, entry):
    page = client.get(entry.get_absolute_url()).content.decode()

    assert "History of this entry" not in page


def test_the_page_tells_what_changed_in_words_and_both_languages(client, entry):
    change(entry, reviewed_on="2026-11-20")
    change(entry, status=Status.DRAFT)
    change(entry, status=Status.PUBLISHED)

    assert told(client, entry) == ["Published here", "A person reviewed it"]
    assert told(client, entry, "/es") == ["Publicada aquí", "Una persona la revisó"]


def test_who_changed_it_and_why_is_for_curators_only(client, admin_client, admin_user):
    resource = make_resource()
    save(admin_client, resource, summary_en="New.", why="A reason for curators only.")
    page = client.get(resource.get_absolute_url()).content.decode()

    assert "Changed: summary" in page
    assert "curators only" not in page
    assert admin_user.username not in page


def test_notes_for_curators_and_what_the_checker_saw_are_no_news(client):
    resource = make_resource()
    change(
        resource, draft_note_en="Ask Ana.", link_state="gone", link_checked_at="2026-11-01T00:00Z"
    )

    assert told(client, resource) == []


def test_what_was_done_to_a_draft_is_not_told(client):
    resource = make_resource(status=Status.DRAFT)
    change(resource, summary_en="First.")
    change(resource, summary_en="Second.", status=Status.PUBLISHED)

    assert told(client, resource) == ["Published here"]


def test_a_closed_entry_says_when_it_closed(client, entry):
    change(entry, status=Status.CLOSED)

    assert told(client, entry) == ["It closed"]


def test_a_recommendation_is_news_of_its_guide_and_its_resource(client):
    recommendation = make_recommendation(guide=make_guide(make_term(slug="money")))
    with history.revision(*history.owning_entries([recommendation])):
        recommendation.locator_en = "p. 2"
        recommendation.save()

    for changed in (recommendation.guide, recommendation.resource):
        assert told(client, changed) == ["Changed: recommendations"]


@pytest.mark.django_db(transaction=True)
def test_the_page_kept_in_memory_gives_way_to_the_next_step(client, admin_client):
    resource = make_resource()
    for summary in ("One.", "Two."):
        before = told(client, resource)
        save(admin_client, resource, summary_en=summary)
        if summary == "One.":
            assert (before, told(client, resource)) == ([], ["Changed: summary"])
    save(admin_client, resource, year="2020")

    assert told(client, resource) == ["Changed: year", "Changed: summary"]


def test_a_long_history_costs_one_query_and_shows_the_last_steps(client, entry):
    costs = []
    for number in range(1, 12):
        change(entry, reviewed_on=f"2026-11-{number:02}")
        with CaptureQueriesContext(connection) as queries:
            told(client, entry)
        costs.append(len(queries))

    assert costs[2] == costs[-1]
    assert len(told(client, entry)) <= 5
