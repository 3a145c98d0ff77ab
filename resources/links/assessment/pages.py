"""Read an answer: a page with title, words and language, or a file of some type.

No function here raises an error. Any bytes give a Page, if only an empty one.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from lxml import etree

from resources.links.fetching.results import Answer

from .file_types import file_type_of

PLAIN_WORD = re.compile(r"[^\W_]+")
WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
ACCENT = re.compile("[\u0300-\u036f]")
END_OF_PAGE = re.compile(r"</(?i:html|body)\s*>")
TAG = re.compile(r"<[^>]{0,2000}>")
DECLARED_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w:.-]{1,40})""", re.I)


def plain_words(text: str) -> list[str]:
    """Words in lower case without accents, in order."""
    if not text.isascii():
        text = ACCENT.sub("", unicodedata.normalize("NFKD", text))
    return PLAIN_WORD.findall(text.casefold())


def tokens(text: str) -> list[str]:
    """The words. In scripts without spaces, every pair of neighboring letters."""
    return tokens_of(plain_words(text))


def tokens_of(words: list[str]) -> list[str]:
    if not WITHOUT_SPACES.search("".join(words)):
        return words
    return [token for word in words for token in letter_pairs(word)]


def letter_pairs(word: str) -> list[str]:
    if not WITHOUT_SPACES.search(word):
        return [word]
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


# Words of one language that neither the other nor a related language has.
COMMON_WORDS = {
    "en": {*plain_words("the and of to for with that this are you your from have will our we is")},
    "es": {*plain_words("el los las y con una por del su sus mas pero esta como al lo")},
}
BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
# Names under which browsers, too, read Windows-1252.
WESTERN = {"", "ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1"}

INVISIBLE = {
    *("script", "style", "template", "svg", "iframe", "object", "select", "textarea", "title"),
    "noscript",
}
BOILERPLATE = {"nav", "header", "footer", "aside"}
BOILERPLATE_ROLES = {"navigation", "banner", "contentinfo", "search"}
CONTENT = {"main", "article"}
COMMENT_CLASSES = {
    *("comments", "comment-list", "commentlist", "comments-area", "comment", "guestbook")
}
HIDING_STYLE = re.compile(r"display:none|visibility:hidden|font-size:0|(left|top|indent):-\d{3}")
DESCRIPTION_NAMES = {"description", "og:title", "og:description", "og:site_name", "keywords"}

REFRESH = re.compile(r"^\s*(\d+)[^;,]*[;,]\s*(?:url\s*=)?\s*[\"']?([^\"'\s]+)", re.I)
LONGEST_REFRESH = 10  # seconds: a page that waits longer is there to be read
SCRIPT_REDIRECT = re.compile(
    r"location(?:\.href)?\s*=\s*[\"']([^\"']+)|location\.replace\(\s*[\"']([^\"']+)"
)

ENOUGH_COMMON_WORDS = 12
MOST_WORDS = 2_000  # that are searched for their language
PDF_LANGUAGE = re.compile(rb"/Lang\s*\(\s*([A-Za-z]{2,3})\b")


@dataclass(frozen=True)
class Page:
    """What a visitor is shown. All texts are empty for a file that is no page."""

    file_type: str  # such as "html" or "pdf". Empty if unknown.
    title: str = ""
    headings: str = ""
    description: str = ""  # with the names it gives itself for sharing
    text: str = field(default="", repr=False)  # all that is visible, without visitors' comments
    main: str = field(default="", repr=False)  # the text without boilerplate: menus, footers
    without_scripts: str = ""  # what browsers show that run no scripts
    source: str = field(default="", repr=False)
    redirects_to: str = ""  # a URL that the page itself opens within LONGEST_REFRESH, as written
    declared_language: str = ""

    @cached_property
    def language(self) -> str:
        return detect_language(self.text_words, self.declared_language)

    @cached_property
    def words(self) -> list[str]:
        """The words of the title and of all that is visible."""
        title, without_scripts = plain_words(self.title), plain_words(self.without_scripts)
        return [*title, *self.text_words, *without_scripts]

    @cached_property
    def text_words(self) -> list[str]:
        return plain_words(self.text)

    @cached_property
    def main_words(self) -> list[str]:
        return self.text_words if self.main == self.text else plain_words(self.main)

    @property
    def head(self) -> str:
        """Title, headings and description: what the page says it is about."""
        return f"{self.title}\n{self.headings}\n{self.description}"


