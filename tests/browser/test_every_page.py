"""What holds for every page, in both languages, read as a program reads it."""

from collections import defaultdict

from tests.browser.crawl import ASKED, fetch, is_within
from tests.browser.kit import published_addresses, texts_of_one_language

SAFE_SOURCES = {"'none'", "'self'", "data:"}


def test_links_lead_to_every_published_entry(answers):
    published = set(published_addresses())

    assert len(published) > 1_000
    assert published - set(answers) == set()


def test_every_page_is_answered_with_its_status(pages):
    assert {p.address: p.status for p in pages if p.status != ASKED.get(p.address, 200)} == {}


def test_every_page_has_one_heading_of_the_first_level(pages):
    headings = {p.address: p.document.xpath("//h1") for p in pages}

    assert [a for a, found in headings.items() if len(found) != 1] == []
    assert [a for a, found in headings.items() if not found[0].text_content().strip()] == []


def test_no_two_pages_share_a_title(pages):
    holders = defaultdict(set)
    for page in pages:
        is_error = page.status != 200 and not page.has_query
        place = (page.language, page.status) if is_error else page.path
        holders[" ".join(page.document.findtext(".//title").split())].add(place)

    assert {title: places for title, places in holders.items() if len(places) > 1} == {}
    assert [title for title in holders if not title.removesuffix("– PartnerKit").strip()] == []


def test_every_page_names_its_language(pages):
    named = {p.address: (p.document.get("lang"), p.headers["Content-Language"]) for p in pages}

    assert {p.address for p in pages if named[p.address] != (p.language, p.language)} == set()


def test_a_text_in_another_language_than_its_page_says_so(pages):
    untranslated = texts_of_one_language()
    foreign = [
        (page.address, element)
        for page in pages
        for element in page.document.find("body").iter()
        if untranslated.get(own_text(element), page.language) != page.language
    ]

    assert len(foreign) > 300
    assert [
        (address, own_text(element))
        for address, element in foreign
        if language_of(element) != untranslated[own_text(element)]
    ] == []


def own_text(element):
    return (element.text or "").strip() if isinstance(element.tag, str) else ""


def language_of(element):
    return element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")


def test_no_answer_sets_a_cookie(answers):
    assert [p.address for p in answers.values() if p.headers["Set-Cookie"]] == []


def test_every_page_forbids_what_is_not_its_own(pages):
    policies = {p.headers["Content-Security-Policy"] for p in pages}
    assert len(policies) == 1

    rules = dict(rule.strip().split(" ", 1) for rule in policies.pop().split(";"))
    assert rules["default-src"] == "'none'"
    assert {source for rule in rules.values() for source in rule.split()} <= SAFE_SOURCES


def test_every_page_loads_only_files_of_this_site(pages, answers):
    loaded = {(asset, p.address) for p in pages for asset, _fragment in p.assets()}

    assert [pair for pair in loaded if not is_within(pair[0])] == []
    assert {asset for asset, _page in loaded if answers[asset].status != 200} == set()


def test_every_icon_is_in_its_sprite(pages, answers):
    icons = {asset for page in pages for asset in page.assets() if asset[1]}

    assert len(icons) > 5
    assert [(file, icon) for file, icon in icons if icon not in answers[file].ids] == []


def test_a_refused_method_is_answered_with_a_page(site):
    for address, language in {"/resources/": "en", "/es/topics/families/": "es"}.items():
        page = fetch(site, address, "POST")

        assert page.status == 405
        assert page.document.get("lang") == language
        assert len(page.document.xpath("//h1")) == 1
