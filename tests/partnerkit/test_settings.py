import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from partnerkit import settings
from resources.web.views import UNKNOWN_ADDRESS, client_address
from tests.running_site import MANAGE, clean_environment

PRODUCTION = {
    "SECRET_KEY": "a-key-of-fifty-and-more-characters-0123456789-abcdefgh",
    "ALLOWED_HOSTS": "kit.example.org",
}


def check(*options, **environment):
    return subprocess.run(
        [sys.executable, MANAGE, "check", *options],
        env=clean_environment() | environment,
        capture_output=True,
        text=True,
    )


def test_production_settings_pass_the_deployment_check(tmp_path):
    run = check("--deploy", "--fail-level=WARNING", VAR_DIR=str(tmp_path), **PRODUCTION)

    assert run.returncode == 0, run.stderr
    assert "no issues" in run.stdout


@pytest.mark.parametrize("forgotten", PRODUCTION)
def test_a_forgotten_variable_refuses_to_start_with_one_line(forgotten, tmp_path):
    run = check(VAR_DIR=str(tmp_path), **PRODUCTION | {forgotten: " "})

    assert run.returncode != 0
    assert run.stderr.startswith(f"PartnerKit cannot start: {forgotten} is not set.")
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize(("text", "value"), [("on", True), ("off", False), (" ON ", True)])
def test_a_switch_is_on_or_off(monkeypatch, text, value):
    monkeypatch.setenv("HTTPS_ONLY", text)
    assert settings.switch("HTTPS_ONLY", default="on") is value


@pytest.mark.parametrize("text", ["", "true", "0", "offf"])
def test_a_switch_refuses_anything_else(monkeypatch, text):
    monkeypatch.setenv("HTTPS_ONLY", text)
    with pytest.raises(ImproperlyConfigured, match="HTTPS_ONLY must be 'on' or 'off'"):
        settings.switch("HTTPS_ONLY", default="on")


def test_an_unset_switch_takes_its_default(monkeypatch):
    monkeypatch.delenv("HTTPS_ONLY", raising=False)
    assert settings.switch("HTTPS_ONLY", default="on") is True


def test_an_intranet_may_be_allowed_for_links(monkeypatch):
    monkeypatch.setenv("LINK_CHECK_ALLOWED", "10.1.0.0/16, intranet.example.org:8080")
    allowed = settings.ssrf_exemptions("LINK_CHECK_ALLOWED")

    assert allowed.permits("any.example.org", "10.1.2.3", 443)
    assert not allowed.permits("any.example.org", "10.2.2.3", 443)


@pytest.mark.parametrize("text", ["10.1.0.0/33", "10.1.0.0/16,", "10.1.0.0/16 10.2.0.0/16", "*"])
def test_a_typo_in_what_is_allowed_refuses_to_start(monkeypatch, text):
    monkeypatch.setenv("LINK_CHECK_ALLOWED", text)
    with pytest.raises(ImproperlyConfigured, match="LINK_CHECK_ALLOWED: "):
        settings.ssrf_exemptions("LINK_CHECK_ALLOWED")


@pytest.mark.parametrize("text", ["links@example.org", "https://example.org/robots/?a=1"])
def test_somebody_can_be_asked_about_visits_to_links(monkeypatch, text):
    monkeypatch.setenv("LINK_CHECK_CONTACT", text)
    assert settings.contact("LINK_CHECK_CONTACT", default="") == text


@pytest.mark.parametrize("text", ["", "example.org", "a@b.org\nHost: c", "a@b.org (us)", "é@b.org"])
def test_a_contact_that_nobody_could_use_refuses_to_start(monkeypatch, text):
    monkeypatch.setenv("LINK_CHECK_CONTACT", text)
    with pytest.raises(ImproperlyConfigured, match="LINK_CHECK_CONTACT must be"):
        settings.contact("LINK_CHECK_CONTACT", default="")


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://me:unspoken@host/kit",
        "postgre://me:unspoken@host/kit",
        "postgresql://me:unspoken@host",
        "postgresql://me:unspoken@host/",
        "postgresql://me:unspoken@host:99999/kit",
        "postgresql://me:1/unspoken@host/kit",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
    ],
)
def test_a_malformed_address_of_the_database_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like") as refused:
        settings.database(url)
    assert "unspoken" not in str(refused.value)


def test_a_password_may_hold_any_character_percent_encoded():
    config = settings.database("postgresql://me:p%40s%2Fs%3F%25@host:5433/kit?sslmode=require")

    assert config["PASSWORD"] == "p@s/s?%"
    assert (config["USER"], config["HOST"], config["PORT"]) == ("me", "host", 5433)
    assert config["NAME"] == "kit"
    assert config["OPTIONS"]["sslmode"] == "require"


def test_writers_of_sqlite_queue_and_readers_never_wait():
    options = settings.database("sqlite:////srv/kit.sqlite3")["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 5
    assert "journal_mode=WAL" in options["init_command"]


def test_the_database_lies_in_its_folder_whatever_the_folder_is_called(tmp_path):
    folder = tmp_path / "a folder#1 50%?+@é"
    code = "from django.conf import settings; print(settings.DATABASES['default']['NAME'])"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=MANAGE.parent,
        env=clean_environment()
        | PRODUCTION
        | {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "partnerkit.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == os.path.join(folder, "partnerkit.sqlite3")


@pytest.mark.parametrize(
    ("proxies", "sender", "forwarded", "address"),
    [
        (0, "192.0.2.1", "198.51.100.7", "192.0.2.1"),  # made up, for all we know
        (1, "192.0.2.1", "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (2, "192.0.2.1", "6.6.6.6, 198.51.100.7, 203.0.113.5", "198.51.100.7"),
        (2, "192.0.2.1", "198.51.100.7", "192.0.2.1"),  # did not come through both
        (1, "192.0.2.1", "", "192.0.2.1"),
        (0, "", "", UNKNOWN_ADDRESS),  # a Unix socket
        (1, "192.0.2.1", "nonsense", UNKNOWN_ADDRESS),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
    ],
)
def test_an_address_is_believed_from_our_own_proxies_only(
    rf, settings, proxies, sender, forwarded, address
):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR=sender, HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == address
