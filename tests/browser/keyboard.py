"""The keyboard, used as a person uses it."""

import pytest

ENOUGH = 400  # more stops than any page has


def press_tab_until(page, selector):
    """Move the focus as a person does, until it is on what `selector` finds now."""
    assert page.locator(selector).evaluate_all("found => (window.wanted = found).length"), selector
    for _ in range(ENOUGH):
        if page.evaluate("wanted.includes(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"The keyboard never reached {selector}.")


def wait_for_focus(page, selector):
    """Wait until the page has moved the focus there; until then keys would go elsewhere."""
    page.wait_for_selector(f"{selector}:focus")
