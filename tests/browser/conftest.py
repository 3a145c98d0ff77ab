import os
from contextlib import ExitStack
from typing import NamedTuple

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.crawl import crawl
from tests.browser.samples import of_every_shape, visitable
from tests.browser.tab import PHONE, WIDE, Tab

# The pages are the same on both databases, so two test runs side by side share the long work.
DATABASE = os.environ["TEST_DATABASE"]
IS_ALONE = os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1") == "1"
RUNS = [DATABASE] if IS_ALONE else ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def answers(site):
    """Every answer of the site by its address."""
    return crawl(site)


@pytest.fixture(scope="session")
def pages(answers):
    """Every page: entries, lists, filtered lists, and what a wrong address is answered with."""
    return [answers[address] for address in sorted(answers) if answers[address].is_html]


class Visit(NamedTuple):
    violations: list
    sideways: int
    foreign_requests: list
    surprises: list


def share(pages):
    """What of `pages` this test run looks at: all of them if it is the only one."""
    return pages[RUNS.index(DATABASE) :: len(RUNS)]


@pytest.fixture(scope="session")
def shapes(pages):
    """This test run's share of a few pages that hold every part any page is made of."""
    return share(of_every_shape(visitable(pages)))


@pytest.fixture
def once():
    """For what one test run does for all."""
    if RUNS[0] != DATABASE:
        pytest.skip("The pages are the same on both databases; the run on SQLite looks at them.")


# Playwright keeps an event loop in this thread, in which Django refuses to use its database: so
# it has to end with this package.
@pytest.fixture(scope="package")
def browser(browser_path):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_tab(browser, site):
    """Opens tabs that are closed with the test."""
    with ExitStack() as tabs:
        yield lambda **options: tabs.enter_context(Tab(browser, site, **options))


@pytest.fixture(scope="package")
def visits(browser, site, pages):
    """What a browser finds on every page: this test run's share of them, by address."""
    with Tab(browser, site) as tab:
        return {page.address: visit(tab, page.address) for page in share(visitable(pages))}


def visit(tab, address):
    """One look on a wide screen, and one at the same page on a phone.

    Contrast takes axe as long as all its other rules together; test_looks.py has it measured on
    pages of every shape.
    """
    tab.open(address)
    violations = tab.violations(left_out=["color-contrast"])
    tab.page.set_viewport_size(PHONE)
    sideways = tab.sideways()
    tab.page.set_viewport_size(WIDE)
    return Visit(violations, sideways, tab.foreign_requests(), tab.surprises())
