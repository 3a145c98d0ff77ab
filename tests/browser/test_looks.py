"""Pages of every shape, as readers with other screens, colours and sizes see them."""

import pytest

from tests.browser.samples import of_every_shape, visitable
from tests.browser.tab import COLOURS, PHONE

DOUBLE_THE_TEXT = "() => { document.documentElement.style.fontSize = '200%' }"
BORDERS = """flag => {
  const style = getComputedStyle(flag);
  return ["top", "right", "bottom", "left"].map(
    side => style[`border-${side}-style`] + " " + style[`border-${side}-width`]
  );
}"""


def violations(tab, pages, **rules):
    found = {}
    for page in pages:
        tab.open(page.address)
        found[page.address] = tab.violations(**rules)
    return {address: wrong for address, wrong in found.items() if wrong}


@pytest.fixture(scope="module")
def fewest(pages):
    """Like `shapes`, with every part in one of the languages."""
    return of_every_shape(visitable(pages))


def test_axe_finds_nothing_wrong_on_a_wide_screen(open_tab, fewest):
    assert violations(open_tab(), fewest) == {}


def test_axe_finds_nothing_wrong_on_a_phone(open_tab, samples):
    """But for the colours, which do not depend on the width."""
    assert len(samples) > 40
    assert violations(open_tab(viewport=PHONE), samples, left_out=COLOURS) == {}


def test_dark_colours_can_be_told_apart_on_a_phone(open_tab, fewest):
    tab = open_tab(viewport=PHONE, color_scheme="dark")

    assert violations(tab, fewest, only=COLOURS) == {}


def test_no_page_scrolls_sideways_with_text_twice_as_large(open_tab, shapes):
    tab = open_tab(viewport={"width": 640, "height": 900})
    sideways = {}
    for page in shapes:
        tab.open(page.address)
        tab.page.evaluate(DOUBLE_THE_TEXT)
        sideways[page.address] = tab.sideways()

    assert {address: pixels for address, pixels in sideways.items() if pixels} == {}


def test_in_forced_colours_a_flag_has_a_border(open_tab):
    tab = open_tab(forced_colors="active")
    tab.open("/topics/families/")
    flags = tab.page.locator(".locator").all()

    assert len(flags) > 3
    assert {border for flag in flags for border in flag.evaluate(BORDERS)} == {"solid 2px"}
