"""Pages of every shape, as readers with other screens, colours and sizes see them."""

import pytest

from tests.browser.tab import PHONE

LOOKS = {"dark": {"color_scheme": "dark"}, "phone": {"viewport": PHONE}}
DOUBLE_THE_TEXT = "() => { document.documentElement.style.fontSize = '200%' }"
BORDERS = """flag => {
  const style = getComputedStyle(flag);
  return ["top", "right", "bottom", "left"].map(
    side => style[`border-${side}-style`] + " " + style[`border-${side}-width`]
  );
}"""


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_wrong(look, open_tab, shapes):
    tab = open_tab(**LOOKS[look])
    wrong = {}
    for page in shapes:
        tab.open(page.address)
        wrong[page.address] = tab.violations()

    assert {address: found for address, found in wrong.items() if found} == {}


def test_no_page_scrolls_sideways_with_text_twice_as_large(open_tab, shapes):
    tab = open_tab(viewport={"width": 640, "height": 900})
    sideways = {}
    for page in shapes:
        tab.open(page.address)
        tab.page.evaluate(DOUBLE_THE_TEXT)
        sideways[page.address] = tab.sideways()

    assert {address: pixels for address, pixels in sideways.items() if pixels} == {}


@pytest.mark.usefixtures("once")
def test_in_forced_colours_a_flag_has_a_border(open_tab):
    tab = open_tab(forced_colors="active")
    tab.open("/topics/families/")
    flags = tab.page.locator(".locator").all()

    assert len(flags) > 3
    assert {border for flag in flags for border in flag.evaluate(BORDERS)} == {"solid 2px"}
