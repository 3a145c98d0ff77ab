"""What an answer is: a page with its title, words and language, or a file of some kind.

Nothing here raises: whatever bytes come, something is read out of them, if only that it is nothing.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from .file_types import kind_of

WORD = re.compile(r"[^\W_]+")
WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
ACCENT = re.compile("[\u0300-\u036f]")
END_OF_PAGE = re.compile(r"</(?i:html|body)\s*>")
TAG = re.compile(r"<[^>]{0,2000}>")
DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w:.-]{1,40})""", re.I)


def plain_words(text):
    """Words in small letters without accents, in order."""
    if not text.isascii():
        text = ACCENT.sub("", unicodedata.normalize("NFKD", text))
    return WORD.findall(text.casefold())


def pieces(text):
    """Words; of scripts without spaces between them, every two letters beside each other."""
    return pieces_of(plain_words(text))


def pieces_of(words):
    if not WITHOUT_SPACES.search("".join(words)):
        return words
    return [piece for word in words for piece in in_pairs(word)]


def in_pairs(word):
    if not WITHOUT_SPACES.search(word):
        return [word]
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


# Words of one language and not of the other, nor of a neighbour.
COMMON = {
    "en": {*plain_words("the and of to for with that this are you your from have will our we is")},
    "es": {*plain_words("el los las y con una por del su sus mas pero esta como al lo")},
}
BYTE_ORDERS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
# Names under which browsers, too, read Windows’ own Western letters.
WESTERN = {"", "ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1"}

UNSEEN = {"script", "style", "template", "svg", "iframe", "object", "select", "textarea", "title"}
FURNITURE = {"nav", "header", "footer", "aside"}
FURNITURE_ROLES = {"navigation", "banner", "contentinfo", "search"}
CONTENT = {"main", "article"}
OTHERS_WORDS = {"comments", "comment-list", "commentlist", "comments-area", "comment", "guestbook"}
HIDING = re.compile(r"display:none|visibility:hidden|font-size:0|(left|top|indent):-\d{3}")
DESCRIPTIONS = {"description", "og:title", "og:description", "og:site_name", "keywords"}

REFRESH = re.compile(r"^\s*(\d+)[^;,]*[;,]\s*(?:url\s*=)?\s*[\"']?([^\"'\s]+)", re.I)
SCRIPTED = re.compile(
    r"location(?:\.href)?\s*=\s*[\"']([^\"']+)|location\.replace\(\s*[\"']([^\"']+)"
)

ENOUGH_COMMON = 12
MOST_WORDS = 2_000  # that are asked for their language
PDF_LANGUAGE = re.compile(rb"/Lang\s*\(\s*([A-Za-z]{2,3})\b")


@dataclass(frozen=True)
class Page:
    """What somebody who opens it is shown. All of it empty for a file that is no page."""

    kind: str  # "html", "pdf", "docx", …; "" if nobody knows
    title: str = ""
    headings: str = ""
    description: str = ""  # with what it calls itself where it is shared
    text: str = field(default="", repr=False)  # all that is seen, without others’ comments
    main: str = field(default="", repr=False)  # without what stands around it: menus, footers
    without_scripts: str = ""  # what is shown to those whose browser runs none
    source: str = field(default="", repr=False)
    sends_on_to: str = ""  # an address it opens at once, as written; "" if it does not
    declared: str = ""  # the language it says it is in

    @cached_property
    def language(self):
        return language_of(self.text_words, self.declared)

    @cached_property
    def words(self):
        """Of all that is seen, and of the title."""
        around = plain_words(self.title), plain_words(self.without_scripts)
        return [*around[0], *self.text_words, *around[1]]

    @cached_property
    def text_words(self):
        return plain_words(self.text)

    @cached_property
    def main_words(self):
        return self.text_words if self.main == self.text else plain_words(self.main)

    @property
    def head(self):
        """What it says that it is about, in few words."""
        return f"{self.title}\n{self.headings}\n{self.description}"


def read(answer, address):
    """The page or file in an answer that came from `address`."""
    kind = kind_of(answer, address)
    if kind != "html":
        return Page(kind, declared=language_of_file(answer))
    source = decoded(answer.body, answer.charset)
    root = parsed(source)
    if root is None:
        return Page(kind, source=source, declared=primary(answer.language))
    seen = Seen()
    seen.walk(root)
    text, head = joined(seen.text), Head.of(root)
    return Page(
        kind=kind,
        title=head.title,
        headings=joined(seen.headings),
        description=head.description,
        text=text,
        main=text if seen.main == seen.text else joined(seen.main),
        without_scripts=joined(seen.without_scripts),
        source=source,
        sends_on_to=head.sends_on_to or sent_by_script(source, text),
        declared=primary(head.language or answer.language),
    )


def decoded(body, charset):
    """The text of a body. Headers lie, so UTF-8 is what is valid UTF-8."""
    for mark, name in BYTE_ORDERS:
        if body.startswith(mark):
            return clean(body[len(mark) :].decode(name, "replace"))
    if wide := wide_letters(body):
        return clean(body.decode(wide, "replace"))
    try:
        # Only complete letters: the body may have been cut in the middle of one.
        return clean(codecs.getincrementaldecoder("utf-8")().decode(body))
    except UnicodeDecodeError:
        found = DECLARED.search(body[:4096])
        for name in (charset, found[1].decode("ascii", "replace") if found else ""):
            if name.lower() not in WESTERN and (text := decoded_as(name, body)):
                return clean(text)
    return clean(body.decode("cp1252", "replace"))


