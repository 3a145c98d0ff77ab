"""Pages and files are read from any bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.links.assessment.evidence import Expected, LinkHistory
from resources.links.assessment.pages import detect_language, plain_words, read_page
from resources.links.assessment.verdict import assess, needs_probe
from tests.resources.links.fetch_results import ADDRESS, NOON, answer, make_result

EXPECTED = Expected(("How to volunteer",), ("Lakeside",))
ENGLISH = "The children of our school read with you and with their families for an hour a day. " * 3
SPANISH = "Los niños de la escuela leen con usted y con sus familias una hora por día. " * 3
PAGE = "<!doctype html><title>Niños y familias</title><p>Leer juntos</p>"


def page(source, **more):
    body = source if isinstance(source, bytes) else source.encode()
    return read_page(answer(body, **more), ADDRESS)


ENCODED = {
    "UTF-8": (PAGE.encode(), "utf-8"),
    "UTF-8, called Latin-1": (PAGE.encode(), "iso-8859-1"),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + PAGE.encode(), ""),
    "Latin-1": (PAGE.encode("latin-1"), "iso-8859-1"),
    "Latin-1, called UTF-8": (PAGE.encode("latin-1"), "utf-8"),
    "Latin-1, called nothing": (PAGE.encode("latin-1"), ""),
    "Latin-1, called what does not exist": (PAGE.encode("latin-1"), "x-klingon"),
    "Latin-1, called no text at all": (PAGE.encode("latin-1"), "zip"),
    "UTF-16 with a mark": (PAGE.encode("utf-16"), ""),
    "UTF-16, big end first, called UTF-8": (b"\xfe\xff" + PAGE.encode("utf-16-be"), "utf-8"),
    "UTF-16 without a mark": (PAGE.encode("utf-16-le"), ""),
    "UTF-16, big end first, without a mark": (PAGE.encode("utf-16-be"), "iso-8859-1"),
    "Macintosh": (PAGE.encode("mac-roman"), "macintosh"),
    "UTF-8, cut in the middle of a letter": (PAGE.encode() + "ñ".encode()[:1], "utf-8"),
    "UTF-8 with a NUL": (PAGE.encode().replace(b"os y", b"os\0 y"), ""),
}


@pytest.mark.parametrize("how", ENCODED)
def test_text_is_decoded_whatever_the_headers_say(how):
    body, charset = ENCODED[how]

    assert page(body, charset=charset).title == "Niños y familias"


def test_a_page_may_declare_its_encoding():
    body = '<meta charset="windows-1251"><title>Семья</title>'.encode("cp1251")

    assert page(body).title == "Семья"


SEEN = {
    "<p>one<p>two": "one two",
    "<p>one<!-- not --> two": "one two",
    "<p>one</p></body></html><p>two": "one two",
    "<script>no()</script><style>no</style><p>one": "one",
    "<p>one<noscript>no</noscript> two": "one two",
    "<p hidden>no</p>one": "one",
    "<div style='Display : NONE'>no <b>no</b></div>one": "one",
    "<div style='position:absolute;left:-9999px'>no</div>one": "one",
    "<div class='comments-area x'>no</div>one": "one",
    "<p class=commentary>one": "one",
    "<select><option>no</select>one": "one",
    "<img alt='one'> two": "one two",
    "<nav>one</nav><main>two</main>": "one two",
    "<frameset><frame src=a><noframes>one</noframes></frameset>": "one",
    "&aacute;rbol &amp; r&#237;o": "árbol & río",
}


@pytest.mark.parametrize("source", SEEN)
def test_the_visible_text_is_read(source):
    assert page(f"<title>x</title>{source}").text == SEEN[source]


def test_boilerplate_is_not_the_main_text():
    body = """<title>x</title><header>a</header><nav>b</nav><div role=navigation>c</div>
        <main><header>d</header>e<aside>f</aside><footer>g</footer></main><footer>h</footer>"""

    assert page(body).main == "d e g"


def test_the_head_has_title_headings_and_description():
    head = page(
        "<title> A \n b </title><meta name=Description content=c><meta property=og:site_name "
        "content=d><h1>e <b>f</b></h1><h3>g</h3>"
    )

    assert (head.title, head.headings, head.description) == ("A b", "e f", "c d")


SENT_ON = {
    "<meta http-equiv=refresh content='0; URL=http://a.example/'>": "http://a.example/",
    "<META HTTP-EQUIV=Refresh CONTENT=\"5;url='/b'\">": "/b",
    "<meta http-equiv=refresh content='600;url=/again'>": "",
    "<meta http-equiv=refresh content='600'>": "",
    "<script>window.location = 'http://c.example'</script>": "http://c.example",
    '<script>location.replace("/d")</script>': "/d",
    f"<script>window.location.href='/later'</script><p>{ENGLISH * 3}": "",
}


@pytest.mark.parametrize("source", SENT_ON)
def test_a_page_that_redirects_by_itself_is_recognized(source):
    assert page(f"<title>x</title>{source}").redirects_to == SENT_ON[source]


LANGUAGES = [
    (ENGLISH, "es", "en"),  # a template that nobody adapted
    (SPANISH, "en", "es"),
    (ENGLISH, "", "en"),
    ("Chào mừng quý phụ huynh " * 9, "vi", "vi"),
    ("Bienvenue aux familles de notre école, les enfants et les parents " * 9, "fr", "fr"),
    ("As famílias são bem-vindas na escola, com os seus filhos " * 9, "pt", "pt"),
    ("Room 4", "en", "en"),
    ("Room 4", "", ""),
    (ENGLISH + SPANISH, "", ""),
    (ENGLISH + SPANISH, "es", "es"),
]


@pytest.mark.parametrize(("text", "declared", "expected"), LANGUAGES)
def test_the_language_is_detected_by_words_or_else_as_declared(text, declared, expected):
    assert detect_language(plain_words(text), declared) == expected


KINDS = {
    "a page": (b"<html>", "text/html", "", "html"),
    "a page that calls itself nothing": (b"<p>Hello", "", "", "html"),
    "a page called a download": (b"<!DOCTYPE html>", "application/octet-stream", "", "html"),
    "a page called a PDF": (b"\n<HTML><BODY>", "application/pdf", "/a.pdf", "html"),
    "a PDF called a page": (b"%PDF-1.4", "text/html", "", "pdf"),
    "a PDF after an empty line": (b"\r\n%PDF-1.4", "application/pdf", "", "pdf"),
    "a PDF of which we have the headers": (b"", "application/pdf", "", "pdf"),
    "a PDF called a download": (b"", "application/octet-stream", "/a.PDF", "pdf"),
    "a Word file": (b"PK\x03\x04....word/document.xml", "application/zip", "", "docx"),
    "a spreadsheet": (b"PK\x03\x04....xl/workbook.xml", "", "", "xlsx"),
    "an archive": (b"PK\x03\x04....", "application/zip", "", "zip"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword", "", "doc"),
    "an old slide show": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "/talk.ppt", "ppt"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "text/html", "", "png"),
    "a film": (b"\0\0\0\x18ftypmp42", "video/mp4", "", "mp4"),
    "plain text": (b"<html> is how pages begin", "text/plain", "/a.txt", "txt"),
    "who knows": (b"\0\1\2\3", "application/x-what", "/a.what", ""),
}


@pytest.mark.parametrize("what", KINDS)
def test_the_file_type_is_told_by_its_bytes_before_its_names(what):
    body, declared, path, expected = KINDS[what]
    found = read_page(answer(body, content_type=declared), f"https://www.lakeside.example{path}")

    assert found.file_type == expected


def test_plain_words_have_no_accents_and_no_capitals():
    words = plain_words("¡Participación! Café-tertulia, Niño’s")

    assert words == ["participacion", "cafe", "tertulia", "nino", "s"]


PARTS = [
    *("<", ">", "<p", "</", "<!--", "<![CDATA[", "<html>", "<title>", "<?xml?>", "<script>"),
    *("<svg>", "<noscript>", "<a href='", "&#0;", "&#x110000;", "\0", "\ufeff", "ñ", "\ud800", " "),
]
BYTES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.sampled_from(PARTS), max_size=40).map(
        lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
    ),
)
HEADER = st.text(max_size=20)


@settings(deadline=None)
@given(BYTES, HEADER, HEADER, st.sampled_from(["text/html", "", "application/pdf", "x"]))
def test_no_bytes_raise_an_error(body, charset, language, content_type):
    found = answer(body, charset=charset, language=language, content_type=content_type)
    met = make_result(found, probe=make_result(found))

    assert needs_probe(met, LinkHistory(), EXPECTED) in (True, False)
    assert assess(met, LinkHistory(), EXPECTED, today=NOON.date()).reason


HUGE = {
    "as deep as it goes": b"<div>" * 50_000,
    "an attribute without an end": b"<a b='" * 50_000,
    "a comment without an end": b"<!--" * 50_000,
    "letters that are none": b"<title>" + b"\xff" * 300_000,
    "one word": b"<p>" + b"a" * 500_000,
    "one tag": b"<" + b"a" * 500_000,
    "nothing but ends": b"</p>" * 50_000,
    "an entity without an end": b"&" * 200_000,
    "spaces": b"<p> " * 1000 + b" " * 400_000,
}


@pytest.mark.parametrize("what", HUGE)
def test_no_huge_page_raises_an_error(what):
    assert assess(
        make_result(answer(HUGE[what])), LinkHistory(), EXPECTED, today=NOON.date()
    ).reason
