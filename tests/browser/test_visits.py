"""Every page, opened in a real browser."""

import pytest

from tests.browser.conftest import LANGUAGES, language_of, visit
from tests.browser.crawl import ASKED, fetch
from tests.browser.kit import published_addresses
from tests.browser.tab import COLOURS, PHONE

pytestmark = pytest.mark.both_databases  # each process opens the pages of one language

# One fault of each kind that a visit looks for.
BROKEN = """<!DOCTYPE html><html lang="en"><title>Broken</title><body>
<main><h1>Broken</h1><img src="https://elsewhere.example/a.png">
<p><font color="#eeeeee">Pale</font></p><div><a href="/">1</a><a href="/">2</a></div>
<p><img src="/static/none.png" alt="" width="700" height="9"></p></main>"""


def test_every_published_entry_is_visited(visits):
    published = {a for a in published_addresses() if language_of(a) in LANGUAGES}

    assert len(published) > 500
    assert published - set(visits) == set()


def test_every_page_is_answered_with_its_status(visits):
    assert {a: v.status for a, v in visits.items() if v.status != ASKED.get(a, 200)} == {}


def test_no_page_scrolls_sideways_on_a_phone(visits):
    assert {a: visit.sideways for a, visit in visits.items() if visit.sideways} == {}


def test_no_page_asks_anything_of_another_site(visits):
    assert {
        a: visit.foreign_requests for a, visit in visits.items() if visit.foreign_requests
    } == {}


def test_the_browser_has_nothing_to_complain_of(visits):
    assert {a: visit.surprises for a, visit in visits.items() if visit.surprises} == {}


def test_a_visit_notices_what_is_wrong(open_tab, site):
    tab = open_tab(viewport=PHONE)
    policy = {"Content-Security-Policy": fetch(site, "/").headers["Content-Security-Policy"]}
    tab.page.route(
        "**/broken/",
        lambda route: route.fulfill(body=BROKEN, content_type="text/html", headers=policy),
    )

    broken = visit(tab, "/broken/")

    rules = {violation.split(":")[0] for violation in tab.violations(left_out=COLOURS)}
    assert rules == {"image-alt", "target-size"}
    assert any(found.startswith("color-contrast") for found in tab.violations(only=COLOURS))
    assert broken.sideways > 300
    assert broken.foreign_requests == ["https://elsewhere.example/a.png"]
    assert len(broken.surprises) == 2  # a blocked picture, a missing one