def read_page(answer: Answer, url: str) -> Page:
    """The page or file in an answer that came from `url`."""
    file_type = file_type_of(answer, url)
    if file_type != "html":
        return Page(file_type, declared_language=language_of_file(answer))
    source = decode_body(answer.body, answer.charset)
    root = parse_html(source)
    if root is None:
        return Page(file_type, source=source, declared_language=primary_language(answer.language))
    visible = VisibleText()
    visible.walk(root)
    text, head = join_texts(visible.text), PageHead.of(root)
    return Page(
        file_type=file_type,
        title=head.title,
        headings=join_texts(visible.headings),
        description=head.description,
        text=text,
        main=text if visible.main == visible.text else join_texts(visible.main),
        without_scripts=join_texts(visible.without_scripts),
        source=source,
        redirects_to=head.redirects_to or script_redirect(source, text),
        declared_language=primary_language(head.language or answer.language),
    )


def decode_body(body: bytes, charset: str) -> str:
    """The text of a body. Headers are often wrong, so valid UTF-8 is read as UTF-8."""
    for mark, name in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return clean_source(body[len(mark) :].decode(name, "replace"))
    if name := unmarked_utf_16(body):
        return clean_source(body.decode(name, "replace"))
    try:
        # Only complete letters: the body may have been cut in the middle of one.
        return clean_source(codecs.getincrementaldecoder("utf-8")().decode(body))
    except UnicodeDecodeError:
        found = DECLARED_CHARSET.search(body[:4096])
        for name in (charset, found[1].decode("ascii", "replace") if found else ""):
            if name.lower() not in WESTERN and (text := decode_as(name, body)):
                return clean_source(text)
    return clean_source(body.decode("cp1252", "replace"))


def decode_as(name: str, body: bytes) -> str:
    """The text in a named encoding. Empty for an unknown one, and for Unicode.

    A body that gets here is not valid Unicode, whatever its page says.
    """
    try:
        is_unicode = codecs.lookup(name).name.startswith(("utf-8", "utf-16", "utf-32"))
        return "" if is_unicode else body.decode(name, "replace")
    except (LookupError, ValueError):
        return ""


def unmarked_utf_16(body: bytes) -> str:
    """The UTF-16 of a body without a mark: every other byte of it is zero."""
    start = body[:400]
    if len(start) < 8 or start.count(0) * 5 < len(start) * 2:
        return ""
    return "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"


def clean_source(text: str) -> str:
    """The text without the characters at which the parser would stop or fail."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8").removeprefix("\ufeff")


def parse_html(source: str) -> Any:
    """The root element. None if nothing in the source is HTML."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        # Browsers go on after the end tags, and so do those who add something to a page.
        return etree.fromstring(END_OF_PAGE.sub("", source).encode(), parser)
    except etree.LxmlError:
        return None


