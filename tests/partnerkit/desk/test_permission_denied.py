"""A user whose request the desk refuses learns what was refused, and who can do it."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from resources.models import Resource, Status
from tests.desk_form import address, step_address
from tests.make import make_organization, make_recommendation, make_resource, make_user

pytestmark = pytest.mark.django_db


def refused(client, url, data=None):
    page = client.get(url) if data is None else client.post(url, data)
    assert page.status_code == 403
    return " ".join(page.content.decode().split())


def sign_in(client, role=None):
    client.force_login(make_user(role))
    return client


def test_a_contributor_who_publishes_learns_who_can(client):
    page = refused(sign_in(client, "contributor"), step_address(make_resource(), "publish"), {})
    assert "Your account may not publish: resources." in page
    assert "Curators and administrators can. Ask one of them." in page


def test_the_page_speaks_spanish_too(client):
    page = refused(
        sign_in(client, "contributor"), f"/es{step_address(make_resource(), 'publish')}", {}
    )
    assert "Su cuenta no puede publicar: recursos." in page
    assert "Curadores y administradores sí pueden." in page


@pytest.mark.parametrize(
    ("make_record", "page", "data", "words"),
    [
        (make_resource, "change", {"slug": "x"}, "may not publish: resources"),
        (make_resource, "delete", {"post": "yes"}, "may not delete: resources"),
        (make_organization, "change", {"name": "x"}, "may not change: organizations"),
        (make_recommendation, "change", {"order": 1}, "may not publish: guides"),
    ],
)
def test_the_page_names_what_a_contributor_lacks(client, make_record, page, data, words):
    text = refused(sign_in(client, "contributor"), address(make_record(), page), data)
    assert words in text
    assert "Curators and administrators can." in text


def test_somebody_without_a_role_learns_which_would_help(client):
    text = refused(sign_in(client), address(Resource, "changelist"))
    assert "may not look at: resources" in text
    assert "Contributors, curators and administrators can." in text


def test_a_role_that_the_site_added_is_named(client):
    Group.objects.create(name="press office").permissions.set(
        Permission.objects.filter(codename="publish_resource")
    )
    text = refused(sign_in(client, "contributor"), step_address(make_resource(), "publish"))
    assert "Curators, administrators and press office can." in text


def test_no_role_is_named_for_what_nobody_can_do(client):
    curator = sign_in(client, "curator")
    text = refused(curator, address(make_resource(), "delete"), {"post": "yes"})
    assert "Nobody can do this here" in text
    chosen = {"action": "delete_selected", "_selected_action": [make_resource().pk], "post": "yes"}
    assert "Nobody can do this here" in refused(curator, address(Resource, "changelist"), chosen)


def test_accounts_are_for_administrators(client):
    text = refused(sign_in(client, "curator"), reverse("admin:auth_user_changelist"))
    assert "may not look at: users" in text
    assert "Administrators can." in text


def test_what_no_role_can_do_is_left_to_the_owner(client):
    Group.objects.all().delete()
    text = refused(sign_in(client), address(User, "changelist"))
    assert "No role can" in text


def test_a_draft_may_still_be_deleted_by_a_curator(client):
    draft = make_resource(status=Status.DRAFT)
    sign_in(client, "curator").post(address(draft, "delete"), {"post": "yes"})
    assert not Resource.objects.exists()
