import pytest
from django.core.exceptions import ImproperlyConfigured

from partnerkit import dev_defaults


def supplied(tmp_path, *arguments, **environment):
    """What the environment holds after `manage.py` was called with `arguments`."""
    environment["VAR_DIR"] = str(tmp_path)
    dev_defaults.supply(environment, list(arguments))
    del environment["VAR_DIR"]
    return environment


def test_serve_gets_a_key_of_its_own_and_the_names_of_this_machine(tmp_path):
    environment = supplied(tmp_path, "serve")

    assert len(environment.pop("SECRET_KEY")) >= 50
    assert environment == {"ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]", "HTTPS_ONLY": "off"}


def test_the_key_is_made_once_and_for_this_user_only(tmp_path):
    assert supplied(tmp_path, "serve") == supplied(tmp_path, "serve")
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_other_commands_get_nothing_before_the_first_serve_and_the_same_after(tmp_path):
    assert supplied(tmp_path, "changepassword", "curator") == {}
    first = supplied(tmp_path, "serve")
    assert supplied(tmp_path, "changepassword", "curator") == first


@pytest.mark.parametrize(
    "host",
    [
        ["--host", "0.0.0.0"],  # noqa: S104
        ["--host=192.0.2.1"],
        ["--port", "80", "--ho", "::"],
        ["--host=127.0.0.1", "--host=kit.example.org"],
        ["--host"],
        ["--host="],
    ],
)
def test_a_site_others_can_reach_gets_nothing(tmp_path, host):
    assert supplied(tmp_path, "serve", *host) == {}


@pytest.mark.parametrize("host", [["--host", "localhost"], ["--host=::1"], ["--port=1"]])
def test_any_name_of_this_machine_gets_a_key(tmp_path, host):
    assert "SECRET_KEY" in supplied(tmp_path, "serve", *host)


def test_what_the_operator_set_is_kept(tmp_path):
    own = {"SECRET_KEY": "own", "ALLOWED_HOSTS": "localhost", "HTTPS_ONLY": "on"}

    assert supplied(tmp_path, "serve", **own) == own
    assert not (tmp_path / "secret-key").exists()


def test_plain_http_is_not_supplied_for_names_the_operator_chose(tmp_path):
    assert "HTTPS_ONLY" not in supplied(tmp_path, "serve", ALLOWED_HOSTS="kit.example.org")


def test_a_key_that_cannot_be_stored_is_reported(tmp_path):
    (tmp_path / "secret-key").mkdir()

    with pytest.raises(ImproperlyConfigured, match="cannot keep a secret key"):
        supplied(tmp_path, "serve")
