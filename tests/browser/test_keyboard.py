"""Everything can be reached and used by keyboard, and the focus is always seen."""

from urllib.parse import urlsplit

import pytest

from tests.browser.keyboard import ENOUGH, press_tab_until

FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    name: element.outerHTML.slice(0, 150),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    isOnScreen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
  };
}"""
STOPS = """() => [...document.querySelectorAll("a[href], button, input, summary")]
  .filter(element => element.checkVisibility({contentVisibilityAuto: true})).length"""


@pytest.mark.parametrize("address", ["/", "/resources/?topic=families", "/es/topics/families/"])
def test_the_focus_is_always_seen(address, open_tab):
    page = open_tab().page
    page.goto(address)
    page.emulate_media(reduced_motion="reduce")
    stops = []
    for _ in range(ENOUGH):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if not stop:
            break
        stops.append(stop)

    assert len(stops) == page.evaluate(STOPS)
    assert [stop for stop in stops if stop["outline"] < 2 or not stop["isOnScreen"]] == []


@pytest.mark.parametrize("address", ["/", "/es/resources/"])
def test_the_first_stop_skips_to_the_content(address, open_tab):
    page = open_tab().page
    page.goto(address)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main")
    assert page.locator("main:focus").count() == 1

    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


def test_a_filter_is_set_and_removed(open_tab):
    page = open_tab().page
    page.goto("/resources/")
    before = page.locator("#results-h").inner_text()

    press_tab_until(page, "details.facet:has([name=language]) > summary")
    page.keyboard.press("Enter")
    press_tab_until(page, "[name=language][value=es]")
    page.keyboard.press("Space")
    press_tab_until(page, ".facets > .button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/resources/?*language=es*")
    narrowed = page.locator("#results-h").inner_text()
    assert int(narrowed.split()[0]) < int(before.split()[0])

    press_tab_until(page, ".applied a:has-text('Remove filter: Spanish')")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "language=es" not in url)
    assert page.locator("#results-h").inner_text() == before


def test_filters_unfold_on_a_phone(open_tab):
    page = open_tab(viewport={"width": 320, "height": 800}).page
    page.goto("/es/resources/")
    choice = page.locator("[name=topic][value=families]")
    assert not choice.is_visible()

    press_tab_until(page, ".facets > summary")
    page.keyboard.press("Space")
    press_tab_until(page, "[name=topic][value=families]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).query.endswith("topic=families"))


def test_a_word_explains_itself_and_gives_the_focus_back(open_tab):
    page = open_tab().page
    page.goto("/topics/families/")
    press_tab_until(page, ".word")
    card = page.locator("#" + page.locator(":focus").get_attribute("popovertarget"))
    assert not card.is_visible()

    page.keyboard.press("Enter")
    assert card.is_visible()
    page.keyboard.press("Tab")
    assert card.locator(":focus").count() == 1

    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert page.locator(".word:focus").count() == 1
