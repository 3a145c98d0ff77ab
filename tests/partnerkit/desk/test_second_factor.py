"""The second factor: how it is set up, where it is asked for, and which roles need it."""

import re
from base64 import b32decode

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import URLPattern, reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from lxml import html

from partnerkit.desk import second_factor
from partnerkit.desk.second_factor import SecondFactorState
from partnerkit.models import RequiredSecondFactor

from .people import PASSWORD, Phone, make_account, set_up_phone, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/second-factor/"


def shown_key(page):
    """The secret a page shows, and the signed one its form sends."""
    document = html.fromstring(page.content.decode())
    key = document.cssselect("code.key")[0].text_content().replace(" ", "")
    return b32decode(key).hex(), document.cssselect("[name=secret]")[0].get("value")


def codes_on(page):
    return [c.text_content() for c in html.fromstring(page.content.decode()).cssselect(".codes li")]


def test_somebody_sets_up_an_app_and_signs_in_with_it(client):
    ana = make_account()
    sign_in(client, ana)
    page = client.get(PAGE)
    secret, sealed = shown_key(page)
    assert "<svg" in page.content.decode()
    assert not TOTPDevice.objects.exists()  # nothing changes on GET

    phone = Phone(secret)
    done = client.post(PAGE, {"code": phone.code(), "secret": sealed})
    assert len(set(codes_on(done))) == 10
    assert client.get("/admin/").status_code == 200
    assert codes_on(client.get(PAGE)) == []  # shown once

    client.logout()
    assert sign_in(client, ana).status_code == 200
    assert client.get("/admin/").status_code == 302
    assert sign_in(client, ana, phone.code()).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_wrong_code_sets_nothing_up_and_shows_the_same_key_again(client):
    client.force_login(make_account())
    secret, sealed = shown_key(client.get(PAGE))
    page = client.post(PAGE, {"code": "000000", "secret": sealed})

    assert shown_key(page)[0] == secret
    assert not TOTPDevice.objects.exists()


def test_a_key_that_was_shown_to_somebody_else_sets_nothing_up(client):
    client.force_login(make_account())
    secret, sealed = shown_key(client.get(PAGE))
    client.force_login(make_account())

    for stolen in (sealed, sealed[:-1], "", "x" * 400):
        client.post(PAGE, {"code": Phone(secret).code(), "secret": stolen})
    assert not TOTPDevice.objects.exists()


def test_a_code_works_once(client):
    ana = make_account()
    phone, _codes = set_up_phone(ana)
    code = phone.code()

    assert sign_in(client, ana, code).status_code == 302
    client.logout()
    assert sign_in(client, ana, code).status_code == 200


def test_the_code_that_set_it_up_does_not_sign_in(client):
    ana = make_account()
    secret = second_factor.new_secret()
    code = Phone(secret).code()

    assert second_factor.set_up_app(ana, secret, code)
    assert sign_in(client, ana, code).status_code == 200


def test_a_code_may_be_typed_as_the_app_shows_it(client):
    ana = make_account()
    phone, _codes = set_up_phone(ana)
    code = phone.code()

    assert sign_in(client, ana, f" {code[:3]} {code[3:]} ").status_code == 302


def test_a_recovery_code_works_once_however_it_is_typed(client):
    ana = make_account()
    _phone, codes = set_up_phone(ana)

    assert sign_in(client, ana, codes[0].upper().replace("-", " ")).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert second_factor.recovery_codes_left(ana) == 9
    client.logout()
    assert sign_in(client, ana, codes[0]).status_code == 200


def test_recovery_codes_cannot_be_read_from_the_database():
    _phone, codes = set_up_phone(make_account())
    stored = set(StaticToken.objects.values_list("token", flat=True))

    assert len(stored) == 10
    assert not stored & {*codes, *(code.replace("-", "") for code in codes)}


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_after_a_wrong_code_the_next_one_has_to_wait(kind):
    ana = make_account()
    phone, codes = set_up_phone(ana)
    wrong, right = {"app": ("000000", phone.code()), "recovery": ("wrong-code1", codes[0])}[kind]

    assert second_factor.verify(ana, wrong) is None
    assert second_factor.verify(ana, right) is None


def test_nobody_gets_in_with_a_code_of_somebody_else(client):
    ana, ben = make_account(), make_account()
    set_up_phone(ana)
    phone, codes = set_up_phone(ben)

    assert sign_in(client, ana, phone.code()).status_code == 200
    assert second_factor.verify(ana, codes[0]) is None


