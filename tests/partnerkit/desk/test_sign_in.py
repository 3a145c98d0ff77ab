"""Signing in: one page, one message for whatever is wrong, and a pause after five wrong tries."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from .people import PASSWORD, make_account, set_up_phone, sign_in

pytestmark = pytest.mark.django_db


def is_in(client):
    return client.get("/admin/").status_code == 200


def fail(client, name, times=1, **headers):
    for _ in range(times):
        sent = {"username": name, "password": "wrong", "code": ""}
        answer = client.post("/admin/login/", sent, **headers)
    return answer


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_password_is_enough_without_a_second_factor(client, prefix):
    answer = sign_in(client, make_account(), at=f"{prefix}/admin/login/")

    assert answer.status_code == 302
    assert answer.url == f"{prefix}/admin/"
    assert is_in(client)


def message_of(answer):
    return answer.context["form"].non_field_errors()


def test_one_message_answers_whatever_is_wrong(client):
    known, protected = make_account(), make_account()
    set_up_phone(protected)
    gone, visitor = make_account(is_active=False), make_account(is_staff=False)
    answers = [
        sign_in(client, User(username="nobody")),
        sign_in(client, known, password="wrong"),
        sign_in(client, gone),
        sign_in(client, visitor),
        sign_in(client, protected),
        sign_in(client, protected, "000000"),
        sign_in(client, protected, "not-a-code", password="wrong"),
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert len({tuple(message_of(answer)) for answer in answers}) == 1
    assert not is_in(client)


def test_five_wrong_tries_lock_a_name_out_whether_it_exists_or_not(client):
    make_account("ana")
    for name in ("ana", "nobody"):
        assert fail(client, name, 4).status_code == 200
        fifth = fail(client, name)
        assert fifth.status_code == 429
        assert fifth.headers["Retry-After"] == "900"
        assert "15 minutes" in fifth.content.decode()


def test_the_locked_out_page_speaks_spanish(client):
    ana = make_account()
    for _ in range(5):
        answer = sign_in(client, ana, password="wrong", at="/es/admin/login/")

    assert answer.status_code == 429
    assert "15 minutos" in answer.content.decode()


def test_a_locked_name_is_refused_the_right_password_for_15_minutes(client):
    ana = make_account()
    fail(client, ana.username, 5)
    assert sign_in(client, ana).status_code == 429

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, ana).status_code == 302


def test_trying_while_locked_out_makes_the_wait_no_longer(client):
    ana = make_account()
    fail(client, ana.username, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    fail(client, ana.username, 3)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))

    assert sign_in(client, ana).status_code == 302


def test_the_office_next_door_is_not_locked_out(client):
    ana, ben = make_account(), make_account()
    fail(client, ana.username, 5, REMOTE_ADDR="10.0.0.1")
    sent = {"username": ben.username, "password": PASSWORD, "code": ""}

    assert client.post("/admin/login/", sent, REMOTE_ADDR="10.0.0.1").status_code == 302
    client.logout()
    assert sign_in(client, ana).status_code == 302  # the same name at another address


def test_signing_in_forgets_the_wrong_tries_before(client):
    ana = make_account()
    fail(client, ana.username, 4)
    sign_in(client, ana)

    assert not AccessAttempt.objects.exists()


def test_wrong_codes_lock_out_too(client):
    ana = make_account()
    phone, _codes = set_up_phone(ana)
    for _ in range(5):
        answer = sign_in(client, ana, "000000")

    assert answer.status_code == 429
    assert sign_in(client, ana, phone.code()).status_code == 429


def test_a_wrong_try_is_stored_without_secrets_and_not_for_long(client):
    typed = {"username": "ana", "password": PASSWORD, "code": "123456", "resumed_post": "a text"}
    client.post("/admin/login/", typed)
    kept = AccessAttempt.objects.get()
    assert not {PASSWORD, "123456", "a text"} & set(kept.post_data.replace("=", "\n").split("\n"))

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    fail(client, "ben")
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["ben"]


@pytest.mark.parametrize("name", ["x" * 10_000, "a\0b", "\ud800".encode("utf-8", "replace"), " "])
def test_hostile_names_are_answered_with_the_form(client, name):
    assert fail(client, name).status_code == 200


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/admin/resources/resource/?q=a", "/admin/resources/resource/?q=a"),
        ("https://evil.example/admin/", "/admin/"),
        ("//evil.example/admin/", "/admin/"),
        ("/\\evil.example/admin/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
        ("/resources/", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_after_signing_in_only_addresses_of_the_desk_are_opened(client, asked, answered):
    assert sign_in(client, make_account(), next=asked).url == answered


def test_a_signed_in_user_is_sent_on(client):
    client.force_login(make_account())

    assert client.get("/admin/login/?next=/admin/").url == "/admin/"


def test_signing_out_is_a_post(client):
    client.force_login(make_account())
    assert client.get("/admin/logout/").status_code == 405
    assert is_in(client)

    client.post("/admin/logout/")
    assert not is_in(client)


def test_with_the_switch_off_nobody_is_locked_out(client):
    ana = make_account()
    with override_settings(AXES_ENABLED=False):
        fail(client, ana.username, 6)
        assert sign_in(client, ana).status_code == 302
