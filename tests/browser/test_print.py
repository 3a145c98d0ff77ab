"""What comes out of a printer: the words, the addresses, nothing to click."""

import pytest

WRITTEN_OUT = """link => getComputedStyle(link, "::after").content"""
PACKET = "/resources/ucla-resource-aid-packet-surveys/"
PAGES = ["/topics/families/", "/es/topics/business/", PACKET]


@pytest.fixture(params=PAGES)
def page(request, open_tab):
    page = open_tab().page
    page.goto(request.param)
    page.emulate_media(media="print")
    return page


def test_a_page_prints(page):
    paper = page.pdf()

    assert paper.startswith(b"%PDF-")
    assert 5_000 < len(paper) < 2_000_000


def test_nothing_to_click_is_printed(page):
    for useless in ["header nav", "footer nav", "form", ".skip", ".tongue", "nav.inside"]:
        assert [e for e in page.locator(useless).all() if e.is_visible()] == [], useless


def test_headings_flags_and_speech_are_printed(page):
    for kept in ["h1", "h2", ".locator", ".say li"]:
        found = page.locator(f"{kept}:visible").count()
        assert found > 0, kept


def test_a_list_prints_what_narrowed_it(open_tab):
    page = open_tab().page
    page.goto("/resources/?q=attendance&topic=families")
    page.emulate_media(media="print")
    printed = page.locator(".applied a:visible").all_inner_texts()

    assert [text.split()[-1] for text in printed] == ["“attendance”", "Families"]


def test_the_address_of_a_resource_is_written_out(open_tab):
    page = open_tab().page
    page.goto(PACKET)
    page.emulate_media(media="print")
    link = page.locator(".print-url").first

    assert link.is_visible()
    assert link.get_attribute("href") in link.evaluate(WRITTEN_OUT)
