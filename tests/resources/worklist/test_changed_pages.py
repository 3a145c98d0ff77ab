"""An entry is listed when its page changed a lot since somebody reviewed it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from resources.models import Link, Resource, Status
from tests.desk_form import save
from tests.make import make_guide, make_organization, make_resource
from tests.resources.links.fakes import PAGE, FakeFetcher, check
from tests.resources.links.fetch_results import answer, html

from .work import item_for, reasons_for

pytestmark = pytest.mark.django_db

URL = "https://example.org/page"
OTHER_PAGE = answer(
    html("A page", "<p>" + "Cooking with vegetables from the garden of your neighbors. " * 9)
)
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def sites():
    return FakeFetcher(at=NOW)


def visit(sites, page, at=NOW):
    sites.meets = {URL: page}
    check(sites, at=at, is_all=True)


@pytest.fixture
def changed(sites):
    """A resource whose page changed after its review."""
    resource = make_resource(url=URL, title_en="A page", reviewed_on=TODAY)
    visit(sites, PAGE, NOW - timedelta(hours=9))
    visit(sites, OTHER_PAGE, NOW - timedelta(hours=6))
    return resource


def test_it_is_listed_with_what_changed(changed):
    item = item_for(changed, "changed")

    assert item.details == {"address": URL, "reviewed_on": TODAY.isoformat()}


def test_still_good_resolves_it_and_the_next_visit_stores_a_fresh_fingerprint(
    changed, sites, admin_client, admin_user
):
    item = item_for(changed, "changed")

    admin_client.post(reverse("admin:worklist_resolve", args=[item.pk]))

    changed.refresh_from_db()
    assert (changed.reviewed_on, changed.reviewed_by) == (TODAY, admin_user)
    assert "changed" not in reasons_for(changed)
    visit(sites, OTHER_PAGE, NOW - timedelta(hours=3))
    assert "changed" not in reasons_for(changed)
    link = Link.objects.get(address=URL)
    assert (link.reviewed, link.reviewed_on) == (link.good, TODAY)
    visit(sites, PAGE)
    assert "changed" in reasons_for(changed)


def test_a_review_on_the_entrys_page_or_of_many_at_once_resolves_it_too(changed, admin_client):
    save(admin_client, changed, _still_good="on")
    assert "changed" not in reasons_for(changed)

    Link.objects.update(changed_much=True, reviewed={}, reviewed_on=TODAY)
    assert "changed" in reasons_for(changed)
    chosen = {"action": "still_good", "_selected_action": [changed.pk]}
    admin_client.post(reverse("admin:resources_resource_changelist"), chosen)
    assert "changed" not in reasons_for(changed)


def test_a_later_review_resolves_it_however_the_date_was_written(changed):
    Resource.objects.update(reviewed_on=TODAY + timedelta(days=1))

    assert "changed" not in reasons_for(changed)


def test_unreviewed_entries_and_drafts_are_not_listed(changed):
    draft = make_resource(url=URL, reviewed_on=TODAY, status=Status.DRAFT)
    never = make_resource(url=URL)
    organization = make_organization(url=URL)
    check(FakeFetcher(at=NOW), limit=0)

    for entry in (draft, never, organization):
        assert "changed" not in reasons_for(entry)


def test_a_guide_is_listed_for_a_link_in_its_text(sites):
    guide = make_guide(intro_en=f"Read [this]({URL}).", reviewed_on=TODAY)
    visit(sites, PAGE, NOW - timedelta(hours=9))
    visit(sites, OTHER_PAGE)

    assert "changed" in reasons_for(guide)
