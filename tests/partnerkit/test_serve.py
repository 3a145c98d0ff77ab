import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.running_site import MANAGE, Serve, clean_environment, copied, new_database, shell

RESOURCES = 318
PASSWORD = re.compile(r"as (\S+) with the password (\S+)")

fetch = build_opener().open


@pytest.fixture(scope="module")
def settled(first_start, tmp_path_factory):
    """What a later start finds, of the site that a first one has set up."""
    return copied(first_start.environment, tmp_path_factory.mktemp("settled"))


def refusal(*options, **environment):
    """The line a start that must fail answers with."""
    with Serve(*options, **environment) as serve:
        exit_code, errors = serve.end()
    assert exit_code != 0
    assert serve.output == ""
    assert len(errors.splitlines()) == 1, errors
    return errors


@pytest.mark.both_databases
def test_the_first_start_prints_a_password_that_signs_in(first_start, site):
    name, password = PASSWORD.search(first_start.output).groups()
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    login = f"{site}/admin/login/?next=/admin/"
    browser.open(login).close()
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    form = {"username": name, "password": password, "csrfmiddlewaretoken": token}

    with browser.open(login, urlencode(form).encode()) as answer:
        assert answer.geturl().endswith("/admin/")


def test_ctrl_c_stops_it_without_a_word(first_start):
    assert first_start.end == (0, "")


def test_a_closed_terminal_stops_it(settled):
    with Serve(**settled) as serve:
        serve.open_at()
        assert serve.end(signal.SIGHUP) == (0, "")


@pytest.mark.both_databases
def test_a_later_start_prints_no_password_and_keeps_what_curators_changed(settled):
    shell("Vocabulary.objects.filter(pk='topic').update(name_en='Theme')", settled)

    with Serve(**settled) as serve:
        serve.open_at()
        serve.end(signal.SIGINT)

    assert not PASSWORD.search(serve.output)
    name = shell("print(Vocabulary.objects.get(pk='topic').name_en)", settled)
    assert name == "Theme"


def test_a_query_of_ten_thousand_characters_is_answered_by_the_site(site):
    with pytest.raises(HTTPError) as refused:
        fetch(f"{site}/nowhere/?q={'a' * 10_000}")
    with refused.value as answer:
        assert answer.status == 404
        assert "Content-Security-Policy" in answer.headers


@pytest.fixture
def _started_in_the_background():
    """What a script starts with `&` inherits: Ctrl-C ignored."""
    was = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, was)


@pytest.mark.usefixtures("_started_in_the_background")
def test_ctrl_c_during_set_up_ends_without_a_traceback(tmp_path):
    with Serve(VAR_DIR=str(tmp_path), **new_database()) as serve:
        serve.says("Loading the kit", "Open")
        exit_code, errors = serve.end(signal.SIGINT)

    assert exit_code in (0, -signal.SIGINT)
    assert errors == ""


@pytest.mark.both_databases
def test_a_killed_start_leaves_no_half_kit_and_two_starts_at_once_finish_it(tmp_path):
    environment = {"VAR_DIR": str(tmp_path), **new_database()}
    with Serve(**environment) as serve:
        serve.says("Loading the kit", "Open")
        serve.end(signal.SIGKILL)
    count = "print(Resource.objects.count(), User.objects.count())"
    assert shell(count, environment) in ("0 0", f"{RESOURCES} 1")

    with Serve(**environment) as one, Serve(**environment) as other, ThreadPoolExecutor() as pool:
        for address in pool.map(Serve.open_at, (one, other)):
            fetch(f"{address}/static/css/site.css").close()

    assert shell(count, environment) == f"{RESOURCES} 1"
    assert len(PASSWORD.findall(one.output + other.output)) == 1


def test_a_busy_port_is_reported(settled):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert f"Port {port} of 127.0.0.1 is in use" in refusal(f"--port={port}")


@pytest.mark.parametrize("option", ["--port=65536", "--workers=two"])
def test_a_wrong_number_is_reported(option, tmp_path):
    assert f"{option.partition('=')[0]} must be a number" in refusal(option, VAR_DIR=str(tmp_path))


@pytest.mark.both_databases
def test_an_unreachable_database_is_reported_without_its_password(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    url = f"postgresql://curator:unspoken@127.0.0.1:{port}/kit"

    line = refusal(VAR_DIR=str(tmp_path), DATABASE_URL=url)

    assert f"Cannot reach the database kit on 127.0.0.1, port {port}" in line
    assert "unspoken" not in line


def test_a_malformed_address_of_the_database_is_reported_without_its_password(tmp_path):
    line = refusal(VAR_DIR=str(tmp_path), DATABASE_URL="postgre://curator:unspoken@127.0.0.1/kit")

    assert "DATABASE_URL must look like" in line
    assert "unspoken" not in line


@pytest.mark.parametrize("key", ["", "a key of the operator's own, long enough to be used"])
def test_a_folder_that_cannot_be_written_is_reported(key, tmp_path):
    file = tmp_path / "file"
    file.touch()

    assert str(file / "var") in refusal(VAR_DIR=str(file / "var"), SECRET_KEY=key)


def test_others_may_reach_it_only_with_a_key_of_its_own(tmp_path):
    line = refusal("--host=0.0.0.0", VAR_DIR=str(tmp_path))

    assert "SECRET_KEY is not set" in line
    assert not list(tmp_path.iterdir())


def test_gunicorn_halts_when_the_site_is_not_configured():
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:partnerkit.gunicorn_settings"]
    run = subprocess.run(
        [*gunicorn, "--bind=127.0.0.1:0"],
        cwd=MANAGE.parent,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 4
    assert len(run.stderr.splitlines()) == 1
    assert run.stderr.startswith("PartnerKit cannot start: SECRET_KEY is not set.")
