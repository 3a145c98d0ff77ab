"""Of two curators who edit one entry, neither overwrites the other or loses typed text."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client
from lxml import html

from resources.history.timeline import versions_of
from resources.models import Resource, Status
from tests.desk_form import errors_of, fields_of, open_form, save
from tests.make import (
    make_glossary_term,
    make_guide,
    make_organization,
    make_recommendation,
    make_resource,
    make_term,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def words(node):
    return " ".join(node.text_content().split())


def reload(entry):
    return type(entry).objects.get(pk=entry.pk)


def conflict(page):
    """The questions of a page with both versions: {name: (label, theirs, mine, chosen)}."""
    assert page.status_code == 409
    questions = {}
    for field in html.fromstring(page.content.decode()).cssselect("form.conflict fieldset"):
        theirs, mine = [words(side) for side in field.cssselect(".pieces")]
        radios = field.cssselect("input[type=radio]")
        chosen = next((radio.get("value") for radio in radios if radio.get("checked")), None)
        questions[radios[0].get("name")] = (
            words(field.cssselect("legend")[0]),
            theirs,
            mine,
            chosen,
        )
    return questions


def choose(client, url, page, **choices):
    """Send the page with both versions, with `choices` by the names of the questions."""
    sent = fields_of(page) | {name.replace("__", ":"): value for name, value in choices.items()}
    return client.post(url, sent, follow=True)


def test_the_second_to_save_sees_both_versions_and_nothing_is_overwritten(admin_client):
    resource = make_resource(summary_en="Old words.", year=2001)
    url, form = open_form(admin_client, resource)
    save(admin_client, resource, summary_en="Her words.", year="2002")
    page = admin_client.post(url, form | {"summary_en": "His words.", "why": "He knew better."})

    assert conflict(page) == {
        "choice::summary_en": ("Summary", "Her words.", "His words.", None),
        "choice::year": ("Year", "2002", "2001", "theirs"),
    }
    assert reload(resource).summary_en == "Her words."


def test_what_was_chosen_is_saved_in_one_step(admin_client):
    resource = make_resource(summary_en="Old words.", year=2001)
    url, form = open_form(admin_client, resource)
    save(admin_client, resource, summary_en="Her words.", year="2002")
    typed = form | {"summary_en": "His words.", "url": "https://his.example/", "why": "He knew."}
    page = admin_client.post(url, typed)
    page = choose(admin_client, url, page, choice____summary_en="mine")

    assert errors_of(page) == []
    found = reload(resource)
    assert (found.summary_en, found.year, found.url) == ("His words.", 2002, "https://his.example/")
    assert versions_of(resource)[0].revision.comment == "He knew."


def test_a_choice_that_is_missing_is_asked_for_again(admin_client):
    resource = make_resource(summary_en="Old words.")
    url, form = open_form(admin_client, resource)
    save(admin_client, resource, summary_en="Her words.")
    page = choose(admin_client, url, admin_client.post(url, form | {"summary_en": "His words."}))

    assert conflict(page)["choice::summary_en"][1:] == ("Her words.", "His words.", None)


def test_what_changed_once_more_is_asked_once_more(admin_client):
    resource = make_resource(summary_en="Old words.")
    url, form = open_form(admin_client, resource)
    save(admin_client, resource, summary_en="Her words.")
    page = admin_client.post(url, form | {"summary_en": "His words."})
    save(admin_client, resource, summary_en="Her second words.")
    page = choose(admin_client, url, page, choice____summary_en="mine")

    assert conflict(page)["choice::summary_en"][1] == "Her second words."
    page = choose(admin_client, url, page, choice____summary_en="theirs")
    assert reload(resource).summary_en == "Her second words."


def test_terms_are_compared_by_their_names(admin_client):
    old, hers, his = (make_term("topic", slug) for slug in ("old", "hers", "his"))
    resource = make_resource(terms=[old])
    url, form = open_form(admin_client, resource)
    save(admin_client, resource, terms_topic=[old.pk, hers.pk])
    page = admin_client.post(url, form | {"terms_topic": [his.pk]})

    [(name, question)] = conflict(page).items()
    assert question == ("Topic", "HersOld", "His", None)
    choose(admin_client, url, page, **{name: "theirs"})
    assert set(reload(resource).terms.all()) == {old, hers}


def test_rows_are_compared_one_by_one(admin_client):
    guide = make_guide()
    rows = [make_recommendation(guide, locator_en=f"p. {n}", order=n) for n in (1, 2, 3)]
    url, form = open_form(admin_client, guide)
    save(
        admin_client,
        guide,
        **{
            "recommendations-0-locator_en": "her page",
            "recommendations-1-why_here_en": "Her reason.",
            "recommendations-2-DELETE": "on",
        },
    )
    typed = {
        "recommendations-0-locator_en": "his page",
        "recommendations-1-locator_en": "his second page",
        "recommendations-2-locator_en": "his third page",
    }
    page = admin_client.post(url, form | typed)
    asked = conflict(page)
    first, second, third = (f"choice:recommendations:{row.pk}" for row in rows)

    assert asked[f"{first}:locator_en"][1:] == ("her page", "his page", None)
    assert asked[f"{second}:locator_en"][1:] == ("p. 2", "his second page", "mine")
    assert asked[f"{second}:why_here_en"][3] == "theirs"
    assert asked[third][1] == "removed"
    assert "his third page" in asked[third][2]
    assert len(asked) == 4

    page = choose(admin_client, url, page, **{f"{first}:locator_en": "mine", third: "mine"})
    assert errors_of(page) == []
    found = [(r.locator_en, r.why_here_en) for r in guide.recommendations.order_by("pk")]
    assert found == [
        ("his page", "Why it helps here."),
        ("his second page", "Her reason."),
        ("his third page", "Why it helps here."),
    ]


def test_a_row_somebody_added_meanwhile_stays_and_so_does_the_new_one_of_mine(admin_client):
    guide = make_guide()
    first, ours = (
        make_recommendation(guide, locator_en="p. 1"),
        make_term("chosen-by", "partnerkit"),
    )
    url, form = open_form(admin_client, guide)
    make_recommendation(guide, locator_en="hers")
    new = {
        "recommendations-TOTAL_FORMS": "2",
        "recommendations-0-locator_en": "mine",
        "recommendations-1-resource": str(make_resource().pk),
        "recommendations-1-chosen_by": str(ours.pk),
        "recommendations-1-locator_en": "my new one",
    }
    page = admin_client.post(url, form | new)
    assert [question[3] for question in conflict(page).values()] == ["mine"]
    assert errors_of(choose(admin_client, url, page)) == []

    locators = guide.recommendations.order_by("pk").values_list("locator_en", flat=True)
    assert list(locators) == ["mine", "hers", "my new one"]
    assert first.pk == guide.recommendations.order_by("pk")[0].pk


def test_deleting_a_row_that_somebody_changed_is_never_chosen_beforehand(admin_client):
    recommendation = make_recommendation(locator_en="p. 1")
    guide = recommendation.guide
    url, form = open_form(admin_client, guide)
    save(admin_client, guide, **{"recommendations-0-locator_en": "p. 2"})
    page = admin_client.post(url, form | {"recommendations-0-DELETE": "on"})

    assert {question[3] for question in conflict(page).values()} == {None}


def test_a_recommendation_changed_on_its_own_page_is_a_change_of_its_guide(admin_client):
    recommendation = make_recommendation(locator_en="p. 1")
    url, form = open_form(admin_client, recommendation.guide)
    save(admin_client, recommendation, locator_en="p. 2")
    page = admin_client.post(url, form | {"recommendations-0-locator_en": "p. 3"})

    assert [question[1:3] for question in conflict(page).values()] == [("p. 2", "p. 3")]


def test_what_only_the_link_checker_wrote_is_no_conflict(admin_client):
    resource = make_resource()
    url, form = open_form(admin_client, resource)
    Resource.objects.update(link_state="works", link_checked_at="2026-11-01T00:00Z")
    admin_client.post(url, form | {"summary_en": "New words."})

    assert reload(resource).summary_en == "New words."
    assert reload(resource).link_state == "works"


def test_a_form_that_does_not_say_what_it_was_opened_with_overwrites_nothing(admin_client):
    resource = make_resource(summary_en="As it is.")
    url, form = open_form(admin_client, resource)
    for opened in ("", "forged"):
        page = admin_client.post(url, form | {"opened": opened, "summary_en": "Blindly."})
        assert conflict(page)["choice::summary_en"][3] is None
    assert reload(resource).summary_en == "As it is."


def test_a_mistake_after_choosing_keeps_the_text_and_asks_no_more(admin_client):
    resource = make_resource(summary_en="Old words.")
    url, form = open_form(admin_client, resource)
    save(admin_client, resource, summary_en="Her words.")
    page = admin_client.post(url, form | {"summary_en": "His words.", "url": "nonsense"})
    choices = {"choice::summary_en": "mine", "choice::url": "mine"}
    page = choose(admin_client, url, page, **choices)
    assert errors_of(page)

    fields = fields_of(page) | {"url": "https://right.example/"}
    assert errors_of(admin_client.post(url, fields, follow=True)) == []
    assert reload(resource).summary_en == "His words."


def test_a_mistake_before_the_conflict_does_not_hide_it(admin_client):
    resource = make_resource(summary_en="Old words.")
    url, form = open_form(admin_client, resource)
    page = admin_client.post(url, form | {"summary_en": "His words.", "url": "nonsense"})
    save(admin_client, resource, summary_en="Her words.")
    fields = fields_of(page) | {"url": resource.url}

    assert conflict(admin_client.post(url, fields))["choice::summary_en"][1] == "Her words."


def test_an_entry_deleted_meanwhile_gives_the_text_back(admin_client):
    guide = make_guide(status=Status.DRAFT)
    make_recommendation(guide)
    url, form = open_form(admin_client, guide)
    guide.delete()
    typed = {"intro_en": "Typed for an hour.", "recommendations-0-locator_en": "pp. 3–5"}
    page = admin_client.post(url, form | typed)

    assert page.status_code == 409
    text = words(html.fromstring(page.content.decode()).cssselect("#content-main")[0])
    assert "Typed for an hour." in text
    assert "pp. 3–5" in text


@pytest.mark.parametrize("make", [make_organization, make_term, lambda: make_glossary_term("IEP")])
def test_every_kind_of_entry_is_guarded(admin_client, make):
    entry = make()
    field = next(f.name for f in entry._meta.fields if f.name.endswith("_es"))
    url, form = open_form(admin_client, entry)
    save(admin_client, entry, **{field: "Suyo."})
    page = admin_client.post(url, form | {field: "Mío."})

    assert [question[1:3] for question in conflict(page).values()] == [("Suyo.", "Mío.")]


def on_a_file(path, monkeypatch):
    """SQLite's database in memory never waits for a lock; other threads get a copy that does."""
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    monkeypatch.setitem(connections.settings["default"], "NAME", str(path))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_asked(admin_user, tmp_path, monkeypatch):
    resource = make_resource(summary_en="Old words.")
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(admin_user)
    url, form = open_form(clients[0], resource)
    if connection.vendor == "sqlite":
        on_a_file(tmp_path / "copy.sqlite3", monkeypatch)
    ready = Barrier(2)

    def send(client, text):
        ready.wait()
        try:
            status = client.post(url, form | {"summary_en": text}).status_code
            return status, reload(resource).summary_en, versions_of(resource).count()
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as pool:
        answers = sorted(pool.map(send, clients, ["One.", "Two."]))

    assert [status for status, _text, _count in answers] == [302, 409]
    assert answers[0][1] == answers[1][1] != "Old words."
    assert answers[0][2] == answers[1][2] == 2
