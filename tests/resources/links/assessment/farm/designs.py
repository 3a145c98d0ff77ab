"""Designs: the source of pages from 1998 to those of a framework, and of files."""

from html import escape

from .cases import Response

MENUS = {
    "en": ["Home", "About us", "Schools", "Calendar", "Staff", "Employment", "Contact"],
    "es": ["Inicio", "Quiénes somos", "Escuelas", "Calendario", "Personal", "Contacto"],
}
NEWS = [
    "Spring concert moved to the gymnasium",
    "Board adopts budget after long evening",
    "Chess team wins in Fresno",
    "Bus 14 is late this week",
    "New principal at Oak Flat",
    "Road work on Alder Street",
]
SPAM = (
    "Buy viagra online, cheap cialis, no prescription needed http://pills.invalid. "
    "Best online casino, free spins and welcome bonus! Free porn videos. Payday loans online. "
)


def paragraphs(text):
    return "\n".join(f"<p>{escape(one)}</p>" for one in text.paragraphs)


def plain(text, **_):
    return Response(
        f"<!doctype html>\n<html lang={text.lang}>\n<title>{escape(text.title)}</title>\n"
        f"{text.mark}"
        f"<h1>{escape(text.title)}</h1>\n{paragraphs(text)}\n".encode(),
        text.status,
    )


def modern(text, *, news=0, **_):
    menu = "".join(f'<li><a href="/m{i}">{name}</a>' for i, name in enumerate(MENUS[text.lang]))
    stories = "".join(f"<li>{story}</li>" for story in NEWS[news : news + 3])
    return Response(
        f"""<!doctype html>
<html lang="{text.lang}"><head><meta charset="utf-8">
<title>{escape(text.title)} | {escape(text.by)}</title>
<meta name="description" content="{escape(text.paragraphs[0][:150])}">
<script>window.dataLayer = window.dataLayer || [];</script>
<style>main {{ max-width: 40rem }}</style></head><body>
<header><img src="/logo.svg" alt="{escape(text.by)}"><nav><ul>{menu}</ul></nav></header>
<main><article><h1>{escape(text.title)}</h1>{paragraphs(text)}</article></main>
<aside><h2>News</h2><ul>{stories}</ul></aside>
<footer>© 2026 {escape(text.by)}</footer>
<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script></body></html>""".encode(),
        text.status,
    )


def of_1998(text, **_):
    body = "<P>".join(text.paragraphs)
    page = f"""<HTML><HEAD><TITLE>{text.title}</TITLE>
<META NAME="GENERATOR" CONTENT="Microsoft FrontPage 3.0"></HEAD>
<BODY BGCOLOR=#FFFFCC><CENTER><TABLE WIDTH=600><TR><TD WIDTH=120><FONT SIZE=2>
{"<BR>".join(MENUS[text.lang])}<TD><FONT FACE="Comic Sans MS" SIZE=5><B>{text.title}</B></FONT>
<P>{body}<HR><I>{text.by}</I><BR>You are visitor no. 10482</TABLE></CENTER>"""
    return Response(page.encode("cp1252"), text.status, "text/html")


def one_form(text, **_):
    return Response(
        f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>
  {escape(text.title)}
</title></head><body><form method="post" action="Default.aspx" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" value="{"dDwtMTA4" * 200}" />
<div id="ctl00_Content"><h2>{escape(text.title)}</h2>{paragraphs(text)}</div>
<div class="footer">{escape(text.by)}</div></form></body></html>""".encode(),
        text.status,
    )


def blog(text, **_):
    """A blog post with spam comments below it."""
    return Response(
        f"""<!doctype html><html lang="{text.lang}"><head><meta charset="utf-8">
<title>{escape(text.title)} – {escape(text.by)}</title></head>
<body class="single comments-open"><div id="page"><h1>{escape(text.title)}</h1>
<div class="entry">{paragraphs(text)}</div>
<div id="comments" class="comments-area"><h2>Comments</h2>
{"".join(f'<article class="comment"><p>{SPAM}</p></article>' for _ in range(6))}</div>
<div class="widget"><a href="/about">{escape(text.by)}</a></div></div></body></html>""".encode(),
        text.status,
    )


def hidden_spam(text, **_):
    page = plain(text).body.decode()
    hidden = f'<div style="position:absolute; left:-9999px">{SPAM * 5}</div>'
    return Response((page + hidden + f'<p style="display: none">{SPAM}</p>').encode(), text.status)


def utf_16(text, **_):
    return Response(plain(text).body.decode().encode("utf-16"), text.status, "text/html")


def utf_16_unmarked(text, **_):
    page = plain(text).body.decode().encode("utf-16-le")
    return Response(page, text.status, "text/html; charset=iso-8859-1")


def latin_1_called_utf_8(text, **_):
    page = plain(text).body.decode().encode("cp1252", "replace")
    return Response(page, text.status, "text/html; charset=utf-8")


def called_plain_text(text, **_):
    """A page without its content type, which some servers forget."""
    return Response(plain(text).body, text.status, "application/octet-stream")


def broken_markup(text, **_):
    body = "<p><b><i>".join(text.paragraphs)
    page = f"<title>{text.title}<title></title><h1 <h2>{text.title}</b></p></html><body>{body}"
    return Response(f"{page}</table></div><!-- never closed {text.by}".encode(), text.status)


def deep(text, **_):
    page = "<div>" * 3000 + f"<h1>{escape(text.title)}</h1>" + paragraphs(text)
    return Response(f"<title>{escape(text.title)}</title>{page}".encode(), text.status)


def sprawling(text, **_):
    rows = "".join(
        f"<tr><td>{number}<td>{NEWS[number % 6]}<td>Room {number % 40}" for number in range(2000)
    )
    return Response(plain(text).body + f"<table>{rows}</table>".encode(), text.status)


def shell(text, **_):
    """A page before its script has run."""
    return Response(
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{escape(text.title)}</title>
<script defer src="/static/js/main.1f3a.js"></script></head><body><noscript>You need to enable
JavaScript to run this app.</noscript><div id="root"></div></body></html>""".encode(),
        text.status,
    )


def nameless_shell(text, **_):
    return Response(shell(text).body.replace(escape(text.title).encode(), b"App"), text.status)


def pdf(text, **_):
    words = " ".join(text.paragraphs).encode("latin-1", "replace")
    head = f"%PDF-1.6\n1 0 obj\n<< /Type /Catalog /Lang ({text.lang}-US) >>\nendobj\n".encode()
    return Response(head + b"stream\n" + words + b"\nendstream\n%%EOF", 200, "application/pdf")


def pdf_called_page(text, **_):
    return Response(pdf(text).body, 200, "text/html")


def docx(text, **_):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Response(b"PK\x03\x04\x14\x00\x06\x00word/document.xml" + b"\x9c" * 900, 200, kind)
