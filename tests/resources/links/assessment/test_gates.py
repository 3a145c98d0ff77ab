"""Gates are short. Pages about the same subjects are not."""

import pytest

from resources.links.assessment.gates import (
    find_consent_prompt,
    find_login,
    find_robot_check,
    find_server_placeholder,
)
from resources.links.assessment.pages import read_page
from tests.resources.links.fetch_results import ADDRESS, answer, html


def page(title="", text="", words=0, head=""):
    """A page with this text, and as many words more."""
    more = " ".join(f"class{n}" for n in range(words))
    return read_page(answer(html(title, f"<p>{text} {more}", head=head)), ADDRESS)


CHECKS = [
    "Just a moment...",
    "Please verify you are human",
    "Verifique que usted no es un robot",
    "Access to this page has been denied",
    "Acceso denegado",
    "You have been blocked",
    "Please enable JavaScript and cookies to continue",
]


@pytest.mark.parametrize("text", CHECKS)
def test_a_robot_check_is_short_and_shorter_with_a_success_status(text):
    assert find_robot_check(page(text=text), 200)
    assert find_robot_check(page(title=text), 200)
    assert find_robot_check(page(text=text, words=80), 200)
    assert not find_robot_check(page(text=text, words=120), 200)
    assert find_robot_check(page(text=text, words=120), 403)
    assert not find_robot_check(page(text=text, words=200), 403)


def test_a_robot_check_may_stand_in_a_noscript_element():
    shown = html("", "<noscript>Enable JavaScript and cookies to continue</noscript>")

    assert find_robot_check(read_page(answer(shown), ADDRESS), 200)


MARK = "<script src=//captcha-delivery.com/c.js></script>"


def test_the_scripts_of_robot_checks_count_on_nearly_empty_pages_only():
    assert find_robot_check(page(head=MARK, words=40), 200) == "captcha-delivery.com"
    assert not find_robot_check(page(head=MARK, words=80), 200)
    assert not find_robot_check(page(head=MARK, words=80), 403)
    assert not find_robot_check(page(words=40), 200)


@pytest.mark.parametrize("text", ["Sign in to your account", "Inicie sesión para continuar"])
def test_a_login_is_short(text):
    assert find_login(page(text=text, words=120))
    assert not find_login(page(text=text, words=200))


def test_a_consent_prompt_comes_first_is_short_and_leaves_a_choice():
    text = "We use cookies. Accept or reject?"

    assert find_consent_prompt(page(text=text, words=40))
    assert not find_consent_prompt(page(text=text, words=90))
    assert not find_consent_prompt(page(text="We use cookies.", words=40))
    assert not find_consent_prompt(page(title=" ".join(["class"] * 40), text=text))


@pytest.mark.parametrize(
    "text", ["Welcome to nginx!", "Account suspended", "Sitio en mantenimiento"]
)
def test_a_server_placeholder_is_short(text):
    assert find_server_placeholder(page(title=text, words=120))
    assert not find_server_placeholder(page(title=text, words=200))
