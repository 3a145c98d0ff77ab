"""A changed slug leaves its old address behind, and that one leads on."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from partnerships.models import Example
from resources.models import FormerSlug, Organization, Resource, Status
from tests.desk_form import errors_of, save
from tests.make import make_example, make_organization, make_resource, make_user

pytestmark = pytest.mark.django_db

MAKERS = [make_resource, make_example, make_organization]
PAGES = {
    Resource: "resources:detail",
    Example: "partnerships:example",
    Organization: "resources:organization",
}


def page_at(entry, slug):
    return reverse(PAGES[type(entry)], args=[slug])


def rename(entry, slug):
    """In the barest way there is."""
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
