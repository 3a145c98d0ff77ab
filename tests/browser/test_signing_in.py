"""Signing in at the desk by keyboard, with a code, and with text that waited for it."""

import time
from base64 import b32decode

import pytest
from django_otp.oath import TOTP

from tests.browser.keyboard import press_tab_until, wait_for_focus
from tests.browser.tab import PHONE, WIDE
from tests.running_site import shell

PASSWORD = "a long enough password"


@pytest.fixture(params=["en", "es"])
def language(request):
    return request.param


@pytest.fixture
def desk(language):
    return "/admin/" if language == "en" else f"/{language}/admin/"


@pytest.fixture
def curator(serving, language):
    """The name of a new account for each language."""
    name = f"curator-{language}"
    make = f"User.objects.create_superuser({name!r}, password={PASSWORD!r})"
    shell(f"from django.contrib.auth.models import User; {make}", serving.environment)
    return name


class Phone:
    """An app with a key that was read off the page. Each code is a new one."""

    def __init__(self, key):
        self.clock = TOTP(b32decode(key.replace(" ", "")))
        self.steps_ahead = -1

    def code(self):
        self.steps_ahead += 1
        self.clock.time = time.time() + 30 * self.steps_ahead
        return f"{self.clock.token():06}"


def look(tab):
    """What is wrong with the page on a wide screen and on a phone: nothing."""
    for size in (WIDE, PHONE):
        tab.page.set_viewport_size(size)
        assert tab.violations() == []
        assert tab.sideways() == 0
    tab.page.set_viewport_size(WIDE)
    assert tab.foreign_requests() == []


def type_into(page, selector, text):
    press_tab_until(page, selector)
    page.keyboard.type(text)


def fill_in(page, name, code=""):
    """Sign in by keyboard alone; the first field gets the focus by itself."""
    wait_for_focus(page, "#id_username")
    page.keyboard.press("Control+A")
    page.keyboard.type(name)
    type_into(page, "#id_password", PASSWORD)
    type_into(page, "#id_code", code)
    page.keyboard.press("Enter")


def test_a_curator_sets_up_a_code_signs_in_with_it_and_loses_no_text(
    open_tab, curator, desk, language
):
    tab = open_tab()
    page = tab.page
    tab.open(f"{desk}login/")
    look(tab)
    fill_in(page, curator)
    page.wait_for_url(f"**{desk}")

    tab.open(f"{desk}second-factor/")
    look(tab)
    phone = Phone(page.inner_text("code.key"))
    type_into(page, "#id_code", phone.code())
    page.keyboard.press("Enter")
    page.wait_for_selector(".codes")
    assert page.locator(".codes li").count() == 10
    look(tab)
    tab.open(f"{desk}second-factor/")
    look(tab)

    tab.open(f"{desk}resources/synonymgroup/add/")
    page.fill("[name=slug]", f"kept-{language}")
    page.fill("[name=english]", "mothers\nfathers")
    page.fill("[name=spanish]", "mamás\npapás")
    tab.context.clear_cookies(name="sessionid")  # as when twelve hours are over
    page.click("[name=_save]")
    look(tab)
    fill_in(page, curator)  # the code is forgotten
    page.wait_for_selector(".errornote")
    look(tab)
    fill_in(page, curator, phone.code())
    page.wait_for_selector("[name=english]", state="attached")
    look(tab)
    press_tab_until(page, "#content-main button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{desk}resources/synonymgroup/")

    page.goto(f"{desk}resources/synonymgroup/?q=kept-{language}")
    page.click("#result_list tbody a")
    assert page.input_value("[name=spanish]") == "mamás\npapás"


def test_who_errs_too_often_is_told_how_long_to_wait(open_tab, desk, language):
    tab = open_tab()
    tab.open(f"{desk}login/")
    for _ in range(5):
        with tab.page.expect_navigation():
            fill_in(tab.page, f"nobody-{language}")
    assert "15 minut" in tab.page.inner_text(".notice")
    look(tab)
