"""Every public page, fetched once as a browser would, found by following links."""

import gzip
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

ASK_TO_COMPRESS = {"Accept-Encoding": "gzip"}
PATIENCE = 120  # seconds for one answer, on a machine busy with other tests
TOO_MANY = 5_000  # a kit has some 1,250 pages and 400 links into the directory
LONG_QUERY = "x" * 10_000
LONG_WORD = "w" * 150

# Links into the directory are followed once, from pages without a query; beyond that these. Each
# is asked for in both languages, with its parameters in the order in which pages name themselves.
QUERIES = {
    "/resources/?q=attendance": 200,
    "/resources/?q=atendance+ELAC+xyzzy": 200,
    "/resources/?q=%22%22": 200,
    "/resources/?language=es&sort=newest&topic=families&topic=business": 200,
    "/resources/?page=2&q=school": 200,
    "/resources/?page=2": 200,
    "/resources/?page=15": 200,
    "/resources/?q=zzzqqq&role=faith&topic=business": 200,
    "/resources/?colour=red&sort=sideways&topic=nonsense": 200,
    "/resources/?page=999999": 404,
    "/resources/?page=abc&q=school": 400,
    "/resources/?q=%00": 400,
    "/resources/?q=%F0%9F%98%80+%D9%85%D8%AF%D8%B1%D8%B3%D8%A9": 200,
    f"/resources/?q={LONG_QUERY}": 400,
    f"/resources/?q={LONG_WORD}&topic=families": 200,
    "/topics/families/?language=es&role=family": 200,
    "/topics/families/?page=2": 200,
    "/topics/business/?q=zzzqqq": 200,
    "/suggest/?words=chess+club": 200,
    "/suggest/look-up/?reference=1234": 200,
}
# What every entry has, and is alike for all: links to it are marked `nofollow`.
FORMS = {
    "/resources/community-tool-box/problem/": 200,
    "/organizations/wested/problem/": 200,
    "/examples/las-best-safety/problem/": 200,
    "/topics/families/problem/": 200,
    "/roles/family/problem/": 200,
}
ERRORS = {
    "/no-such-page/": 404,
    "/resources/no-such-entry/": 404,
    "/topics/%FF%FE/": 404,
    "/suggest/1234-5678-9012/": 404,
}
ASKED = {
    prefix + address: status
    for prefix in ("", "/es")
    for address, status in (QUERIES | FORMS | ERRORS).items()
}


@dataclass(frozen=True)
class Page:
    """An answer of the site; `sent` counts the bytes of its body on their way, `body` unpacked."""

    address: str
    status: int
    headers: HTTPMessage = field(repr=False)
    body: bytes = field(repr=False)
    sent: int

    @cached_property
    def document(self):
        return html.document_fromstring(self.body.decode())

    @cached_property
    def ids(self):
        return set(self.document.xpath("//@id"))

    @property
    def is_html(self):
        return self.headers.get_content_type() == "text/html"

    @property
    def path(self):
        return urlsplit(self.address).path

    @property
    def has_query(self):
        return "?" in self.address

    @property
    def language(self):
        return "es" if self.path.startswith("/es/") else "en"

    @property
    def kind(self):
        """The address with its slug left out: what the page is one of."""
        first, *more = self.path.removeprefix("/es").strip("/").split("/")
        kind = f"/{first}/*/" if more else f"/{first}/"
        return f"{self.status} {kind}{'?' if self.has_query else ''}"

    def siblings(self):
        """This page's addresses by language, as its head names them."""
        links = self.document.xpath("/html/head/link[@rel='alternate'][@hreflang]")
        return {link.get("hreflang"): self.resolved(link.get("href")) for link in links}

    def resolved(self, link):
        """An address of this site without its origin; a whole one if it leads elsewhere."""
        return urljoin(self.address, link)

    def links(self):
        """(address, fragment) of every link within the site that is there to be followed."""
        found = self.document.xpath("//a[not(@rel='nofollow')]/@href | //form/@action")
        addresses = [urldefrag(self.resolved(link)) for link in found]
        return [(url, fragment) for url, fragment in addresses if is_within(url)]

    def assets(self):
        """What a browser loads with the page, by address and fragment."""
        loaded = "//link[not(@rel='alternate')]/@href | //use/@href | //@src | //image/@href"
        return [tuple(urldefrag(self.resolved(asset))) for asset in self.document.xpath(loaded)]


def is_within(url):
    return not urlsplit(url).scheme and not urlsplit(url).netloc


def fetch(site, address, method="GET"):
    connection = HTTPConnection(urlsplit(site).netloc, timeout=PATIENCE)
    try:
        connection.request(method, address, headers=ASK_TO_COMPRESS)
        answer = connection.getresponse()
        sent = answer.read()
        is_packed = answer.headers["Content-Encoding"] == "gzip"
        body = gzip.decompress(sent) if is_packed else sent
        return Page(address, answer.status, answer.headers, body, len(sent))
    finally:
        connection.close()


def crawl(site):
    """Every answer by its address: pages, the files they load, and the addresses of `ASKED`."""
    answers = {}
    waiting = ["/", "/es/", *ASKED]
    while waiting:
        address = waiting.pop()
        if address in answers:
            continue
        assert len(answers) < TOO_MANY, "Links lead to ever more pages."
        page = answers[address] = fetch(site, address)
        if page.is_html:
            waiting += leads(page)
    return answers


def leads(page):
    """Where to go from a page. A query's own links are left, else there would be no end."""
    yield from page.siblings().values()
    yield from (address for address, _fragment in page.assets() if is_within(address))
    if not page.has_query:
        yield from (address for address, _fragment in page.links())