def decoded_as(name, body):
    """The text if there is such an encoding; whoever names UTF-8 here is wrong."""
    try:
        is_wrong = codecs.lookup(name).name.startswith(("utf-8", "utf-16", "utf-32"))
        return "" if is_wrong else body.decode(name, "replace")
    except (LookupError, ValueError):
        return ""


def wide_letters(body):
    """Which UTF-16 it is that nobody marked: every other byte of Western text is then zero."""
    start = body[:400]
    if len(start) < 8 or start.count(0) * 5 < len(start) * 2:
        return ""
    return "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"


def clean(text):
    """Without the characters at which the parser would stop or stumble."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8").removeprefix("\ufeff")


def parsed(source):
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        # Browsers go on after the end, and so do those who add something to a page.
        return etree.fromstring(END_OF_PAGE.sub("", source).encode(), parser)
    except etree.LxmlError:  # nothing in it is HTML
        return None


class Seen:
    """Collects what a visitor sees, in the order of the page."""

    def __init__(self):
        self.text, self.main, self.headings, self.without_scripts = [], [], [], []
        self.around, self.inside = [], []  # open elements that are furniture, or content

    def walk(self, root):
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self.leave(element)
                self.add(element.tail if element is not root else None)
            elif is_unseen(element):
                self.keep_for_later(element)
                walker.skip_subtree()
            else:
                self.enter(element)

    def keep_for_later(self, element):
        if element.tag == "noscript":
            self.without_scripts.append(TAG.sub(" ", "".join(element.itertext())))

    def enter(self, element):
        if element.tag in CONTENT or element.get("role") == "main":
            self.inside.append(element)
        elif is_furniture(element, bool(self.inside)):
            self.around.append(element)
        if element.tag in ("h1", "h2"):
            self.headings.append("".join(element.itertext())[:500])
        self.add(element.text)
        if element.tag == "img":
            self.add(element.get("alt"))

    def leave(self, element):
        if self.around or self.inside:
            for opened in (self.around, self.inside):
                if opened and opened[-1] is element:
                    opened.pop()

    def add(self, text):
        if text and not text.isspace():
            self.text.append(text)
            if not self.around:
                self.main.append(text)


def is_unseen(element):
    if element.tag in UNSEEN or element.tag == "noscript" or "hidden" in element.attrib:
        return True
    if not element.attrib:
        return False
    style = element.get("style")
    if style and HIDING.search(re.sub(r"\s", "", style.lower())):
        return True
    if element.tag in ("body", "html", "main", "article"):
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()
    return not OTHERS_WORDS.isdisjoint(names)


def is_furniture(element, is_inside_content):
    is_around = element.tag in FURNITURE or element.get("role") in FURNITURE_ROLES
    # An article has a header and a footer of its own, which belong to it.
    return is_around and not (is_inside_content and element.tag in ("header", "footer"))


@dataclass(frozen=True)
class Head:
    """What a page says of itself where nobody looks."""

    title: str
    description: str
    language: str
    sends_on_to: str

    @classmethod
    def of(cls, root):
        title = next((joined(e.itertext()) for e in root.iter("title")), "")
        metas = [(e.get("name") or e.get("property") or "", e) for e in root.iter("meta")]
        said = [e.get("content", "") for name, e in metas if name.lower() in DESCRIPTIONS]
        commands = {e.get("http-equiv", "").lower(): e.get("content", "") for _, e in metas}
        sent = REFRESH.match(commands.get("refresh", ""))
        return cls(
            title=title[:500],
            description=joined(said)[:2000],
            language=root.get("lang") or commands.get("content-language", ""),
            sends_on_to=sent[2] if sent and int(sent[1][:6]) <= 10 else "",
        )


def sent_by_script(source, text):
    """Where a page that is nothing but a script goes; a real page has many, for other reasons."""
    found = SCRIPTED.search(source) if len(text) < 300 and len(source) < 8000 else None
    return (found[1] or found[2]) if found else ""


def language_of(words, declared):
    """By the commonest words, since templates declare what their maker spoke; else as declared."""
    words = words[:MOST_WORDS]
    counts = {name: sum(map(common.__contains__, words)) for name, common in COMMON.items()}
    rare, often = sorted(counts, key=counts.get)
    is_clear = counts[often] >= ENOUGH_COMMON and counts[often] > 2 * counts[rare]
    is_frequent = counts[often] * 20 > len(words)
    return often if is_clear and is_frequent else declared


def language_of_file(answer):
    found = PDF_LANGUAGE.search(answer.body)
    return primary(answer.language) or (found[1].decode().lower() if found else "")


def primary(language):
    """`en` of `en-US, es`; empty if it is no language."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", language)
    return found[1].lower() if found else ""


def joined(pieces):
    return " ".join(" ".join(pieces).split())
