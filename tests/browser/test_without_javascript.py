"""Everything works in a browser that runs no script."""

import pytest

from resources.messages.form_tokens import MIN_AGE


@pytest.fixture
def page(open_tab):
    return open_tab(java_script_enabled=False).page


def test_a_search_from_the_first_page_finds(page):
    page.goto("/es/")
    page.fill("[name=q]", "asistencia")
    page.press("[name=q]", "Enter")

    page.wait_for_url("**/es/resources/?q=asistencia")
    assert page.input_value("[name=q]") == "asistencia"
    assert page.locator("#results li h3").count() > 0


def test_filters_narrow_the_list(page):
    page.goto("/resources/")
    page.check("[name=topic][value=families]")
    page.click(".facet[open] .more > summary")
    page.check("[name=topic][value=business]")
    page.click(".facets > .button")

    page.wait_for_url(lambda url: "topic=families" in url and "topic=business" in url)
    assert page.is_checked("[name=topic][value=families]")
    assert page.locator(".applied a").count() == 3
    assert page.locator("#results-h").inner_text().endswith("resources")


def test_the_other_language_keeps_the_page_and_its_query(page):
    page.goto("/topics/families/?role=family&page=2")
    page.click("header [hreflang=es]")
    page.wait_for_url("**/es/topics/families/?page=2&role=family")
    assert page.get_attribute("html", "lang") == "es"

    page.click("header [hreflang=en]")
    page.wait_for_url(lambda url: url.endswith("/topics/families/?page=2&role=family"))
    assert page.get_attribute("html", "lang") == "en"


def test_a_word_explains_itself(page):
    page.goto("/es/topics/families/")
    word = page.locator(".word").first
    card = page.locator("#" + word.get_attribute("popovertarget"))
    word.click()
    assert card.is_visible()

    card.get_by_role("button").click()
    assert not card.is_visible()


def test_what_was_searched_in_vain_is_suggested_and_looked_up(page):
    page.goto("/es/resources/?q=zzzqqq")
    page.click("#results a[href*='/suggest/']")
    assert page.input_value("[name=text]") == "zzzqqq"

    page.fill("[name=text]", "")
    page.click(".message .button")
    assert page.locator("[role=alert]:focus").count() == 1
    page.fill("[name=text]", "Un club de ajedrez")
    page.wait_for_timeout(MIN_AGE * 1000 + 1000)  # a person is not as quick as this test
    page.click(".message .button")
    number = page.url.rstrip("/").rpartition("/")[2]
    assert number.replace("-", " ") in page.locator("main").inner_text()

    page.goto("/es/suggest/")
    page.fill("[name=reference]", number)
    page.press("[name=reference]", "Enter")
    page.wait_for_url(f"**/es/suggest/{number}/")