class VisibleText:
    """Collects the texts that a visitor sees, in the order of the page."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.main: list[str] = []
        self.headings: list[str] = []
        self.without_scripts: list[str] = []
        self.open_boilerplate: list[Any] = []  # elements that are not closed yet
        self.open_content: list[Any] = []

    def walk(self, root: Any) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self.leave(element)
                self.add(element.tail if element is not root else None)
            elif is_invisible(element):
                self.add_without_scripts(element)
                walker.skip_subtree()
            else:
                self.enter(element)

    def add_without_scripts(self, element: Any) -> None:
        if element.tag == "noscript":
            self.without_scripts.append(TAG.sub(" ", "".join(element.itertext())))

    def enter(self, element: Any) -> None:
        if element.tag in CONTENT or element.get("role") == "main":
            self.open_content.append(element)
        elif is_boilerplate(element, is_inside_content=bool(self.open_content)):
            self.open_boilerplate.append(element)
        if element.tag in ("h1", "h2"):
            self.headings.append("".join(element.itertext())[:500])
        self.add(element.text)
        if element.tag == "img":
            self.add(element.get("alt"))

    def leave(self, element: Any) -> None:
        if self.open_boilerplate or self.open_content:
            for opened in (self.open_boilerplate, self.open_content):
                if opened and opened[-1] is element:
                    opened.pop()

    def add(self, text: str | None) -> None:
        if text and not text.isspace():
            self.text.append(text)
            if not self.open_boilerplate:
                self.main.append(text)


def is_invisible(element: Any) -> bool:
    """True if visitors do not see the element, or if it holds their comments.

    Comments are often spam.
    """
    if element.tag in INVISIBLE or "hidden" in element.attrib:
        return True
    if not element.attrib:
        return False
    style = element.get("style")
    if style and HIDING_STYLE.search(re.sub(r"\s", "", style.lower())):
        return True
    if element.tag in ("body", "html", "main", "article"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()
    return not COMMENT_CLASSES.isdisjoint(names)


def is_boilerplate(element: Any, *, is_inside_content: bool) -> bool:
    has_tag = element.tag in BOILERPLATE or element.get("role") in BOILERPLATE_ROLES
    # An article has a header and a footer of its own, which belong to it.
    return has_tag and not (is_inside_content and element.tag in ("header", "footer"))


@dataclass(frozen=True)
class PageHead:
    """What the head of a page says about it."""

    title: str
    description: str
    language: str
    redirects_to: str

    @classmethod
    def of(cls, root: Any) -> Self:
        title = next((join_texts(e.itertext()) for e in root.iter("title")), "")
        metas = [(e.get("name") or e.get("property") or "", e) for e in root.iter("meta")]
        texts = [e.get("content", "") for name, e in metas if name.lower() in DESCRIPTION_NAMES]
        commands = {e.get("http-equiv", "").lower(): e.get("content", "") for _, e in metas}
        refresh = REFRESH.match(commands.get("refresh", ""))
        is_soon = refresh is not None and int(refresh[1][:6]) <= LONGEST_REFRESH
        return cls(
            title=title[:500],
            description=join_texts(texts)[:2000],
            language=root.get("lang") or commands.get("content-language", ""),
            redirects_to=refresh[2] if refresh and is_soon else "",
        )


def script_redirect(source: str, text: str) -> str:
    """The URL that a page's script opens, if the page is little more than a script.

    Scripts of longer pages hold such URLs for other reasons.
    """
    found = SCRIPT_REDIRECT.search(source) if len(text) < 300 and len(source) < 8000 else None
    return (found[1] or found[2]) if found else ""


def detect_language(words: list[str], declared: str) -> str:
    """The language by the commonest words, else as declared.

    Templates often declare the language of their maker.
    """
    words = words[:MOST_WORDS]
    counts = {name: sum(map(common.__contains__, words)) for name, common in COMMON_WORDS.items()}
    rare, often = sorted(counts, key=lambda name: counts[name])
    is_clear = counts[often] >= ENOUGH_COMMON_WORDS and counts[often] > 2 * counts[rare]
    is_frequent = counts[often] * 20 > len(words)
    return often if is_clear and is_frequent else declared


def language_of_file(answer: Answer) -> str:
    found = PDF_LANGUAGE.search(answer.body)
    return primary_language(answer.language) or (found[1].decode().lower() if found else "")


def primary_language(declared: str) -> str:
    """The language, such as `en` for `en-US, es`. Empty if it is none."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", declared)
    return found[1].lower() if found else ""


def join_texts(texts: Iterable[str]) -> str:
    """The texts as one, with single spaces."""
    return " ".join(" ".join(texts).split())
