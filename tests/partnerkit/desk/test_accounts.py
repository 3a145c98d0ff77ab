"""Accounts and roles: nobody gives, takes or changes rights that they lack themselves."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerkit.desk import second_factor
from partnerkit.models import RequiredSecondFactor
from tests.desk_form import address, errors_of, fields_of, open_form, save

from .people import PASSWORD, make_account, set_up_phone, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make_account("amal", "administrator")
    client.force_login(user)
    return user


NEW = {"username": "nora", "password1": PASSWORD, "password2": PASSWORD}


@pytest.mark.usefixtures("administrator")
def test_a_new_account_can_sign_in_and_do_what_its_role_does(client):
    url, fields = open_form(client, User)
    curator = Group.objects.get(name="curator")
    client.post(url, fields | NEW | {"groups": [curator.pk]})
    client.logout()

    assert sign_in(client, User.objects.get(username="nora")).status_code == 302
    assert client.get("/admin/resources/resource/add/").status_code == 200
    assert client.get("/admin/auth/user/").status_code == 403


@pytest.mark.usefixtures("administrator")
def test_only_a_superuser_makes_superusers(client):
    url, fields = open_form(client, User)
    client.post(url, fields | NEW | {"is_superuser": "on", "is_staff": "on"})
    nora = User.objects.get(username="nora")
    url, fields = open_form(client, nora)
    assert "is_superuser" not in fields
    client.post(url, fields | {"is_superuser": "on", "user_permissions": ["1", "2"]})

    nora.refresh_from_db()
    assert not nora.is_superuser
    assert not nora.user_permissions.exists()

    client.force_login(make_account(is_superuser=True))
    save(client, nora, is_superuser="on")
    nora.refresh_from_db()
    assert nora.is_superuser


def make_stronger(kind):
    """An account that may do what an administrator may not."""
    stronger = make_account(is_superuser=kind == "superuser")
    if kind == "permission":
        stronger.user_permissions.add(Permission.objects.get(codename="delete_session"))
    if kind == "resting":
        role = Group.objects.create(name="keeper of sessions")
        role.permissions.add(Permission.objects.get(codename="delete_session"))
        stronger.groups.add(role)
        User.objects.filter(pk=stronger.pk).update(is_active=False)
    return stronger


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("kind", ["superuser", "permission", "resting"])
def test_an_administrator_cannot_change_an_account_with_more_rights(client, kind):
    stronger = make_stronger(kind)
    set_up_phone(stronger)
    new = "another long password"
    passwords = {"password1": new, "password2": new, "usable_password": "true"}

    change = client.post(address(stronger), {"username": "x", "reset_second_factor": "on"})
    password = client.post(f"/admin/auth/user/{stronger.pk}/password/", passwords)
    delete = client.post(address(stronger, "delete"), {"post": "yes"})
    assert [page.status_code for page in (change, password, delete)] == [403, 403, 403]

    chosen = {"action": "delete_selected", "_selected_action": stronger.pk, "post": "yes"}
    client.post(address(User, "changelist"), chosen)
    stronger.refresh_from_db()
    assert stronger.check_password(PASSWORD)
    assert second_factor.app_of(stronger)


@pytest.mark.usefixtures("administrator")
def test_an_administrator_gives_no_role_that_may_do_more(client):
    role = Group.objects.create(name="keeper of sessions")
    role.permissions.add(Permission.objects.get(codename="delete_session"))
    nora = make_account()
    page = save(client, nora, groups=[role.pk])

    assert errors_of(page)
    assert not nora.groups.exists()
    assert client.post(address(role), {"name": "x"}).status_code == 403


@pytest.mark.usefixtures("administrator")
def test_an_administrator_gives_a_role_no_permission_beyond_their_own(client):
    role = Group.objects.create(name="helper")
    beyond = Permission.objects.get(codename="delete_session")
    own = Permission.objects.get(codename="view_resource")
    assert errors_of(save(client, role, permissions=[own.pk, beyond.pk]))
    assert not errors_of(save(client, role, permissions=[own.pk]))

    assert list(role.permissions.all()) == [own]


def test_a_role_keeps_permissions_its_page_does_not_show(client):
    client.force_login(make_account(is_superuser=True))
    role = Group.objects.get(name="curator")
    role.permissions.add(Permission.objects.get(codename="delete_session"))
    before = set(role.permissions.all())
    save(client, role)

    assert set(role.permissions.all()) == before


def test_nobody_locks_themselves_out(client, administrator):
    url, fields = open_form(client, administrator)
    assert {"is_active", "groups", "is_superuser"}.isdisjoint(fields)
    client.post(url, {name: v for name, v in fields.items() if name != "is_active"})
    assert client.post(address(administrator, "delete"), {"post": "yes"}).status_code == 403

    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.groups.exists()


def test_an_administrator_resets_a_second_factor_and_that_is_noted(client, administrator):
    nora = make_account()
    set_up_phone(nora)
    save(client, nora, reset_second_factor="on")

    assert second_factor.app_of(nora) is None
    noted = LogEntry.objects.get(object_id=nora.pk, user=administrator)
    assert "Reset the second step" in noted.get_change_message()


def test_nobody_resets_their_own_without_a_code(client, administrator):
    phone, _codes = set_up_phone(administrator)
    sign_in(client, administrator, phone.code())
    save(client, administrator, reset_second_factor="on")

    assert second_factor.app_of(administrator)


@pytest.mark.usefixtures("administrator")
def test_a_role_can_require_a_second_factor(client):
    role = Group.objects.get(name="contributor")
    save(client, role, requires_second_factor="on")
    assert RequiredSecondFactor.objects.get().group == role

    url, fields = open_form(client, role)
    assert fields["requires_second_factor"] == ["on"]
    del fields["requires_second_factor"]
    client.post(url, fields)
    assert not RequiredSecondFactor.objects.exists()


@pytest.mark.parametrize("role", ["contributor", "curator"])
@pytest.mark.parametrize("page", ["user", "group"])
def test_only_administrators_see_accounts_and_roles(client, role, page):
    nora = make_account("nora", role)
    client.force_login(nora)
    for at in ("", "add/", f"{nora.pk}/change/"):
        assert client.get(f"/admin/auth/{page}/{at}").status_code == 403


def test_secrets_of_phones_have_no_page(client):
    client.force_login(make_account(is_superuser=True))
    for at in ("otp_totp/totpdevice/", "otp_static/staticdevice/", "axes/accessattempt/"):
        assert client.get(f"/admin/{at}").status_code == 404


@pytest.mark.usefixtures("administrator")
def test_the_list_of_accounts_costs_the_same_at_any_length(client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(User, "changelist")).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for _ in range(10):
        set_up_phone(make_account(None, "curator"))
    assert cost() == few


@pytest.mark.usefixtures("administrator")
def test_account_forms_send_nothing_they_do_not_show(client):
    page = client.get(address(make_account()))
    assert {"is_staff", "user_permissions", "is_superuser"}.isdisjoint(fields_of(page))
