"""A session ends with the browser, after twelve hours, and when the password changes."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.utils import timezone

from .people import PASSWORD, make_account, sign_in

pytestmark = pytest.mark.django_db


def is_in(client):
    return client.get("/admin/").status_code == 200


@pytest.mark.parametrize("https_only", [True, False])
def test_the_cookies_of_the_desk_are_careful(client, https_only):
    with override_settings(SESSION_COOKIE_SECURE=https_only, CSRF_COOKIE_SECURE=https_only):
        answer = sign_in(client, make_account())

    assert {*answer.cookies} == {"sessionid", "csrftoken"}
    for cookie in answer.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert bool(cookie["secure"]) == https_only
    assert not answer.cookies["sessionid"]["max-age"]
    assert not answer.cookies["sessionid"]["expires"]


def test_a_session_ends_after_twelve_hours_even_in_use(client, monkeypatch):
    sign_in(client, make_account())
    began = timezone.now()
    monkeypatch.setattr("partnerkit.desk.sessions.time.time", lambda: began.timestamp() + 11 * 3600)
    session = client.session
    session["something"] = "changed"
    session.save()

    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(minutes=59) < left < timedelta(minutes=61)


def test_signing_in_again_begins_twelve_new_hours(client):
    ana = make_account()
    sign_in(client, ana)
    session = client.session
    session["began"] -= 11 * 3600
    session.save()
    sign_in(client, ana)

    left = Session.objects.get().expire_date - timezone.now()
    assert left > timedelta(hours=11, minutes=59)


def test_an_ended_session_is_no_session(client):
    sign_in(client, make_account())
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not is_in(client)


def test_ended_sessions_are_forgotten_when_anybody_signs_in(client):
    client.force_login(make_account())
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    client.cookies.clear()
    sign_in(client, make_account())

    assert Session.objects.count() == 1


def test_a_new_password_ends_every_other_session(client, client_again):
    ana = make_account()
    sign_in(client, ana)
    sign_in(client_again, ana)
    new = "another long password"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    client.post("/admin/password_change/", sent)

    assert is_in(client)
    assert not is_in(client_again)


def test_an_account_that_loses_access_is_signed_out_at_once(client):
    ana = make_account()
    client.force_login(ana)
    ana.is_active = False
    ana.save()

    assert not is_in(client)


@pytest.fixture
def client_again():
    return Client()


@pytest.mark.parametrize("address", ["/", "/resources/", "/about/", "/healthz"])
def test_public_pages_set_no_cookie_even_in_a_signed_in_browser(client, address):
    client.force_login(make_account())

    answer = client.get(address)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