def addresses_of(patterns, prefix=""):
    """Every address of the desk, with a number wherever one takes an argument."""
    for entry in patterns:
        part = re.sub(r"<[^>]*>|\(\?P<[^)]*\)", "1", str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield prefix + re.sub(r"[\^$]|\\Z|\.\*\$?", "", part)
        else:
            yield from addresses_of(entry.url_patterns, prefix + part)


def desk_addresses():
    found = {f"/admin/{address}" for address in addresses_of(admin.site.urls[0])}
    return sorted(found - {"/admin/login/", "/admin/logout/"})


def leads_to_sign_in(answer):
    return answer.status_code == 302 and answer.url.startswith("/admin/login/")


def test_every_address_of_the_desk_needs_the_second_factor(client):
    root = make_account(is_superuser=True)
    client.force_login(root)
    assert client.get("/admin/auth/user/").status_code == 200
    set_up_phone(root)  # in another browser
    addresses = desk_addresses()
    assert len(addresses) > 100

    assert [a for a in addresses if not leads_to_sign_in(client.get(a))] == []
    own = {PAGE, f"{PAGE}codes/", f"{PAGE}remove/"}
    assert [a for a in own if not leads_to_sign_in(client.post(a, {"a": "b"}))] == []
    sent = {a: client.post(a, {"a": "b"}).status_code for a in addresses if a not in own}
    assert {a: status for a, status in sent.items() if status != 401} == {}
    assert TOTPDevice.objects.count() == 1


def test_a_role_may_require_it_and_its_members_are_led_there_and_nowhere_else(client):
    RequiredSecondFactor.objects.create(group=Group.objects.get(name="contributor"))
    ana, ben = make_account("ana", "contributor"), make_account("ben", "curator")
    client.force_login(ben)
    assert client.get("/admin/").status_code == 200

    client.force_login(ana)
    pages = [a for a in desk_addresses() if "second-factor" not in a]
    assert {client.get(address).headers.get("Location") for address in pages} == {PAGE}
    page = client.get(PAGE)
    assert "Your role asks for this" in page.content.decode()

    secret, sealed = shown_key(page)
    client.post(PAGE, {"code": Phone(secret).code(), "secret": sealed})
    assert client.get("/admin/").status_code == 200


def test_a_user_who_must_set_it_up_can_sign_out(client):
    RequiredSecondFactor.objects.create(group=Group.objects.get(name="contributor"))
    client.force_login(make_account("ana", "contributor"))
    client.post("/admin/logout/")

    assert leads_to_sign_in(client.get(PAGE))


def test_a_superuser_needs_it_if_any_role_does(client):
    client.force_login(make_account(is_superuser=True))
    assert client.get("/admin/").status_code == 200

    RequiredSecondFactor.objects.create(group=Group.objects.get(name="administrator"))
    assert client.get("/admin/").url == PAGE


@pytest.mark.parametrize("action", ["codes", "remove"])
def test_changing_it_asks_for_password_and_code(client, action):
    ana = make_account()
    phone, old = set_up_phone(ana)
    sign_in(client, ana, phone.code())
    for wrong in ({"password": PASSWORD, "code": "000000"}, {"password": "wrong"}, {}):
        client.post(f"{PAGE}{action}/", {"code": old[1], **wrong})

    assert second_factor.app_of(ana)
    assert client.get(f"{PAGE}{action}/").status_code == 405


def test_new_recovery_codes_replace_the_old(client):
    ana = make_account()
    phone, old = set_up_phone(ana)
    sign_in(client, ana, phone.code())
    page = client.post(f"{PAGE}codes/", {"password": PASSWORD, "code": old[0]})
    new = codes_on(page)

    assert len(new) == 10
    assert second_factor.verify(ana, new[3])
    assert second_factor.verify(ana, old[3]) is None


def test_after_its_removal_it_is_not_asked_for(client):
    ana = make_account()
    phone, codes = set_up_phone(ana)
    sign_in(client, ana, phone.code())
    client.post(f"{PAGE}remove/", {"password": PASSWORD, "code": codes[0]})
    client.logout()

    assert sign_in(client, ana).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert not StaticToken.objects.exists()


def test_an_operator_resets_it(capsys):
    ana = make_account("ana")
    set_up_phone(ana)
    call_command("reset_second_factor", "ana")

    assert "ana" in capsys.readouterr().out
    assert second_factor.second_factor_state(ana) is SecondFactorState.COMPLETE
    for name in ("ana", "nobody"):
        with pytest.raises(CommandError, match=name):
            call_command("reset_second_factor", name)


def test_the_page_keeps_to_the_security_policy(client):
    client.force_login(make_account())
    page = client.get(reverse("admin:second_factor")).content.decode()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
