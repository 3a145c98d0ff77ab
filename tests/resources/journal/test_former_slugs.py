"""An old address keeps leading to its entry after the slug changed."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from partnerships.models import Example
from resources.models import FormerSlug, FormerTerm, Organization, Resource, Status, Term
from tests.desk_form import address, errors_of, save
from tests.make import (
    make_example,
    make_guide,
    make_organization,
    make_resource,
    make_term,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MAKERS = [make_resource, make_example, make_organization]
PAGES = {
    Resource: "resources:detail",
    Example: "partnerships:example",
    Organization: "resources:organization",
}


def page_at(entry, slug):
    return reverse(PAGES[type(entry)], args=[slug])


def rename(entry, slug):
    """Change the slug with one UPDATE."""
    type(entry).objects.filter(pk=entry.pk).update(slug=slug)


@pytest.mark.parametrize("make_entry", MAKERS)
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_every_address_it_ever_had_leads_to_todays_at_once(client, make_entry, prefix):
    entry = make_entry(slug="first")
    rename(entry, "second")
    rename(entry, "third")

    for old in ("first", "second"):
        page = client.get(f"{prefix}{page_at(entry, old)}?sort=a-z")
        assert page.status_code == 301
        assert page["Location"] == f"{prefix}{page_at(entry, 'third')}?sort=a-z"
        assert page["Cache-Control"] == "no-cache"
    assert client.get(prefix + page_at(entry, "third")).status_code == 200
    assert client.get(prefix + page_at(entry, "fourth")).status_code == 404


def test_a_tombstone_moves_too(client):
    resource = make_resource(slug="old", status=Status.CLOSED)
    rename(resource, "new")
    assert client.get(page_at(resource, "old"), follow=True).status_code == 200


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_an_address_nobody_has_seen_is_forgotten(client, status):
    resource = make_resource(slug="unseen", status=status)
    rename(resource, "renamed")
    assert not FormerSlug.objects.exists()


def test_a_slug_that_returns_to_its_entry_is_live_again(client):
    resource = make_resource(slug="first")
    rename(resource, "second")
    rename(resource, "first")
    assert client.get(page_at(resource, "first")).status_code == 200
    assert client.get(page_at(resource, "second"))["Location"] == page_at(resource, "first")
    assert FormerSlug.objects.get().slug == "second"


@pytest.mark.parametrize("make_entry", MAKERS)
def test_a_live_entry_wins_over_the_one_that_had_its_slug(client, make_entry):
    entry = make_entry(slug="wanted")
    rename(entry, "moved")
    squatter = make_entry()
    rename(squatter, "wanted")
    assert client.get(page_at(entry, "wanted")).status_code == 200

    rename(squatter, "elsewhere")
    assert client.get(page_at(entry, "wanted"))["Location"] == page_at(entry, "elsewhere")


@pytest.mark.parametrize("make_entry", MAKERS)
def test_a_former_slug_of_another_entry_is_refused_and_the_entry_named(make_entry):
    entry, other = make_entry(slug="wanted"), make_entry()
    rename(entry, "moved")
    other.slug = "wanted"
    with pytest.raises(ValidationError, match="still leads visitors to") as refusal:
        other.full_clean()
    assert f"“{entry}”" in refusal.value.messages[0]
    entry.slug = "wanted"
    entry.full_clean()


def test_the_same_slug_of_another_kind_is_another_address(client):
    rename(make_resource(slug="same"), "moved")
    make_example(slug="same").full_clean()


def test_a_curator_renames_on_the_form_and_a_contributor_does_not(client):
    resource = make_resource(slug="seen")
    client.force_login(make_user("curator"))
    assert errors_of(save(client, resource, slug="renamed")) == []
    assert client.get(page_at(resource, "seen"))["Location"] == page_at(resource, "renamed")

    taken = make_resource()
    page = save(client, taken, slug="seen")
    assert "Choose another slug." in errors_of(page)[0]


def test_a_change_that_is_undone_leaves_no_former_slug():
    resource = make_resource(slug="first")
    with transaction.atomic():
        rename(resource, "second")
        assert FormerSlug.objects.exists()
        transaction.set_rollback(True)
    assert not FormerSlug.objects.exists()


# Topics and roles


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_topic_and_a_role_lead_on_from_every_address_they_had(client, prefix):
    topic, role = make_term("topic", "first"), make_term("role", "first")
    make_guide(term=role)
    for slug in ("second", "third"):
        rename(topic, f"topic-{slug}")
        rename(role, f"role-{slug}")

    for old in ("first", "topic-second"):
        found = client.get(f"{prefix}/topics/{old}/")
        assert (found.status_code, found["Location"]) == (301, f"{prefix}/topics/topic-third/")
    found = client.get(f"{prefix}/roles/first/?x=1")
    assert (found.status_code, found["Location"]) == (301, f"{prefix}/roles/role-third/?x=1")
    assert client.get(f"{prefix}/topics/role-second/").status_code == 404


def test_a_filter_by_a_slug_of_before_finds_what_it_found(client):
    need = make_term("need", "reading")
    make_resource(terms=[need], title_en="About reading")
    make_resource(title_en="About nothing")
    rename(need, "literacy")
    page = client.get("/resources/?need=reading").content.decode()
    assert "About reading" in page
    assert "About nothing" not in page


def test_a_slug_another_term_had_is_refused_within_its_vocabulary():
    rename(make_term("need", "wanted"), "moved")
    make_term("topic", "wanted").full_clean()
    with pytest.raises(ValidationError, match="Choose another slug"):
        make_term("need", "wanted").full_clean()


def test_a_slug_that_returns_to_its_term_is_live_again():
    term = make_term("need", "first")
    rename(term, "second")
    rename(term, "first")
    term.refresh_from_db()
    term.full_clean()
    assert [former.slug for former in FormerTerm.objects.all()] == ["second"]


def test_a_curator_renames_a_topic_that_nobody_deletes(client):
    client.force_login(make_user("curator"))
    topic = make_term("topic", "first")
    assert errors_of(save(client, topic, slug="second")) == []
    assert client.get("/topics/first/")["Location"] == "/topics/second/"
    assert client.post(address(topic, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [topic.pk], "post": "yes"}
    assert client.post(address(Term, "changelist"), chosen).status_code == 403
