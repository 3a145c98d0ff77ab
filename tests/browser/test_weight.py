"""A page weighs little, all of its files together."""

from urllib.parse import urlsplit

from tests.browser.crawl import is_within
from tests.browser.samples import heaviest_of_each_kind, visitable

PAGE = 60_000  # bytes, as sent
STYLE = 20_000  # bytes, unpacked
SCRIPT = 10_000


def files_of(page, answers):
    """The answers a browser needs to show `page`."""
    return [page, *(answers[a] for a in {a for a, _ in page.assets()} if is_within(a))]


def unpacked(page, answers, content_type):
    files = files_of(page, answers)
    return sum(len(f.body) for f in files if f.headers.get_content_type() == content_type)


def test_every_page_with_its_files_is_under_60_kilobytes(pages, answers):
    weights = {p.address: sum(file.sent for file in files_of(p, answers)) for p in pages}

    assert {address: weight for address, weight in weights.items() if weight >= PAGE} == {}


def test_style_is_under_20_kilobytes_and_script_under_10(pages, answers):
    styles = {unpacked(page, answers, "text/css") for page in pages}
    scripts = {unpacked(page, answers, "text/javascript") for page in pages}

    assert min(styles) > 0
    assert max(styles) < STYLE
    assert max(scripts) < SCRIPT


def test_text_is_sent_compressed(answers):
    """Whatever is not smaller packed goes as it is."""
    plain = [a for a, p in answers.items() if not p.headers["Content-Encoding"]]

    assert [address for address in plain if answers[address].sent > 1_000] == []


def test_a_browser_loads_nothing_beyond_the_files_a_page_names(open_tab, pages, answers):
    tab = open_tab()
    for page in heaviest_of_each_kind(visitable(pages)):
        tab.open(page.address)

        loaded = {urlsplit(url).path for url in tab.requests}
        assert loaded <= {file.path for file in files_of(page, answers)}, page.address
        assert len(loaded) > 1
