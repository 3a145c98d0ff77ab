from contextlib import ExitStack
from typing import NamedTuple

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.crawl import ASKED, crawl
from tests.browser.samples import heaviest_of_each_kind, of_every_shape, visitable
from tests.browser.tab import PHONE, Tab
from tests.conftest import IS_ALONE, PROCESS

# The pages are the same on both databases: of two processes each opens those of one language.
OPENED_BY = {"sqlite": ["en"], "postgresql": ["es"]}
LANGUAGES = ["en", "es"] if IS_ALONE else OPENED_BY[PROCESS]


@pytest.fixture(scope="session")
def answers(site):
    """Every answer of the site by its address."""
    return crawl(site)


@pytest.fixture(scope="session")
def pages(answers):
    """Every page: entries, lists, filtered lists, and what a wrong address is answered with."""
    return [answers[address] for address in sorted(answers) if answers[address].is_html]


@pytest.fixture(scope="session")
def shapes(pages):
    """A few pages of each language that hold every part any page is made of."""
    return [
        page
        for language in ("en", "es")
        for page in of_every_shape(p for p in visitable(pages) if p.language == language)
    ]


@pytest.fixture(scope="session")
def samples(pages, shapes):
    """`shapes`, and the heaviest page of each kind in each language."""
    return list(dict.fromkeys([*shapes, *heaviest_of_each_kind(visitable(pages))]))


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


class Visit(NamedTuple):
    status: int
    sideways: int
    foreign_requests: list
    surprises: list


@pytest.fixture(scope="package")
def visits(browser, site):
    """What a browser finds on every page by address, in the languages this test run visits."""
    found = {}
    waiting = [address for address in ["/", "/es/", *ASKED] if language_of(address) in LANGUAGES]
    with Tab(browser, site, viewport=PHONE) as tab:
        while waiting:
            address = waiting.pop()
            if address not in found:
                found[address] = visit(tab, address)
                waiting += [a for a in tab.leads() if language_of(a) in LANGUAGES]
    return found


def language_of(address):
    return "es" if address.startswith("/es/") else "en"


def visit(tab, address):
    """One look on a phone. What axe finds, test_looks.py asks on pages of every shape."""
    tab.open(address)
    return Visit(tab.status(), tab.sideways(), tab.foreign_requests(), tab.surprises())
