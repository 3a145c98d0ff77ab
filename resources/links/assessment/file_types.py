"""What kind of file an answer is: by what it begins with, then by what is said of it."""

import re
from pathlib import PurePosixPath

from yarl import URL

BEGINNINGS = [
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "png"),
    (b"GIF8", "gif"),
    (b"\xff\xd8\xff", "jpg"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "webm"),
]
ARCHIVE, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IN_ARCHIVES = [
    (b"word/", "docx"),
    (b"xl/", "xlsx"),
    (b"ppt/", "pptx"),
    (b"application/epub", "epub"),
    (b"opendocument.text", "odt"),
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.presentation", "odp"),
]
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    f"{OFFICE}wordprocessingml.document": "docx",
    f"{OFFICE}spreadsheetml.sheet": "xlsx",
    f"{OFFICE}presentationml.presentation": "pptx",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/epub+zip": "epub",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/json": "json",
    "text/xml": "xml",
    "application/xml": "xml",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "image/png": "png",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
    "video/webm": "webm",
}
NAMED = {*TYPES.values(), "odt", "ods", "odp"} - {"html"}
MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|head|title|body|frameset|meta|h1)\b", re.I)
WHERE_MARKUP_BEGINS = 2048


def kind_of(answer, address):
    """`html`, `pdf`, `docx` …; empty for what is none of those we know."""
    told = TYPES.get(answer.content_type, "")
    named = ending_of(address)
    return kind_of_bytes(answer.body, told, named) or told or named or guess(answer)


def kind_of_bytes(body, told, named):
    """What the bytes themselves give away; empty if they do not."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ")
    for beginning, kind in BEGINNINGS:
        if start.startswith(beginning):
            return kind
    if start.startswith(ARCHIVE):
        inside = next((kind for sign, kind in IN_ARCHIVES if sign in body), "")
        return inside or (told if told in NAMED else "") or named or "zip"
    if start.startswith(OLD_OFFICE):
        return next((kind for kind in (told, named) if kind in ("doc", "xls", "ppt")), "doc")
    if start[4:8] == b"ftyp":
        return "mp4"
    is_page = MARKUP.search(body[:WHERE_MARKUP_BEGINS].replace(b"\0", b""))
    return "html" if is_page and told not in ("xml", "svg", "txt", "csv", "json") else ""


def ending_of(address):
    """The kind that the address’s ending names."""
    try:
        ending = PurePosixPath(URL(address).path).suffix.lower().lstrip(".")
    except ValueError:
        return ""
    return {"jpeg": "jpg", "htm": "html"}.get(ending, ending if ending in NAMED else "")


def guess(answer):
    """Of what nobody named: text is most likely a page."""
    is_text = answer.content_type in ("", "text/*") and b"\0" not in answer.body[:512]
    return "html" if is_text and answer.body else ""
