"""The admin's buttons, pages and bulk actions for the steps of the workflow."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from partnerships.models import Example, Guide
from resources.admin.publishing.actions import ENTRIES_AT_ONCE
from resources.models import Resource, Status, StatusChange
from tests.desk_form import address, errors_of, fields_of, notices_of, save, step_address
from tests.make import make_example, make_guide, make_resource, make_user

pytestmark = pytest.mark.django_db

DRAFT, IN_REVIEW, PUBLISHED, CLOSED = Status
MAKERS = [make_resource, make_guide, make_example]


@pytest.fixture
def curator(client):
    client.force_login(make_user("curator"))
    return client


@pytest.fixture
def contributor(client):
    client.force_login(make_user("contributor"))
    return client


def buttons_of(page):
    found = html.fromstring(page.content.decode()).cssselect("button[name=_step]")
    return list(dict.fromkeys(button.get("value") for button in found))  # a long form has two rows


def status_of(entry):
    return type(entry).objects.get(pk=entry.pk).status


@pytest.mark.parametrize("make_entry", MAKERS)
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (DRAFT, ["submit", "publish"]),
        (IN_REVIEW, ["send-back", "publish"]),
        (PUBLISHED, ["close"]),
        (CLOSED, ["reopen"]),
    ],
)
def test_the_form_offers_the_steps_that_are_open(curator, make_entry, status, expected):
    entry = make_entry(status=status)
    page = curator.get(address(entry))
    assert buttons_of(page) == expected
    assert "status" not in fields_of(page)


def test_a_new_entry_starts_as_a_draft_whatever_is_sent(contributor):
    organization = make_resource().organization
    new = {"title_en": "New", "slug": "new", "organization": organization.pk}
    save(contributor, Resource, **new, status="published")
    assert Resource.objects.get(slug="new").status == DRAFT


def test_a_contributor_saves_and_submits_in_one_go(contributor):
    draft = make_resource(status=DRAFT)
    assert buttons_of(contributor.get(address(draft))) == ["submit"]
    save(contributor, draft, title_en="Better", _step="submit")
    assert (status_of(draft), Resource.objects.get().title_en) == (IN_REVIEW, "Better")


@pytest.mark.parametrize("make_entry", MAKERS)
def test_a_contributor_only_looks_at_what_visitors_read(contributor, make_entry):
    for status in (PUBLISHED, CLOSED):
        entry = make_entry(status=status)
        page = contributor.get(address(entry))
        assert page.status_code == 200
        assert buttons_of(page) == []
        assert contributor.post(address(entry), {"slug": "x"}).status_code == 403


def test_a_contributor_who_forges_a_button_is_refused_and_nothing_is_saved(contributor):
    draft = make_resource(status=DRAFT)
    page = save(contributor, draft, title_en="Forged", _step="publish")
    assert page.status_code == 403
    assert status_of(draft) == DRAFT


def test_publishing_from_the_form_saves_first_and_says_what_is_missing(curator):
    draft = make_resource(status=DRAFT)
    page = save(curator, draft, summary_en="", summary_es="", _step="publish")
    assert "Write a summary before publishing." in notices_of(page)[-1]
    assert (status_of(draft), Resource.objects.get().summary_en) == (DRAFT, "")

    page = save(curator, draft, summary_en="What it offers.", _step="publish")
    assert notices_of(page)[-1].endswith("now published.")
    assert status_of(draft) == PUBLISHED


@pytest.mark.parametrize("make_entry", MAKERS)
def test_closing_asks_for_a_reason_in_either_language(curator, make_entry):
    entry, heir = make_entry(), make_entry()
    if isinstance(entry, Guide):
        heir_address = f"http://testserver{heir.get_absolute_url()}"
    else:
        heir_address = heir.slug
    asked = save(curator, entry, _step="close")
    url = step_address(entry, "close")
    assert asked.redirect_chain[-1][0] == url
    assert status_of(entry) == PUBLISHED

    refused = curator.post(url, fields_of(asked))
    assert errors_of(refused) == ["Say what happened, in either language."]

    told = {"closing_note_es": "Terminó.", "successor": heir_address, "note": "They wrote to us."}
    page = curator.post(url, fields_of(asked) | told, follow=True)
    assert page.redirect_chain[-1][0] == address(entry)
    closed = type(entry).objects.get(pk=entry.pk)
    assert (closed.status, closed.closing_note_es, closed.successor) == (CLOSED, "Terminó.", heir)
    assert StatusChange.objects.get().note == "They wrote to us."
    assert "They wrote to us." in page.content.decode()


@pytest.mark.parametrize("typed", ["nowhere", "https://example.org/"])
def test_a_successor_that_is_no_page_here_is_refused_and_the_words_are_kept(curator, typed):
    told = {"closing_note_en": "It ended.", "successor": typed}
    page = curator.post(step_address(make_resource(), "close"), told)
    assert errors_of(page) == ["There is no other published entry of this kind at that address."]
    assert "It ended." in page.content.decode()


@pytest.mark.parametrize("name", ["submit", "send-back", "publish", "close", "reopen"])
def test_looking_at_a_step_changes_nothing(curator, name):
    entry = make_resource(status=IN_REVIEW if name == "send-back" else DRAFT)
    before = Resource.objects.values().get()
    page = curator.get(step_address(entry, name), {"closing_note_en": "Over."})
    assert page.status_code == 200
    assert curator.get(address(entry), {"_step": name}).status_code == 200
    assert Resource.objects.values().get() == before
    assert not StatusChange.objects.exists()


def test_a_step_that_somebody_else_applied_meanwhile_is_explained(curator):
    entry = make_resource(status=DRAFT)
    url = step_address(entry, "publish")
    curator.post(url)
    page = curator.post(url)
    assert errors_of(page) == ["This entry is now “published”, so this step is no longer possible."]
    assert StatusChange.objects.count() == 1


def test_there_is_no_page_for_a_step_that_does_not_exist(curator):
    assert curator.get(step_address(make_resource(), "vanish")).status_code == 404


def test_a_curator_sets_a_day_moves_it_and_calls_it_off(curator):
    draft = make_resource(status=DRAFT)
    url = step_address(draft, "publish")
    day = timezone.localdate() + timedelta(days=3)

    page = curator.post(url, {"day": day.isoformat(), "hour": "08:30"}, follow=True)
    waiting = timezone.localtime(Resource.objects.get().publish_at)
    assert (waiting.date(), f"{waiting:%H:%M}") == (day, "08:30")
    assert url in page.content.decode()

    curator.post(url, {"_call_off": "Call it off"})
    assert Resource.objects.get().publish_at is None


def test_a_day_that_has_passed_is_refused(curator):
    page = curator.post(step_address(make_resource(status=DRAFT), "publish"), {"day": "2009-01-01"})
    assert errors_of(page) == ["That moment has passed. Choose a later one."]


# Many at once


def choose(client, action, *entries, **fields):
    chosen = {"action": action, "_selected_action": [entry.pk for entry in entries]}
    return client.post(address(type(entries[0]), "changelist"), chosen | fields, follow=True)


def test_many_are_published_at_once_and_those_that_break_a_rule_are_named(curator):
    good, bad = make_resource(status=DRAFT), make_resource(status=DRAFT, url="", title_en="Bad")
    page = choose(curator, "publish", bad, good)
    assert (status_of(good), status_of(bad)) == (PUBLISHED, DRAFT)
    assert notices_of(page) == [
        "“Bad”: Give its address before publishing.",
        "Publish: 1 entry.",
    ]


def test_many_are_closed_for_one_reason_that_is_asked_for_first(curator):
    entries = [make_example(), make_example()]
    page = choose(curator, "close", *entries)
    assert {status_of(entry) for entry in entries} == {PUBLISHED}

    refused = curator.post(address(Example, "changelist"), fields_of(page))
    assert errors_of(refused) == ["Say what happened, in either language."]
    told = {"closing_note_en": "The program ended."}
    curator.post(address(Example, "changelist"), fields_of(page) | told)
    closed = Example.objects.values_list("status", "closing_note_en")
    assert set(closed) == {(CLOSED, "The program ended.")}
    assert StatusChange.objects.count() == 2


def test_contributors_are_not_offered_the_bulk_actions_of_curators(contributor):
    draft = make_resource(status=DRAFT)
    for action in ("publish", "close"):
        choose(contributor, action, draft)
        assert status_of(draft) == DRAFT
    choose(contributor, "send_to_review", draft)
    assert status_of(draft) == IN_REVIEW


def test_an_action_refuses_more_entries_than_the_limit(curator, monkeypatch):
    monkeypatch.setattr("resources.admin.publishing.actions.ENTRIES_AT_ONCE", 1)
    entries = [make_resource(status=DRAFT), make_resource(status=DRAFT)]
    page = choose(curator, "publish", *entries)
    assert notices_of(page) == ["Choose at most 1 entries at once. Nothing was changed."]
    assert {status_of(entry) for entry in entries} == {DRAFT}
    assert ENTRIES_AT_ONCE > 50
